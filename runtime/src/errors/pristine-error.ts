import type { StandardIssue } from "../ports/standard-schema.ts"
import { escapeText } from "./escape-text.ts"
import { errorBrand } from "./error-brand.ts"
import type { Problem } from "./problem.ts"
import type { RetryRecord, StopReason } from "./retry-record.ts"

/**
 * What went wrong, stable across versions:
 *
 * - `connection`: no answer, or it broke off · `timeout`: a limit of time passed · `http`: an answer outside the success
 *   statuses · `decode`: the answer is not of the announced form · `validation`: it does not fit the declared type
 * - `input`: the call cannot be sent as asked · `config`: client or service are not set up for it · `auth`: who gives out
 *   credentials gave none; `status` is then that server's
 * - `future_failed`, `future_expired`: the service ended or forgot the work · `stream`: a stream broke its framing, or
 *   reported an error
 * - `circuit_open`: the breaker refused · `aborted`: the call was cancelled without a reason · `limit`: too large
 */
export type ErrorCode =
  | "connection"
  | "timeout"
  | "http"
  | "decode"
  | "validation"
  | "input"
  | "config"
  | "auth"
  | "future_failed"
  | "future_expired"
  | "stream"
  | "circuit_open"
  | "aborted"
  | "limit"

/** Where in a call it happened. */
export type ErrorPhase =
  | "prepare"
  | "admission"
  | "auth"
  | "connect"
  | "headers"
  | "body"
  | "attempt"
  | "total"
  | "progress"
  | "poll"
  | "event"

/** Everything an error can know beside its code and message; what is absent is not known. */
export interface ErrorFacts<Body = unknown> {
  readonly status?: number | undefined
  readonly body?: Body | undefined
  readonly headers?: Headers | undefined
  readonly requestId?: string | undefined
  readonly operation?: string | undefined
  readonly attempts?: number | undefined
  readonly retries?: readonly RetryRecord[] | undefined
  readonly reason?: StopReason | undefined
  readonly retryAfterMs?: number | undefined
  readonly retryable?: boolean | undefined
  readonly maybeExecuted?: boolean | undefined
  readonly phase?: ErrorPhase | undefined
  readonly issues?: readonly StandardIssue[] | undefined
  readonly cause?: unknown
}

const longestMessage = 500

/**
 * The one error class of the runtime. Its message, JSON form and enumerable members hold no payload, header or
 * credential, so it can be logged as it is. Compare with `isPristineError`, which also works across copies of the package.
 */
export class PristineError<Body = unknown> extends Error {
  declare readonly code: ErrorCode
  declare readonly status: number | undefined
  /** The answer's body: typed by its status where the service declares one, else parsed JSON or text. Not enumerable. */
  declare readonly body: Body | undefined
  /** The answer's headers. Not enumerable. */
  declare readonly headers: Headers | undefined
  /** What a validator found: places and expectations without the values. Not enumerable. */
  declare readonly issues: readonly StandardIssue[] | undefined
  /** The body as problem details (RFC 9457), where the manifest says that the service sends them. Not enumerable. */
  declare readonly problem: Problem | undefined
  /** The service's id of the request (`x-request-id`, `request-id`) or, for a future, of the work. */
  declare readonly requestId: string | undefined
  /** The service's own code of the error, where its manifest says where that stands: a short word or a number. */
  declare readonly serviceCode: string | undefined
  /** The manifest's id of the operation. */
  declare readonly operation: string | undefined
  /** Requests that the call put on the wire. */
  declare readonly attempts: number | undefined
  /**
   * The attempts before the last one, each with what it failed of and the wait after it: the latest 32. Absent where the
   * first attempt was the last.
   */
  declare readonly retries: readonly RetryRecord[] | undefined
  /** Why there was no further attempt although the policy would have had one; absent where it would not. */
  declare readonly reason: StopReason | undefined
  /** How long the service asked to wait, in milliseconds. */
  declare readonly retryAfterMs: number | undefined
  /** Calling again later may succeed. */
  declare readonly retryable: boolean
  /** The service may have acted on the request although there is no success to show for it. */
  declare readonly maybeExecuted: boolean
  declare readonly phase: ErrorPhase | undefined

  constructor(code: ErrorCode, message: string, facts: ErrorFacts<Body> = {}) {
    super(escapeText(message, longestMessage), "cause" in facts ? { cause: facts.cause } : undefined)
    const { body, headers, issues, cause: _, maybeExecuted = false, ...rest } = facts
    const { retryable = code === "connection" || code === "timeout" || code === "circuit_open" } = rest
    // The code comes last: facts may be those of another error.
    for (const [key, value] of Object.entries({ ...rest, code, retryable, maybeExecuted }))
      if (value !== undefined) Reflect.set(this, key, value)
    for (const [key, value] of Object.entries({ body, headers, issues })) hide(this, key, value)
  }

  /**
   * What the service says, control characters escaped, at most 500 characters: where its manifest says that it stands,
   * else in `message`, `detail`, `error` or `title` of its body. It is payload. Not enumerable.
   */
  get detail(): string | undefined {
    return textOf(this.body, 0)
  }

  /** For logs: everything except body, headers, issues and stack. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this
    return Object.assign<Record<string, unknown>, this>({ name, message }, this)
  }
}

// On the prototype, so that a stack starts with it.
hide(PristineError.prototype, "name", "PristineError")
hide(PristineError.prototype, errorBrand, true)

function hide(error: Error, key: PropertyKey, value: unknown): void {
  Object.defineProperty(error, key, { value, enumerable: false, writable: true, configurable: true })
}

const deepestText = 3

function textOf(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : escapeText(value, longestMessage)
  if (typeof value !== "object" || value === null || depth === deepestText) return undefined
  for (const key of ["message", "detail", "error", "title"]) {
    const found = Object.hasOwn(value, key) ? textOf((value as Record<string, unknown>)[key], depth + 1) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
