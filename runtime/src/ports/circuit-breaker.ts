import type { AttemptTarget } from "./attempt-target.ts"

/**
 * How an attempt ended for the breaker: `failure` where the service failed (no answer, a timeout, 5xx), `success` where
 * it answered, a refusal such as 404 included, `ignored` for everything that says nothing of its health (408, 425, 429,
 * the caller's abort).
 */
export type BreakerOutcome = "success" | "failure" | "ignored"

/** A named breaker of the manifest: plain data. */
export interface BreakerSpec {
  readonly name: string
  /** Failures in a row that open it. Default 5; without `failureRatio` and `slowMs` alone. */
  readonly failures?: number
  /** Share of failed attempts that opens it, more than 0 and at most 1. */
  readonly failureRatio?: number
  /** Attempts that the window must hold before its shares mean something. Default 20. */
  readonly minimumCalls?: number
  /** Length of the window in milliseconds. Default 30,000. */
  readonly windowMs?: number
  /** An attempt that takes longer, in milliseconds, is slow. */
  readonly slowMs?: number
  /** Share of slow attempts that opens it. Default 1. */
  readonly slowRatio?: number
  /** How long it stays open, in milliseconds; doubles each time a probe fails. Default 30,000. */
  readonly openMs?: number
  /** Longest it stays open, in milliseconds. Default 60,000, or `openMs` where that is more. */
  readonly maxOpenMs?: number
  /** Attempts that probe at once. Default 1. */
  readonly probes?: number
  /** A circuit of its own for each origin or operation. Default: one for all that name the breaker. */
  readonly per?: "origin" | "operation"
}

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
