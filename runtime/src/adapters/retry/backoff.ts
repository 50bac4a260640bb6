import type { Random } from "../../ports/random.ts"
import type { RetryRule } from "../../ports/retry.ts"
import { longestTimerMs } from "../clock/timer-range.ts"

/** The part of a rule that says how long to wait. */
export type Backoff = Pick<RetryRule, "backoff" | "baseMs" | "maxMs" | "jitter">

/**
 * Milliseconds to wait after `failures` consecutive failures (1 or more): the strategy's delay, capped, times a factor
 * out of the jitter's range, and capped again, so that no jitter exceeds `maxMs`.
 */
export function backoffDelay(rule: Backoff, failures: number, random: Random): number {
  const cap = Math.min(rule.maxMs, longestTimerMs)
  const [least, most] = rule.jitter
  const factor = least + random() * (most - least)
  return Math.round(Math.min(cap, Math.min(cap, grow(rule, failures - 1)) * factor))
}

function grow({ backoff, baseMs }: Backoff, step: number): number {
  switch (backoff) {
    case "none":
      return 0
    case "constant":
      return baseMs
    case "linear":
      return baseMs * (step + 1)
    case "exponential":
      // Beyond this power the product is infinite, and infinity times a base of 0 is no number.
      return baseMs * 2 ** Math.min(step, 1000)
  }
}
