#!/usr/bin/env node
import process from "node:process"
import { tolerateClosedPipes } from "./cli/closed-pipe.ts"
import { createProcessTerminal } from "./cli/process-terminal.ts"
import { runCli } from "./cli/run-cli.ts"

const stop = new AbortController()
tolerateClosedPipes([process.stdout, process.stderr], () => stop.abort())

process.exitCode = await runCli(process.argv.slice(2), createProcessTerminal(process, stop))
