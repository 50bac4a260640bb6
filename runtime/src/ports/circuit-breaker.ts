import type { AttemptTarget } from "./attempt-target.ts"

/**
 * How an attempt ended for the breaker: `failure` where the service failed (no answer, a timeout, 5xx), `success` where
 * it did what it was asked, `ignored` for everything that says nothing of its health (4xx, 429, the caller's abort).
 */
export type BreakerOutcome = "success" | "failure" | "ignored"

/** Reports the outcome of one attempt; only the first report counts. It never throws. */
export type BreakerReport = (outcome: BreakerOutcome) => void

/** Refuses attempts while a service fails. Asked before every attempt, and told once how each one ended. */
export interface CircuitBreaker {
  /**
   * Throws a `PristineError` with code `circuit_open`, at once, or returns how to report the outcome.
   *
   * @param target What the attempt is for; absent where only one service is meant.
   */
  enter(target?: AttemptTarget): BreakerReport
}
