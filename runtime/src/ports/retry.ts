import type { PristineError } from "../errors/pristine-error.ts"
import type { RetryRecord, StopReason } from "../errors/retry-record.ts"
import type { AttemptTarget } from "./attempt-target.ts"

/** What an attempt ended with, as the classifier saw it. */
export interface AttemptOutcome {
  /** HTTP status, or the class of failure where there was no answer. */
  readonly cause: RetryRecord["cause"]
  readonly error: PristineError
  /** What the server asked for (`Retry-After`, `Retry-After-Ms`, a classifier), in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** A server's explicit word (`x-should-retry`). */
  readonly shouldRetry?: boolean
}

/** A named policy of the manifest: plain data, so it can be a constant of generated code and overridden by name. */
export interface RetryPolicy {
  readonly name: string
  /** The first rule that matches an outcome decides; another rule's match resets the count of consecutive attempts. */
  readonly rules: readonly RetryRule[]
  /** No new try after this long since the call began, in milliseconds. */
  readonly maxElapsedMs?: number
  /** Give up when no call under this policy finished for so long, in milliseconds. */
  readonly progressTimeoutMs?: number
}

export interface RetryRule {
  /** Statuses, classes such as `"5XX"`, `"connection"` and `"timeout"`. */
  readonly retryOn: readonly (number | string)[]
  /** Tries in all, the first included; `Infinity` for `"unlimited"`. Default 3. */
  readonly maxAttempts: number
  readonly backoff: "none" | "constant" | "linear" | "exponential"
  readonly baseMs: number
  readonly maxMs: number
  /** Range of the factor that a computed delay is multiplied with; `[0, 1]` is full jitter, `[1, 1]` none. */
  readonly jitter: readonly [min: number, max: number]
  /** `false`: ignore what the server asks for. Otherwise obey it up to `maxMs`; `beyond` says what a longer wait means. */
  readonly retryAfter: false | { readonly maxMs: number; readonly beyond: "fail" | "backoff" }
  /** No new try this long after the first of the consecutive outcomes under this rule, in milliseconds. */
  readonly maxElapsedMs?: number
}

/** State of one call under one policy: asked after each failed attempt. */
export interface RetryRun {
  /**
   * Milliseconds to wait before the next attempt, or `undefined` to give up. Where the policy would have gone on, a word
   * says what stood against it: it becomes the error's `reason`.
   */
  next(outcome: AttemptOutcome): number | StopReason | undefined
  /** The attempt that `next` granted is not made: the call has no time left for the wait. */
  withdrawn?(): void
  /** The call ended well. */
  succeeded(): void
}

/** Decides whether and when a failed attempt is tried again. It never waits itself: the pipeline does, abortably. */
export interface Retry {
  /**
   * @param policy Of the manifest, or checked where a program brought it: its numbers are possible ones.
   * @param target What the call is for; absent where it is more than one request.
   */
  begin(policy: RetryPolicy, target?: AttemptTarget): RetryRun
}
