import { checkOptions } from "#check-options"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Auth } from "../../ports/auth.ts"
import type { Clock } from "../../ports/clock.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import type { Telemetry } from "../../ports/telemetry.ts"
import { breakerOutcome } from "../call/breaker-outcome.ts"
import { checkPolicy } from "../call/check-policy.ts"
import { anyCredentials } from "../request/any-credentials.ts"
import type { Client, ClientOptions } from "./client.ts"
import { createClosing } from "./closing.ts"
import { guardTelemetry } from "./guard-telemetry.ts"
import { observe } from "./observe.ts"
import { ownEntry } from "./own-entry.ts"
import { ownProperties } from "../operation/own-properties.ts"
import { runHooks } from "./run-hooks.ts"
import type { Service } from "./service.ts"
import type { ServiceSpec } from "./service-spec.ts"
import { mergeTimeouts } from "../call/merge-timeouts.ts"
import { wireClient } from "./wire-client.ts"

/** How long `close` waits for a telemetry to deliver, in milliseconds. */
const flushLimitMs = 5_000

/**
 * Wires one client: options over the manifest over defaults. Links no operation and does no I/O; the transport is made
 * on the first call, the limiters on first use.
 *
 * @throws PristineError with code `config` for a base URL that is missing or unusable, a server or a variable that the
 * manifest does not have, and credentials in place of a list that it does not have; `input` for a timeout out of range.
 */
export function createClient(service: Service, given: ClientOptions = {}): Client {
  const options = Object.freeze(withServer(ownProperties(given), service.spec))
  const { auth, retryPolicies, rateLimits, hooks, clock = service.spec.clock, onWarning = warn } = options
  checkOptions(given, onWarning)
  mergeTimeouts({}, options.timeout, "createClient")
  checkLimits(options)
  if (auth) checkLists(auth, service.spec)
  const telemetry = guardTelemetry(options.telemetry, onWarning)
  return wireClient(service, options, {
    ...(auth !== undefined && { auth: (list: string) => pickAuth(auth, service.spec.auth, list) }),
    ...(retryPolicies !== undefined && { policy: overrides(retryPolicies) }),
    limit: (limit) => ({ ...limit, ...(rateLimits && ownEntry(rateLimits, limit.name)) }),
    ...(hooks !== undefined && { hooks: runHooks([hooks].flat(), onWarning) }),
    observer: telemetry && observe(telemetry, clock),
    authorisation: anyCredentials,
    outcome: breakerOutcome,
    closing: createClosing(service.spec.name, telemetry && (() => flush(telemetry, clock, onWarning))),
  })
}

/** A limit that compares with nothing would be none. */
function checkLimits({ maxResponseBytes, streamLimits }: ClientOptions): void {
  for (const [name, limit] of Object.entries({ maxResponseBytes, ...streamLimits })) {
    if (limit === undefined || (typeof limit === "number" && limit > 0)) continue
    throw new PristineError("config", `\`${name}\` must be a number above 0`)
  }
}

/** The choice of a server as the base URL that it means. */
function withServer(options: ClientOptions, { name, server }: ServiceSpec): ClientOptions {
  if (options.server === undefined && options.variables === undefined) return options
  if (!server) throw new PristineError("config", `The manifest of ${name} has no servers to choose from`)
  if (options.baseUrl !== undefined) throw new PristineError("config", "Give `baseUrl` or `server`, not both")
  return { ...options, baseUrl: server(options) }
}

/** Replaces parts of policies by name; what comes out has passed no build, so it is checked. */
function overrides(given: NonNullable<ClientOptions["retryPolicies"]>): Client["policy"] {
  const merged = new Map<string, RetryPolicy>()
  return (policy) => {
    const over = ownEntry(given, policy.name)
    if (over === undefined) return policy
    let found = merged.get(policy.name)
    if (found === undefined) {
      found = { ...policy, ...over }
      checkPolicy(found)
      merged.set(policy.name, found)
    }
    return found
  }
}

/** Waits for a telemetry, also for one that ignores its signal, no longer than the limit; so long a process stays alive. */
async function flush(telemetry: Telemetry, clock: Clock, onWarning: (warning: PristineError) => void): Promise<void> {
  const limit = new AbortController()
  let cancel = (): void => undefined
  const over = new Promise<void>((resolve) => {
    const end = (): void => {
      limit.abort()
      resolve()
    }
    cancel = clock.schedule(flushLimitMs, end)
  })
  try {
    await Promise.race([telemetry.flush?.(limit.signal), over])
  } finally {
    cancel()
  }
  if (limit.signal.aborted) {
    onWarning(new PristineError("timeout", `A telemetry did not deliver within ${flushLimitMs} milliseconds`))
  }
}

/** Credentials that no operation asks for would leave its requests without any. */
function checkLists(given: Exclude<NonNullable<ClientOptions["auth"]>, false>, { auth, name }: ServiceSpec): void {
  const known = Object.keys(auth)
  const lists = isAuth(given) || isList(given) ? ["default"] : Object.keys(given)
  const unknown = lists.find((list) => !known.includes(list))
  if (known.length === 0 || unknown === undefined) return
  const words = known.map((list) => `\`${list}\``).join(", ")
  const what = `\`auth\` is for the list \`${unknown}\` of credentials, which ${name} does not have`
  throw new PristineError("config", `${what}: give lists by name, of ${words}`)
}

function pickAuth(
  given: NonNullable<ClientOptions["auth"]>,
  declared: Readonly<Record<string, readonly Auth[]>>,
  list: string,
): readonly Auth[] {
  if (given === false) return []
  if (isAuth(given) || isList(given)) {
    if (list === "default") return isList(given) ? given : [given]
  } else if (Object.hasOwn(given, list)) {
    const named = given[list] ?? []
    return isList(named) ? named : [named]
  }
  return ownEntry(declared, list) ?? []
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
