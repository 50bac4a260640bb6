#!/usr/bin/env node
import process from "node:process"
import { runCli } from "./cli/run-cli.ts"
import { wantsColor } from "./cli/wants-color.ts"

const stop = new AbortController()
process.once("SIGINT", () => stop.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  color: wantsColor({ isTTY: process.stderr.isTTY, env: (name) => process.env[name] }),
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  signal: stop.signal,
})
