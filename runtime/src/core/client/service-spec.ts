import type { Auth } from "../../ports/auth.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Random } from "../../ports/random.ts"
import type { RateLimit, RateLimitSpec } from "../../ports/rate-limit.ts"
import type { Retry } from "../../ports/retry.ts"
import type { Transport } from "../../ports/transport.ts"
import type { Validate } from "../response/validate.ts"
import type { Authorisation } from "../request/authorisation.ts"
import type { Client } from "./client.ts"
import type { Provider } from "./provider.ts"
import type { ServerChoice } from "./server-urls.ts"

/** What a manifest says about the service as a whole. Generated code passes it, lazily, to `defineService`. */
export interface ServiceSpec {
  readonly name: string
  readonly version: string
  /** Read when a client is made: an environment variable may decide. Ends with or without `/`; a path prefix is kept. */
  readonly baseUrl: (env: (name: string) => string | undefined) => string | undefined
  /** Makes the base URL of a server of the manifest; absent when it names none. Made by `serverUrls`. */
  readonly server?: (choice: ServerChoice) => string
  /** Named lists of credentials; all of a list apply. */
  readonly auth: Readonly<Record<string, readonly Auth[]>>
  /** How its credentials come onto requests; absent when the manifest has none. */
  readonly authorisation?: Authorisation
  /** What an attempt tells its breaker; absent when the manifest has no breakers. */
  readonly outcome?: Client["outcome"]
  /** Used by a client that was given none. */
  readonly clock: Clock
  /** Made on a client's first call when it was given none. */
  readonly transport: () => Transport
  /** Absent when the build removed retries. */
  readonly retry?: (environment: RetryEnvironment) => Retry
  /** Checks values against the schemas of operations; absent when the build removed them. */
  readonly validate?: Validate
  /** Makes the limiter of a named limit; absent when the manifest has no limits. */
  readonly rateLimit?: (limit: RateLimitSpec, clock: Clock) => RateLimit
  /** Limits that no operation names but code does, such as a classifier's `hold`. */
  readonly rateLimits?: Readonly<Record<string, RateLimitSpec>>
  /** What the service says in its own words; absent when the manifest says nothing of it. */
  readonly provider?: Provider
  /** `false`: a call without a client is an error. Default true. */
  readonly defaultClient?: boolean
}

/** What a client lends its retry engine. */
export interface RetryEnvironment {
  readonly clock: Clock
  readonly random: Random
}
