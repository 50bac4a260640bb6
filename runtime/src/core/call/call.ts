import { completeError } from "../../errors/complete-error.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { Release } from "../../ports/rate-limit.ts"
import type { BodyReader } from "../../ports/serializer.ts"
import type { RetryRecord } from "../../errors/retry-record.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import type { TransportBody } from "../../ports/transport.ts"
import type { CallOptions } from "../client/call-options.ts"
import { CallScope } from "./call-scope.ts"
import { Lifetime } from "./lifetime.ts"
import type { Observer } from "./observer.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"
import { acceptOf, type Plan } from "./plan.ts"
import type { Pairs, Scope } from "../client/scope.ts"
import { sharedSignal } from "./shared-signal.ts"
import { mergeTimeouts } from "./merge-timeouts.ts"

/** What a poll adds to a call of the polled operation. */
export interface Polling {
  /** Readers of the result: they make `Accept`. */
  readonly readers: readonly BodyReader[]
  /** Secrets of the future that is polled for: its result comes with an answer. */
  readonly secrets?: SecretPlaces | undefined
  /** Called once for every request on the wire. */
  next(): NonNullable<Scope["poll"]>
  headers?(scope: Scope): Pairs
  /** Least time between the starts of two polls, in milliseconds; `undefined` for an attempt without an answer. */
  spacingMs(failure: AnswerSeen | undefined): number
}

/** An answer whose body has been read. */
export interface AnswerSeen {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** One call under way. */
export class Call {
  readonly plan: Plan
  readonly input: unknown
  /** A stream that resumes adds where it stopped. */
  options: CallOptions
  readonly timeouts: TimeoutSpec
  readonly scope: CallScope
  readonly lifetime: Lifetime
  readonly polling: Polling | undefined
  readonly accept: string
  /** Requests on the wire. */
  attempts = 0
  /** Start of the latest one. */
  attemptedAt = 0
  /** Of the attempts that were repeated, the latest. */
  retries: readonly RetryRecord[] | undefined
  /** Of the innermost logical call. */
  idempotencyKey: string | undefined
  /** A refused credential is replaced once. */
  reauthorised = false
  url = ""
  body: TransportBody | undefined
  contentType: string | undefined
  contentEncoding: string | undefined
  weight = 0
  /** Gives back its place in the rate limit; set before for a call that needs none. */
  release: Release | undefined
  #finished = false

  constructor(plan: Plan, input: unknown, options: CallOptions, polling?: Polling) {
    const { client, timeouts, accept } = plan
    this.plan = plan
    this.input = input ?? {}
    this.options = options
    this.polling = polling
    this.timeouts = mergeTimeouts(timeouts, options.timeout, plan.spec.id)
    this.scope = new CallScope(client, this.timeouts.attemptMs ?? Infinity)
    this.accept = polling ? acceptOf(polling.readers) : accept
    this.lifetime = new Lifetime(
      client.clock,
      sharedSignal(client, options.signal),
      this.timeouts.totalMs ?? Infinity,
      client.calls,
    )
  }

  get observer(): Observer | undefined {
    return this.plan.observer
  }

  /** Ends the call and gives back what it holds. Calling it twice does nothing. */
  finish(failure?: unknown): void {
    if (this.#finished) return
    this.#finished = true
    this.release?.()
    this.lifetime.dispose()
    this.observer?.ended(this, failure)
  }

  /** What the caller gets to see of something that was thrown: his own reason, or one of our errors with all facts. */
  explain(thrown: unknown): unknown {
    const { over } = this.lifetime
    if (over) {
      const { reason } = over
      const isOurs = isPristineError(reason, "timeout") || isPristineError(reason, "aborted")
      if (!isOurs || reason === this.options.signal?.reason) return reason
    }
    const error = toPristineError(over ? over.reason : thrown, "input", "The call could not be made", {
      phase: "prepare",
    })
    const { attempts, retries } = this
    return completeError(error, { operation: this.plan.spec.id, attempts, retries })
  }
}
