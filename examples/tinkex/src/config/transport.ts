import { defaultTransport, loggingTransport, type Transport } from "pristine-runtime"
import type { Log } from "../logging/log.ts"
import type { Config } from "./resolve-config.ts"

/** Headers of the protocol that say nothing about anybody. */
const harmless = ["x-tinker-request-iteration", "x-tinker-request-type", "x-stainless-retry-count"]

/** The same in every request of a program: what it runs on. */
const constant = [
  "x-stainless-package-version",
  "x-stainless-os",
  "x-stainless-arch",
  "x-stainless-runtime",
  "x-stainless-runtime-version",
  "x-stainless-read-timeout",
]

/** The transport that a configuration asks for, and whether it is ours to close. */
export interface ChosenTransport {
  readonly transport: Transport
  readonly own: boolean
}

/**
 * One of the caller's own is used as it is.
 *
 * @throws PristineError with code `config` for a proxy where the platform is not Node.
 */
export function chooseTransport(
  { proxy, proxyHeaders, logRequests }: Config,
  given: Transport | undefined,
  log: Log,
): ChosenTransport {
  const options = {
    ...(proxy !== undefined && { proxy }),
    ...(Object.keys(proxyHeaders).length > 0 && { proxyHeaders }),
  }
  const transport = given ?? defaultTransport(options)
  const own = given === undefined
  if (!logRequests) return { transport, own }
  const write = (line: string): void => log.info(line)
  return { transport: loggingTransport(transport, { write, headers: harmless, omit: constant }), own }
}
