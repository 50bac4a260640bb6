import { PristineError } from "../../errors/pristine-error.ts"
import type { Auth } from "../../ports/auth.ts"
import type { RateLimitSpec } from "../../ports/rate-limit.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import { checkBaseUrl } from "./base-url.ts"
import type { Client, ClientOptions, CloseOptions } from "./client.ts"
import type { HookRunner } from "./hook-runner.ts"
import { openCalls } from "../call/open-calls.ts"
import type { Observer } from "../call/observer.ts"
import { ownProperties } from "../operation/own-properties.ts"
import { readEnv } from "./read-env.ts"
import type { Service } from "./service.ts"

/** What options put in place of a service's own word. A default client has none of it, so it links none of it. */
export interface ClientParts {
  readonly auth?: (list: string) => readonly Auth[]
  readonly policy?: (policy: RetryPolicy) => RetryPolicy
  readonly limit?: (limit: RateLimitSpec) => RateLimitSpec
  readonly observer?: Observer | undefined
  readonly hooks?: HookRunner | undefined
  /** Runs before the transport is closed. */
  readonly flush?: (() => Promise<void>) | undefined
}

/** Wires a client to a service. Does no I/O: the transport is made on the first call, the limiters on first use. */
export function wireClient(
  service: Service,
  options: ClientOptions = ownProperties({}),
  given: ClientParts = {},
): Client {
  const { spec } = service
  const parts = ownProperties(given)
  const { clock = spec.clock, random = Math.random, env = readEnv, retry = spec.retry } = options
  const limit: NonNullable<ClientParts["limit"]> = parts.limit ?? ((named) => named)
  const kept = new Map<string, unknown>()
  const state = <State>(key: string, create: () => State): State => {
    if (!kept.has(key)) kept.set(key, create())
    return kept.get(key) as State
  }
  let closing: Promise<void> | undefined
  let { transport } = options
  const shut = async (drain: boolean): Promise<void> => {
    const calls = openCalls({ state })
    for (const call of calls) {
      const { maybeExecuted } = call
      // Each call has its own: the facts of one are not those of another.
      const reason = new PristineError("aborted", `The client of ${spec.name} was closed`, { maybeExecuted })
      if (drain) call.close(reason)
      else call.end(reason)
    }
    // What the last of them tells telemetries is delivered, too.
    await calls.ended()
    try {
      await parts.flush?.()
    } finally {
      if (!options.transport) await transport?.close?.()
    }
  }
  const close = ({ drain = true }: CloseOptions = {}): Promise<void> => (closing ??= shut(drain))

  const client: Omit<Client, "options"> = {
    service,
    baseUrl: checkBaseUrl(options.baseUrl ?? spec.baseUrl(env), spec.name),
    get transport() {
      if (closing) throw new PristineError("config", `The client of ${spec.name} is closed`)
      return (transport ??= spec.transport())
    },
    retry: typeof retry === "function" ? retry({ clock, random }) : retry || undefined,
    observer: parts.observer,
    hooks: parts.hooks,
    clock,
    random,
    env,
    auth: parts.auth ?? ((list) => (Object.hasOwn(spec.auth, list) ? (spec.auth[list] ?? []) : [])),
    policy: parts.policy ?? ((policy) => policy),
    rateLimit: (given) => state(`pristine:limit:${given.name}`, () => makeLimit(given)),
    state,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
  // Headers and query of the options may hold secrets, and somebody prints a client.
  return Object.freeze(Object.defineProperty(client, "options", { value: options })) as Client

  function makeLimit(given: RateLimitSpec): ReturnType<Client["rateLimit"]> {
    const made = spec.rateLimit?.(limit(given), clock)
    if (made) return made
    throw new PristineError("config", `${spec.name} was built without rate limits`)
  }
}
