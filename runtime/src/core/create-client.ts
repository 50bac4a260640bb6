import { PristineError } from "../errors/pristine-error.ts"
import type { Auth } from "../ports/auth.ts"
import type { RateLimit, RateLimitSpec } from "../ports/rate-limit.ts"
import type { RetryPolicy } from "../ports/retry.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import type { Transport } from "../ports/transport.ts"
import { checkBaseUrl } from "./base-url.ts"
import type { Client, ClientOptions } from "./client.ts"
import { memoise } from "./memoise.ts"
import { readEnv } from "./read-env.ts"
import { readRuntimeInfo } from "./runtime-info.ts"
import type { Service } from "./service.ts"
import { guardTelemetry } from "./guard-telemetry.ts"
import { mergeTimeouts } from "./timeout-range.ts"

/** How long `close` waits for a telemetry to deliver, in milliseconds. */
const flushLimitMs = 5_000

/**
 * Wires one client: options over the manifest over defaults. Links no operation and does no I/O; the transport is made
 * on the first call, the limiters on first use.
 *
 * @throws PristineError with code `config` for a base URL that is missing or unusable, `input` for a timeout out of range.
 */
export function createClient(service: Service, given: ClientOptions = {}): Client {
  const options = Object.freeze({ ...given })
  const { spec } = service
  const clock = options.clock ?? spec.clock
  const random = options.random ?? Math.random
  const env = options.env ?? readEnv
  mergeTimeouts({}, options.timeout)

  const states = new Map<string, unknown>()
  const state = <State>(key: string, create: () => State): State => {
    if (!states.has(key)) states.set(key, create())
    return states.get(key) as State
  }

  const runtime = memoise(readRuntimeInfo)
  let closing: Promise<void> | undefined
  let transport = options.transport
  const openTransport = (): Transport => {
    if (closing !== undefined) throw new PristineError("config", `The client of ${spec.name} is closed`)
    return (transport ??= spec.transport())
  }

  const limits = new Map<string, RateLimit>()
  const policies = new Map<string, RetryPolicy>()
  const telemetry = guardTelemetry(options.telemetry, options.onWarning ?? warn)

  const close = async (): Promise<void> => {
    if (telemetry?.flush !== undefined) await flush(telemetry)
    if (options.transport === undefined) await transport?.close?.()
  }
  const flush = async (sink: Telemetry): Promise<void> => {
    const limit = new AbortController()
    const cancel = clock.schedule(flushLimitMs, () => limit.abort(), { background: true })
    try {
      await sink.flush?.(limit.signal)
    } finally {
      cancel()
    }
  }

  return Object.freeze<Client>({
    service,
    options,
    baseUrl: checkBaseUrl(options.baseUrl ?? spec.baseUrl(env), spec.name),
    get transport() {
      return openTransport()
    },
    retry: options.retry === false ? undefined : (options.retry ?? spec.retry?.({ clock, random })),
    breaker: options.circuitBreaker,
    telemetry,
    clock,
    random,
    get runtime() {
      return runtime()
    },
    userAgent: options.userAgent ?? `${spec.name}/${spec.version}`,
    env,
    auth: (list) => pickAuth(options.auth, spec.auth, list),
    policy(policy) {
      const over = options.retryPolicies
      if (over === undefined || !Object.hasOwn(over, policy.name)) return policy
      let merged = policies.get(policy.name)
      if (merged === undefined) policies.set(policy.name, (merged = { ...policy, ...over[policy.name] }))
      return merged
    },
    rateLimit(limit) {
      const found = limits.get(limit.name)
      if (found !== undefined) return found
      const made = spec.rateLimit?.(override(limit, options), clock)
      if (made === undefined) throw new PristineError("config", `${spec.name} was built without rate limits`)
      limits.set(limit.name, made)
      return made
    },
    state,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  })
}

function override(limit: RateLimitSpec, { rateLimits }: ClientOptions): RateLimitSpec {
  return rateLimits !== undefined && Object.hasOwn(rateLimits, limit.name)
    ? { ...limit, ...rateLimits[limit.name] }
    : limit
}

function pickAuth(
  given: ClientOptions["auth"],
  declared: Readonly<Record<string, readonly Auth[]>>,
  list: string,
): readonly Auth[] {
  if (given === false) return []
  if (given !== undefined) {
    if (isAuth(given) || isList(given)) {
      if (list === "default") return isList(given) ? given : [given]
    } else if (Object.hasOwn(given, list)) {
      const named = given[list] ?? []
      return isList(named) ? named : [named]
    }
  }
  return Object.hasOwn(declared, list) ? (declared[list] ?? []) : []
}

function isAuth(given: object): given is Auth {
  return "apply" in given && typeof given.apply === "function"
}

function isList(given: object): given is readonly Auth[] {
  return Array.isArray(given)
}

function warn(warning: PristineError): void {
  console.warn(warning.message)
}
