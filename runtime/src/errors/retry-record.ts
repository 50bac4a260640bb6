/**
 * Why a failure is final although its policy would have had it tried again. `budget`: the client's retries to this origin
 * are used up; `deadline`: the wait would not have ended within a limit of time.
 */
export type StopReason = "budget" | "deadline"

/** A failed attempt that was followed by another. */
export interface RetryRecord {
  /** HTTP status, or the class of failure where there was no answer. */
  readonly cause: number | "connection" | "timeout"
  /** The wait before the next attempt, in milliseconds. */
  readonly delayMs: number
}
