#!/usr/bin/env node
import { parseArgs } from "node:util"
import type { LocalServiceOptions } from "./options.ts"
import { startLocalService } from "./start-local-service.ts"

const usage = `Usage: tinkex-local-service [--port N] [--host ADDRESS] [--seed N] [--directory FOLDER] [--model NAME]...

Starts a Tinker service on this machine and prints its URL. Stop it with Ctrl-C.
`

function readOptions(): LocalServiceOptions | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string" },
      seed: { type: "string" },
      directory: { type: "string" },
      model: { type: "string", multiple: true },
      help: { type: "boolean" },
    },
  })
  if (values.help === true) return undefined
  return {
    ...(values.port === undefined ? {} : { port: wholeNumber("port", values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.seed === undefined ? {} : { seed: wholeNumber("seed", values.seed) }),
    ...(values.directory === undefined ? {} : { directory: values.directory }),
    ...(values.model === undefined ? {} : { models: values.model }),
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${name} must be a whole number`)
  return Number(text)
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options === undefined) {
    process.stdout.write(usage)
    return
  }
  const service = await startLocalService(options)
  process.stdout.write(`${service.url}\n`)
  const stop = (): void => {
    process.off("SIGINT", stop)
    process.off("SIGTERM", stop)
    void service.close()
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
