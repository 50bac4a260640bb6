import { PristineError } from "../../errors/pristine-error.ts"
import type { Pace } from "./pace.ts"

export interface SlidingWindowOptions {
  /** Most within any window. Their times are remembered. */
  readonly maxRequests: number
  /** Length of the window in milliseconds. */
  readonly windowMs: number
}

/**
 * A sliding window over the exact times of the latest requests: never more than `maxRequests` in any `windowMs`, across
 * every boundary.
 *
 * @throws PristineError with code `config` unless `maxRequests` is a whole number of at least 1 and the window more than 0.
 */
export function slidingWindow({ maxRequests, windowMs }: SlidingWindowOptions): Pace {
  if (!Number.isInteger(maxRequests) || maxRequests < 1) {
    throw new PristineError("config", "maxRequests must be a whole number of at least 1")
  }
  if (!(windowMs > 0 && windowMs < Infinity)) throw new PristineError("config", "windowMs must be more than 0")
  const ring: number[] = []
  let oldest = 0
  return {
    delayMs: (now) => Math.max(0, (ring[oldest] ?? -Infinity) + windowMs - now),
    take(now) {
      ring[oldest] = now
      oldest = (oldest + 1) % maxRequests
    },
  }
}
