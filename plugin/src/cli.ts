#!/usr/bin/env node
import process from "node:process"
import { runCli } from "./cli/run-cli.ts"

const stop = new AbortController()
process.once("SIGINT", () => stop.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  color: process.stderr.isTTY && process.env["NO_COLOR"] === undefined,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  signal: stop.signal,
})
