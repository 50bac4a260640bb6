import type { PristineError } from "../../errors/pristine-error.ts"
import type { Auth } from "../../ports/auth.ts"
import type { BreakerOutcome, BreakerSpec, CircuitBreaker } from "../../ports/circuit-breaker.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Compression } from "../../ports/compression.ts"
import type { FramingLimits } from "../../ports/framing.ts"
import type { Random } from "../../ports/random.ts"
import type { RateLimit, RateLimitSpec } from "../../ports/rate-limit.ts"
import type { Retry, RetryPolicy } from "../../ports/retry.ts"
import type { Telemetry } from "../../ports/telemetry.ts"
import type { Transport } from "../../ports/transport.ts"
import type { ValidateMode } from "./call-options.ts"
import type { HookRunner } from "./hook-runner.ts"
import type { Hooks } from "./hooks.ts"
import type { Observer } from "../call/observer.ts"
import type { OpenCalls } from "../call/open-calls.ts"
import type { Authorisation } from "../request/authorisation.ts"
import type { Service } from "./service.ts"
import type { RetryEnvironment } from "./service-spec.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"

/** Options of the generated `createClient`. All optional: the manifest and the environment fill in the rest. */
export interface ClientOptions {
  /** Overrides the manifest's. A path prefix is kept: paths are appended, never resolved. */
  readonly baseUrl?: string
  /** One of the manifest's `servers`, by name. Default: the first, or its `base_url`. Not beside `baseUrl`. */
  readonly server?: string
  /** Values of that server's variables, over their defaults. */
  readonly variables?: Readonly<Record<string, string | undefined>>
  /** One credential or a list in place of the manifest's default list, or lists by name; `false`: none. */
  readonly auth?: Auth | readonly Auth[] | Readonly<Record<string, Auth | readonly Auth[]>> | false
  readonly transport?: Transport
  /** Sent with every request, over the manifest's. `null` removes one. */
  readonly headers?: Readonly<Record<string, string | null>>
  readonly query?: Readonly<Record<string, string | null>>
  /** Milliseconds of one attempt, or each phase. Overrides the manifest's defaults, not a call's. */
  readonly timeout?: number | TimeoutSpec
  /**
   * In place of the built-in engine and its budget; a function makes it for this client. `false` turns every retry off.
   *
   * @example createClient({ retry: defaultRetry }) // without a budget
   */
  readonly retry?: Retry | ((environment: RetryEnvironment) => Retry) | false
  /** Replaces parts of the manifest's policies by name. */
  readonly retryPolicies?: Readonly<Record<string, Partial<Omit<RetryPolicy, "name">>>>
  /** Replaces parts of the manifest's rate limits by name. */
  readonly rateLimits?: Readonly<Record<string, Partial<Omit<RateLimitSpec, "name">>>>
  /** For every attempt, in place of the manifest's breakers; `false`: none. */
  readonly circuitBreaker?: CircuitBreaker | false
  /** Replaces parts of the manifest's circuit breakers by name. */
  readonly circuitBreakers?: Readonly<Record<string, Partial<Omit<BreakerSpec, "name">>>>
  readonly telemetry?: Telemetry | readonly Telemetry[]
  /** Code of the application around the calls: what to sign, to log, to watch. One or a list, run in its order. */
  readonly hooks?: Hooks | readonly Hooks[]
  readonly validate?: ValidateMode
  /**
   * Told what does not stop a call: a value that fails its type under `validate: "warn"`, a telemetry that threw or
   * did not deliver.
   * Default: the message goes to `console.warn`. Must not throw.
   */
  readonly onWarning?: (warning: PristineError) => void
  /** Content encodings for request bodies, where operation and platform can. */
  readonly compress?: readonly string[]
  /** Makes those encodings. Default: `platformCompression`, what this platform has. */
  readonly compression?: Compression
  readonly userAgent?: string
  readonly clock?: Clock
  readonly random?: Random
  /** Reads an environment variable. Default: `process.env` where there is a process. */
  readonly env?: (name: string) => string | undefined
  /** Largest decoded response body in bytes. Default 64 MiB. */
  readonly maxResponseBytes?: number
  /** Limits of streams. Default: lines and events of `maxResponseBytes` characters, any number of events, read within 30 s. */
  readonly streamLimits?: StreamLimits
}

/** Limits of every stream of a client. */
export interface StreamLimits extends Partial<FramingLimits> {
  /** Most events of one stream. Default: any number. */
  readonly maxEvents?: number
  /**
   * How long a stream may wait for somebody to begin to read it, in milliseconds; then it fails with code `timeout` and
   * gives back its connection. Default 30,000; `Infinity`: for ever.
   */
  readonly maxUnreadMs?: number
}

export interface CloseOptions {
  /** `false` ends requests on the wire, too. Default: they end first, and are not tried again. */
  readonly drain?: boolean
}

/**
 * The wired adapters of one client. Immutable; two clients never share a limiter, a breaker or a queue unless they were
 * given the same one.
 */
export interface Client {
  readonly service: Service
  readonly options: ClientOptions
  readonly baseUrl: string
  readonly transport: Transport
  readonly retry: Retry | undefined
  /** Absent where there is no telemetry. */
  readonly observer: Observer | undefined
  /** Absent where there are no hooks. */
  readonly hooks: HookRunner | undefined
  readonly clock: Clock
  readonly random: Random
  readonly env: (name: string) => string | undefined
  auth(list: string): readonly Auth[]
  /** A policy of the manifest, or what the options put in its place. */
  policy(policy: RetryPolicy): RetryPolicy
  /** The limiter of a named limit, made on first use. */
  rateLimit(spec: RateLimitSpec): RateLimit
  /** What is under way; absent where the client cannot be closed. */
  readonly calls: OpenCalls | undefined
  /** Absent where the service wants no credentials. */
  readonly authorisation: Authorisation | undefined
  /** What an attempt says of the service's health; absent where nothing can have a breaker. */
  readonly outcome: ((result: unknown, failure: unknown) => BreakerOutcome) | undefined
  /** State that an extension keeps for this client, made on first use. */
  state<State>(key: string, create: () => State): State
  /**
   * Ends calls and futures that wait (for admission, a next attempt, a next poll) with code `aborted`, has telemetry deliver
   * what it holds back, and closes the transport that the client made itself. Later calls fail with code `config`. The first
   * call of it decides.
   */
  close(options?: CloseOptions): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
