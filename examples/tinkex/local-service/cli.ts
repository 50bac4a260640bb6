#!/usr/bin/env node
import { version } from "../src/version.ts"
import { isLoopback } from "./command/is-loopback.ts"
import { readArguments } from "./command/read-arguments.ts"
import { usage } from "./command/usage.ts"
import { OptionError } from "./option-error.ts"
import { startLocalService } from "./start-local-service.ts"

async function main(): Promise<void> {
  const request = readArguments(process.argv.slice(2))
  if (request.asks !== "service") {
    process.stdout.write(request.asks === "help" ? usage : `tinkex-local-service ${version}\n`)
    return
  }
  const { options, json } = request
  const { host = "127.0.0.1" } = options
  const service = await startLocalService(options)
  const { url, port, seed, models } = service
  if (!isLoopback(host)) {
    process.stderr.write(
      `Warning: other machines may reach ${url}, and the service has no accounts: whoever reaches it may use it\n`,
    )
  }
  process.stdout.write(
    json ? `${JSON.stringify({ url, settings: { ...options, host, port, seed, models } })}\n` : `${url}\n`,
  )
  const stop = (): void => {
    process.off("SIGINT", stop)
    process.off("SIGTERM", stop)
    void service.close()
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
}

main().catch((error: unknown) => {
  const isUsage = error instanceof OptionError
  process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`)
  if (isUsage) process.stderr.write("`--help` says what it takes.\n")
  process.exitCode = isUsage ? 2 : 1
})
