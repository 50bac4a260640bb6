#!/usr/bin/env node
import { readArguments, usage } from "./command/read-arguments.ts"
import { startLocalService } from "./start-local-service.ts"

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2))
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
