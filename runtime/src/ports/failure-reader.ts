import type { Problem } from "../errors/problem.ts"

/** Reads one thing out of the answer of a failed request. It must not throw, whatever a service sends. */
export type FailureReader = (answer: FailedAnswer, wallTime: number) => FailureFacts

/** An answer outside the success statuses. */
export interface FailedAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON or text, as it was sent. */
  readonly body: unknown
}

/** What a service tells of a failure beside its status. */
export interface FailureFacts {
  /** How long to wait, in milliseconds; `Retry-After` goes before it. */
  readonly retryAfterMs?: number | undefined
  /** Close the operation's rate limit for so long, in milliseconds. */
  readonly throttleMs?: number | undefined
  /** Whether another attempt is welcome. */
  readonly shouldRetry?: boolean | undefined
  readonly serviceCode?: string | undefined
  readonly detail?: string | undefined
  readonly problem?: Problem | undefined
}
