import type { Auth } from "../ports/auth.ts"
import type { RateLimit } from "../ports/rate-limit.ts"
import type { RetryPolicy } from "../ports/retry.ts"
import type { BodyReader } from "../ports/serializer.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import type { PoolSpec, TransportTimeouts } from "../ports/transport.ts"
import { PristineError } from "../errors/pristine-error.ts"
import type { Client } from "./client.ts"
import type { OperationSpec, StreamSpec, TimeoutSpec } from "./operation-spec.ts"
import { mergeTimeouts } from "./timeout-range.ts"

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
  readonly pool: PoolSpec | undefined
  /** Sending the same request twice has the effect of sending it once. */
  readonly idempotent: boolean
  /** Header of the idempotency key, if calls carry one. */
  readonly keyHeader: string | undefined
  readonly telemetry: Telemetry | undefined
}

/**
 * Limits where neither manifest, client nor call says otherwise. A total limit alone would leave a dead socket for ten
 * minutes; the phases catch it early.
 */
const defaultTimeouts = { connectMs: 10_000, headersMs: 60_000, idleMs: 60_000, attemptMs: 120_000 }
const defaultTotalMs = 600_000
/** Longest silence between two events of a stream, which has no total limit. */
const defaultEventMs = 120_000

const idempotentMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"])

/** The plan of an operation on a client, made on its first call. */
export function planFor(client: Client, spec: OperationSpec): Plan {
  const plans = client.state<WeakMap<OperationSpec, Plan>>("pristine:plans", () => new WeakMap())
  let plan = plans.get(spec)
  if (plan === undefined) plans.set(spec, (plan = makePlan(client, spec)))
  return plan
}

/** Media types of readers as `Accept`; without any, every type will do. */
export function acceptOf(readers: readonly BodyReader[]): string {
  const asked = readers.filter((reader) => reader.unasked !== true)
  const types = [...new Set(asked.map((reader) => reader.accept))]
  return types.length === 0 ? "*/*" : types.join(", ")
}

function makePlan(client: Client, spec: OperationSpec): Plan {
  const { pools } = spec.service.spec
  if (spec.pool !== undefined && (pools === undefined || !Object.hasOwn(pools, spec.pool))) {
    throw new PristineError("config", `Pool "${spec.pool}" is not defined`, { operation: spec.id })
  }
  const { framing } = spec as Partial<StreamSpec>
  const policies = client.retry === undefined ? [] : (spec.retry ?? []).map((policy) => client.policy(policy))
  const timeouts = withDefaults(
    mergeTimeouts(spec.timeouts ?? {}, client.options.timeout),
    policies,
    framing !== undefined,
  )
  const method = spec.method.toUpperCase()
  return {
    client,
    spec,
    accept: framing?.accept ?? acceptOf(spec.success.flatMap((entry) => entry.readers)),
    streamed: framing !== undefined,
    timeouts,
    transportTimeouts: transportTimeouts(timeouts, framing !== undefined),
    auth: spec.auth === false ? [] : client.auth(spec.auth ?? "default"),
    policies,
    limit: spec.rateLimit === undefined ? undefined : client.rateLimit(spec.rateLimit),
    pool: spec.pool === undefined ? undefined : pools?.[spec.pool],
    idempotent: idempotentMethods.has(method),
    keyHeader: method === "GET" || method === "HEAD" ? undefined : spec.idempotencyHeader,
    telemetry: spec.telemetry === false ? undefined : client.telemetry,
  }
}

/** Explicit limits over the defaults; a default never undercuts a longer limit that somebody asked for. */
function withDefaults(asked: TimeoutSpec, policies: readonly RetryPolicy[], streamed: boolean): TimeoutSpec {
  const { connectMs, headersMs, idleMs, attemptMs } = defaultTimeouts
  return {
    connectMs,
    idleMs: streamed ? defaultEventMs : idleMs,
    ...(asked.attemptMs === undefined && { headersMs }),
    attemptMs,
    ...(!streamed && !isBounded(policies) && { totalMs: Math.max(defaultTotalMs, asked.attemptMs ?? 0) }),
    ...asked,
  }
}

/** A policy that bounds itself, or that never gives up, is not cut short by a limit that nobody asked for. */
function isBounded(policies: readonly RetryPolicy[]): boolean {
  return policies.some(
    (policy) => policy.maxElapsedMs !== undefined || policy.rules.some((rule) => rule.maxAttempts === Infinity),
  )
}

/** The part of the limits that only a transport can watch. */
export function transportTimeouts({ connectMs, headersMs, idleMs }: TimeoutSpec, streamed: boolean): TransportTimeouts {
  const limits: { connectMs?: number; headersMs?: number; bodyIdleMs?: number } = {}
  if (connectMs !== undefined && connectMs !== Infinity) limits.connectMs = connectMs
  if (headersMs !== undefined && headersMs !== Infinity) limits.headersMs = headersMs
  // Comments that keep a stream's connection warm are no events: the stream counts those itself.
  if (!streamed && idleMs !== undefined && idleMs !== Infinity) limits.bodyIdleMs = idleMs
  return limits
}
