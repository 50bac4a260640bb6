#!/usr/bin/env node
import process from "node:process"
import { runLocalService } from "./command/run-local-service.ts"

const stop = new AbortController()
// A second Ctrl-C ends the process where the first does not.
process.once("SIGINT", () => stop.abort())
process.once("SIGTERM", () => stop.abort())

process.exitCode = await runLocalService(process.argv.slice(2), process, stop.signal)
