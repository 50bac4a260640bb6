import { completeError } from "../errors/complete-error.ts"
import { isPristineError } from "../errors/is-pristine-error.ts"
import { toPristineError } from "../errors/to-pristine-error.ts"
import type { TelemetryEvent } from "../ports/telemetry.ts"
import type { TransportBody } from "../ports/transport.ts"
import type { CallOptions, ValidateMode } from "./call-options.ts"
import { CallScope } from "./call-scope.ts"
import { Lifetime } from "./lifetime.ts"
import { acceptOf, type Plan } from "./plan.ts"
import type { BodyReader } from "../ports/serializer.ts"
import type { Pairs, Scope } from "./scope.ts"
import { mergeTimeouts } from "./timeout-range.ts"
import type { TimeoutSpec } from "./operation-spec.ts"

/** What a poll adds to a call of the polled operation. */
export interface Polling {
  /** Readers of the result: they make `Accept`. */
  readonly readers: readonly BodyReader[]
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
  readonly options: CallOptions
  readonly timeouts: TimeoutSpec
  readonly scope: CallScope
  readonly lifetime: Lifetime
  readonly polling: Polling | undefined
  readonly accept: string
  readonly id: number
  readonly startedAt: number
  /** Requests on the wire. */
  attempts = 0
  /** Start of the latest one. */
  attemptedAt = 0
  /** Of the innermost logical call. */
  idempotencyKey: string | undefined
  /** A refused credential is replaced once. */
  reauthorised = false
  url = ""
  body: TransportBody | undefined
  contentType: string | undefined
  contentEncoding: string | undefined
  weight = 0

  constructor(plan: Plan, input: unknown, options: CallOptions, polling?: Polling) {
    const { client } = plan
    this.plan = plan
    this.input = input ?? {}
    this.options = options
    this.polling = polling
    this.timeouts = options.timeout === undefined ? plan.timeouts : mergeTimeouts(plan.timeouts, options.timeout)
    this.scope = new CallScope(client, this.timeouts.attemptMs ?? Infinity)
    this.accept = polling === undefined ? plan.accept : acceptOf(polling.readers)
    this.id = plan.telemetry === undefined ? 0 : nextId(plan)
    this.startedAt = client.clock.now()
    this.lifetime = new Lifetime(client.clock, options.signal, this.timeouts.totalMs ?? Infinity)
  }

  /** How values are checked, if at all. */
  get validate(): ValidateMode | undefined {
    return this.options.validate ?? this.plan.client.options.validate
  }

  /** The body can be sent again, byte for byte. */
  get replayable(): boolean {
    const { body } = this
    return body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof Blob
  }

  /** A request that may have been carried out can be sent again without harm. */
  get repeatable(): boolean {
    return this.plan.idempotent || this.polling !== undefined || this.plan.keyHeader !== undefined
  }

  /** What the caller gets to see of something that was thrown: his own reason, or one of our errors with all facts. */
  explain(thrown: unknown): unknown {
    const { over } = this.lifetime
    if (over !== undefined) return isPristineError(over.reason, "timeout") ? this.#complete(over.reason) : over.reason
    return this.#complete(thrown)
  }

  /** Emits an event of this call, if anybody listens. */
  emit(type: TelemetryEvent["type"], facts?: Partial<TelemetryEvent>): void {
    const { telemetry, spec, client } = this.plan
    if (telemetry === undefined) return
    const { method, route, id } = spec
    telemetry.emit({ type, operation: id, callId: this.id, time: client.clock.now(), method, route, ...facts })
  }

  #complete(thrown: unknown): unknown {
    const error = toPristineError(thrown, "input", "The call could not be made", { phase: "prepare" })
    return completeError(error, { operation: this.plan.spec.id, attempts: this.attempts })
  }
}

function nextId({ client }: Plan): number {
  const counter = client.state("pristine:calls", () => ({ last: 0 }))
  return ++counter.last
}
