import { once } from "node:events"
import { version } from "../../src/version.ts"
import { OptionError } from "../option-error.ts"
import { startLocalService } from "../start-local-service.ts"
import { isLoopback } from "./is-loopback.ts"
import { readArguments } from "./read-arguments.ts"
import { usage } from "./usage.ts"

/** Where a command writes. */
export interface CommandOutput {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/**
 * The command of the local service: reads its arguments, and runs the service until `signal` aborts.
 *
 * @returns The exit code: 0, 1 where the service does not start, 2 for arguments that mean nothing.
 */
export async function runLocalService(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  signal: AbortSignal,
): Promise<number> {
  try {
    const request = readArguments(args)
    if (request.asks !== "service") {
      stdout.write(request.asks === "help" ? usage : `tinkex-local-service ${version}\n`)
      return 0
    }
    const { options, json } = request
    const { host = "127.0.0.1" } = options
    const service = await startLocalService(options)
    const { url, port, seed, models } = service
    if (!isLoopback(host)) {
      stderr.write(
        `Warning: other machines may reach ${url}, and the service has no accounts: whoever reaches it may use it\n`,
      )
    }
    stdout.write(json ? `${JSON.stringify({ url, settings: { ...options, host, port, seed, models } })}\n` : `${url}\n`)
    if (!signal.aborted) await once(signal, "abort")
    await service.close()
    return 0
  } catch (error) {
    const isUsage = error instanceof OptionError
    stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`)
    if (isUsage) stderr.write("`--help` says what it takes.\n")
    return isUsage ? 2 : 1
  }
}
