import { PristineError } from "../../errors/pristine-error.ts"
import type { Auth } from "../../ports/auth.ts"
import type { RateLimitSpec } from "../../ports/rate-limit.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import { checkBaseUrl } from "./check-base-url.ts"
import type { Client, ClientOptions, CloseOptions } from "./client.ts"
import type { HookRunner } from "./hook-runner.ts"
import type { Observer } from "../call/observer.ts"
import type { Authorisation } from "../request/authorisation.ts"
import type { Closing } from "./closing.ts"
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
  readonly authorisation?: Authorisation
  readonly outcome?: Client["outcome"]
  readonly closing?: Closing
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
  const { closing } = parts
  let { transport } = options
  const dispose = (): Promise<void> | undefined => (options.transport ? undefined : transport?.close?.())
  const close = async (how?: CloseOptions): Promise<void> => {
    if (!closing) throw new PristineError("config", `The default client of ${spec.name} cannot be closed`)
    await closing.close(dispose, how)
  }

  const client: Omit<Client, "options"> = {
    service,
    baseUrl: checkBaseUrl(options.baseUrl ?? spec.baseUrl(env), spec.name),
    get transport() {
      closing?.check()
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
    calls: closing?.calls,
    authorisation: parts.authorisation ?? spec.authorisation,
    outcome: parts.outcome ?? spec.outcome,
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
