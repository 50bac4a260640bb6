import { PristineError } from "../../errors/pristine-error.ts"
import { closestName } from "../../values/closest-name.ts"
import type { ClientOptions, StreamLimits } from "./client.ts"
import type { Hooks } from "./hooks.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"

/** Every option that there is: one that is missing here, or is none, does not compile. */
const known: Readonly<Record<keyof ClientOptions, true>> = {
  auth: true,
  baseUrl: true,
  circuitBreaker: true,
  circuitBreakers: true,
  clock: true,
  compress: true,
  compression: true,
  env: true,
  headers: true,
  hooks: true,
  maxResponseBytes: true,
  onWarning: true,
  query: true,
  random: true,
  rateLimits: true,
  retry: true,
  retryPolicies: true,
  server: true,
  streamLimits: true,
  telemetry: true,
  timeout: true,
  transport: true,
  userAgent: true,
  validate: true,
  variables: true,
}

type Names<Options> = { readonly [Name in keyof Options]-?: true }

/** Names within options that are objects. */
const knownWithin = {
  timeout: {
    connectMs: true,
    headersMs: true,
    idleMs: true,
    attemptMs: true,
    totalMs: true,
  } satisfies Names<TimeoutSpec>,
  streamLimits: {
    maxLineLength: true,
    maxEventLength: true,
    maxBufferedLength: true,
    maxEvents: true,
    maxUnreadMs: true,
  } satisfies Names<StreamLimits>,
  hooks: { onRequest: true, onResponse: true, onError: true, onRetry: true } satisfies Names<Hooks>,
} as const

/** What an option must be, where a wrong value would only show in a call, as something else. */
const kinds: Readonly<
  Partial<Record<keyof ClientOptions, readonly [what: string, fits: (value: unknown) => boolean]>>
> = {
  auth: [
    "a credential such as `bearer(token)`, a list of them, lists by name, or false",
    (value) => value === false || isObject(value),
  ],
  transport: ["a transport, with a method `send`", (value) => has(value, "send")],
  retry: [
    "a retry engine, a function that makes one, or false",
    (value) => value === false || typeof value === "function" || has(value, "begin"),
  ],
  telemetry: [
    "a telemetry, with a method `emit`, or a list of them",
    (value) => Array.isArray(value) || has(value, "emit"),
  ],
  timeout: ["a number of milliseconds or an object of them", (value) => typeof value === "number" || isObject(value)],
  headers: ["an object of texts", isObject],
  query: ["an object of texts", isObject],
  hooks: ["an object of hooks or a list of them", isObject],
  clock: ["a clock, with a method `schedule`", (value) => has(value, "schedule")],
  validate: [
    '"strict", "tolerant", "warn" or "off"',
    (value) => ["strict", "tolerant", "warn", "off"].includes(value as string),
  ],
  compress: ["a list of content encodings", Array.isArray],
}

/**
 * Checks the options of `createClient`, which JavaScript takes as they are: warns of those that there are not, and refuses
 * values of another kind. Bundles for browsers leave it out unless they are for development: `no-check-options.ts` stands
 * in its place.
 *
 * @throws PristineError with code `config` for a value that is no such thing. It names the option and never the value.
 */
export function checkOptions(given: object, onWarning: (warning: PristineError) => void): void {
  warnOfUnknown(given, known, "", onWarning)
  for (const [name, value] of Object.entries(given)) {
    const [what, fits] = (Object.hasOwn(kinds, name) && kinds[name as keyof ClientOptions]) || []
    if (value !== undefined && fits?.(value) === false)
      throw new PristineError("config", `\`${name}\` of createClient must be ${what}`)
  }
  for (const [name, within] of Object.entries(knownWithin)) {
    const value: unknown = Reflect.get(given, name)
    for (const each of [value].flat()) if (isObject(each)) warnOfUnknown(each, within, `${name}.`, onWarning)
  }
}

function warnOfUnknown(
  given: object,
  names: Readonly<Record<string, true>>,
  prefix: string,
  onWarning: (warning: PristineError) => void,
): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(names, name)) continue
    const meant = closestName(name, Object.keys(names))
    const hint = meant === undefined ? "" : `: did you mean \`${prefix}${meant}\`?`
    onWarning(new PristineError("config", `createClient has no option \`${prefix}${name}\`${hint}`))
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null
}

function has(value: unknown, method: string): boolean {
  return isObject(value) && typeof Reflect.get(value, method) === "function"
}
