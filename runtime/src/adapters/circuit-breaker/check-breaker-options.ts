import { PristineError } from "../../errors/pristine-error.ts"
import type { CircuitBreakerOptions } from "./circuit-breaker.ts"

/**
 * Refuses numbers that a breaker cannot have.
 *
 * @throws PristineError with code `config` that names the option.
 */
export function checkBreakerOptions(options: CircuitBreakerOptions): void {
  const { openMs = 30_000, maxOpenMs = Math.max(60_000, openMs), probes = 1, probeLimitMs = 30_000, restore } = options
  const [least, most] = options.jitter ?? [1, 1]
  const check = (allowed: boolean, message: string): void => {
    if (!allowed) throw new PristineError("config", message)
  }
  check(openMs > 0 && openMs < Infinity, "openMs must be more than 0")
  check(maxOpenMs >= openMs, "maxOpenMs must be at least openMs")
  check(least >= 0 && most >= least && most < Infinity, "jitter must be a range of 0 or more")
  check(Number.isInteger(probes) && probes >= 1, "probes must be a whole number of at least 1")
  check(probeLimitMs > 0, "probeLimitMs must be more than 0")
  if (restore === undefined) return
  const { openings, openForMs } = restore
  check(Number.isInteger(openings) && openings >= 0 && openForMs >= 0, "restore must be a snapshot of a breaker")
}
