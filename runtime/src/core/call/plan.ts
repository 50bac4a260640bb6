import type { Auth } from "../../ports/auth.ts"
import type { CircuitBreaker } from "../../ports/circuit-breaker.ts"
import type { RateLimit } from "../../ports/rate-limit.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import type { BodyReader } from "../../ports/serializer.ts"
import type { TransportTimeouts } from "../../ports/transport.ts"
import { isIdempotentMethod } from "../../values/is-idempotent-method.ts"
import type { Client } from "../client/client.ts"
import type { Observer } from "./observer.ts"
import type { OperationSpec, StreamSpec, TimeoutSpec } from "../operation/operation-spec.ts"
import { mergeTimeouts } from "./merge-timeouts.ts"
import type { Validate } from "../response/validate.ts"

/** What an operation comes to on one client: everything that is the same for all its calls. */
export interface Plan {
  readonly client: Client
  readonly spec: OperationSpec
  readonly accept: string
  /** The answer is a stream of events. */
  readonly streamed: boolean
  readonly timeouts: TimeoutSpec
  readonly transportTimeouts: TransportTimeouts
  readonly auth: readonly Auth[]
  /** Outermost first, the client's overrides in place. */
  readonly policies: readonly RetryPolicy[]
  readonly limit: RateLimit | undefined
  readonly breaker: CircuitBreaker | undefined
  /** Sending the same request twice has the effect of sending it once. */
  readonly idempotent: boolean
  readonly observer: Observer | undefined
  /** Absent when the build removed validation. */
  readonly validate: Validate | undefined
}

/**
 * Limits where neither manifest, client nor call says otherwise, in milliseconds. A total limit alone would leave a dead
 * socket for ten minutes; the phases catch it early.
 */
const usual = { connectMs: 10_000, headersMs: 60_000, idleMs: 60_000, attemptMs: 120_000, totalMs: 600_000 }
/** Longest silence between two events of a stream, which has no total limit. */
const longestSilenceMs = 120_000

/** The plan of an operation on a client, made on its first call. */
export function planFor(client: Client, spec: OperationSpec): Plan {
  const plans = client.state("pristine:plans", () => new WeakMap<OperationSpec, Plan>())
  let plan = plans.get(spec)
  if (!plan) plans.set(spec, (plan = makePlan(client, spec)))
  return plan
}

/** Media types of readers as `Accept`; without any, every type will do. */
export function acceptOf(readers: readonly BodyReader[]): string {
  const types = readers.filter((reader) => !reader.unasked).map((reader) => reader.accept)
  return [...new Set(types)].join(", ") || "*/*"
}

function makePlan(client: Client, spec: OperationSpec): Plan {
  const { framing, auth = "default" } = spec as Partial<StreamSpec>
  const streamed = framing !== undefined
  const policies = client.retry ? (spec.retry ?? []).map((policy) => client.policy(policy)) : []
  const timeouts = withUsual(mergeTimeouts(spec.timeouts ?? {}, client.options.timeout), policies, streamed)
  return {
    client,
    spec,
    accept: framing?.accept ?? acceptOf(spec.success.flatMap((entry) => entry.readers)),
    streamed,
    timeouts,
    transportTimeouts: transportTimeouts(timeouts, streamed),
    auth: typeof auth === "string" ? client.auth(auth) : auth || [],
    policies,
    limit: spec.rateLimit && client.rateLimit(spec.rateLimit),
    breaker: (client.options.circuitBreaker ?? spec.circuitBreaker?.(client)) || undefined,
    idempotent: isIdempotentMethod(spec.method),
    observer: spec.telemetry === false ? undefined : client.observer,
    validate: client.service.spec.validate,
  }
}

/** Explicit limits over the usual ones, which never undercut a longer limit that somebody asked for. */
function withUsual(asked: TimeoutSpec, policies: readonly RetryPolicy[], streamed: boolean): TimeoutSpec {
  const { attemptMs = 0 } = asked
  return {
    ...usual,
    ...(streamed && { idleMs: longestSilenceMs }),
    ...(attemptMs && { headersMs: Infinity }),
    totalMs: streamed || isBounded(policies) ? Infinity : Math.max(usual.totalMs, attemptMs),
    ...asked,
  }
}

/** A policy that bounds itself, or that never gives up, is not cut short by a limit that nobody asked for. */
function isBounded(policies: readonly RetryPolicy[]): boolean {
  return policies.some(
    ({ maxElapsedMs, rules }) => maxElapsedMs !== undefined || rules.some((rule) => rule.maxAttempts === Infinity),
  )
}

/** The part of the limits that only a transport can watch. */
export function transportTimeouts({ connectMs, headersMs, idleMs }: TimeoutSpec, streamed: boolean): TransportTimeouts {
  return {
    ...finite("connectMs", connectMs),
    ...finite("headersMs", headersMs),
    // Comments that keep a stream's connection warm are no events: the stream counts those itself.
    ...(!streamed && finite("bodyIdleMs", idleMs)),
  }
}

function finite(name: keyof TransportTimeouts, limitMs: number = Infinity): TransportTimeouts {
  return limitMs === Infinity ? {} : { [name]: limitMs }
}
