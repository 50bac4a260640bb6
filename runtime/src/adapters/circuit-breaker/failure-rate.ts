import { PristineError } from "../../errors/pristine-error.ts"
import { countWindow, timeWindow } from "./attempt-window.ts"
import type { TripRule } from "./trip-rule.ts"

export interface FailureRateOptions {
  /** Share of failures that opens the circuit, more than 0 and at most 1. Default 0.5. */
  readonly ratio?: number
  /** Attempts that the window must hold before its shares mean something. Default 20. */
  readonly minimumCalls?: number
  /** Length of the window in milliseconds. Default 30,000 unless `windowCalls` is given. */
  readonly windowMs?: number
  /** Length of the window in attempts, in place of a time. */
  readonly windowCalls?: number
  /** An attempt that takes longer, in milliseconds, is slow, whatever its outcome. Default: none is. */
  readonly slowMs?: number
  /** Share of slow attempts that opens the circuit, more than 0 and at most 1. Default 1; needs `slowMs`. */
  readonly slowRatio?: number
}

/**
 * Opens when, of the attempts within a sliding window, too large a share failed or was slow. The defaults suit clients
 * that make few calls: half of at least 20 attempts in 30 s.
 *
 * @throws PristineError with code `config` for numbers that contradict each other or make no window.
 */
export function failureRate(options: FailureRateOptions = {}): TripRule {
  const { ratio = 0.5, minimumCalls = 20, windowCalls, slowMs = Infinity, slowRatio = 1 } = options
  const windowMs = options.windowMs ?? 30_000
  const check = (allowed: boolean, message: string): void => {
    if (!allowed) throw new PristineError("config", message)
  }
  check(ratio > 0 && ratio <= 1, "ratio must be more than 0 and at most 1")
  check(Number.isInteger(minimumCalls) && minimumCalls >= 1, "minimumCalls must be a whole number of at least 1")
  check(windowMs > 0 && windowMs < Infinity, "windowMs must be more than 0")
  check(windowCalls === undefined || options.windowMs === undefined, "windowMs and windowCalls exclude each other")
  check(
    windowCalls === undefined || (Number.isInteger(windowCalls) && windowCalls >= minimumCalls),
    "windowCalls must be a whole number of at least minimumCalls",
  )
  check(slowMs > 0, "slowMs must be more than 0")
  check(slowRatio > 0 && slowRatio <= 1, "slowRatio must be more than 0 and at most 1")
  check(options.slowRatio === undefined || options.slowMs !== undefined, "slowRatio needs slowMs")
  return {
    begin(clock) {
      const window = windowCalls === undefined ? timeWindow(windowMs, clock) : countWindow(windowCalls)
      return ({ failed, durationMs }) => {
        const { calls, failures, slow } = window(failed, durationMs > slowMs)
        if (calls < minimumCalls) return false
        return failures >= ratio * calls || (slow > 0 && slow >= slowRatio * calls)
      }
    },
  }
}
