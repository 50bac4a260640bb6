#!/usr/bin/env node
import process from "node:process"
import { systemClock } from "pristine-runtime"
import { createProcessTerminal } from "./process-terminal.ts"
import { runCli } from "./run-cli.ts"

const stop = new AbortController()
// A second Ctrl-C ends the process where the first does not.
process.once("SIGINT", () => stop.abort())
process.once("SIGTERM", () => stop.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: createProcessTerminal(process, stop),
  clock: systemClock,
  async localService(args) {
    const { runLocalService } = await import("../../local-service/command/run-local-service.ts")
    return runLocalService(args, process, stop.signal)
  },
})
