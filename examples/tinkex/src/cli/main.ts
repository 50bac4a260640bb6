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
    // The service's own command handles the process's signals and arguments.
    process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM")
    process.argv.splice(2, Infinity, ...args)
    await import("../../local-service/cli.ts")
    return Number(process.exitCode ?? 0)
  },
})
