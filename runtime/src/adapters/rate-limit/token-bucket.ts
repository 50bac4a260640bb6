import { PristineError } from "../../errors/pristine-error.ts"
import type { Pace } from "./pace.ts"

export interface TokenBucketOptions {
  /** Tokens that come back each second. */
  readonly requestsPerSecond: number
  /** Tokens at the start and at most: what may go at once after a pause. Default 1, so that requests are spaced evenly. */
  readonly burst?: number
}

/**
 * A token bucket: never more than `burst + requestsPerSecond × seconds` in any stretch of time. Kept as the moment when
 * it would be full again (the generic cell rate algorithm, ITU-T I.371), so nothing is added up in fractions. Turns come
 * on whole milliseconds: what is lost by that a burst of 2 or more makes up for.
 *
 * @throws PristineError with code `config` unless the rate is more than 0 and `burst` a whole number of at least 1.
 */
export function tokenBucket({ requestsPerSecond, burst = 1 }: TokenBucketOptions): Pace {
  if (!(requestsPerSecond > 0 && requestsPerSecond < Infinity)) {
    throw new PristineError("config", "requestsPerSecond must be more than 0")
  }
  if (!Number.isInteger(burst) || burst < 1) {
    throw new PristineError("config", "burst must be a whole number of at least 1")
  }
  const intervalMs = 1000 / requestsPerSecond
  // The bucket is full again `taken` intervals after `from`: a product, where a sum of intervals would drift.
  let from = -Infinity
  let taken = 0
  const fullAt = (): number => from + taken * intervalMs
  return {
    delayMs: (now) => Math.max(0, fullAt() - (burst - 1) * intervalMs - now),
    take(now) {
      if (fullAt() <= now) {
        from = now
        taken = 0
      }
      taken += 1
    },
  }
}
