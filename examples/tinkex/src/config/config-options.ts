import type { ClientOptions } from "pristine-runtime"
import type { LogLevel } from "../logging/log.ts"

/**
 * How the SDK behaves. What is absent is read from the environment, and where nothing stands there, the default holds.
 * docs/configuration.md lists every option with its variable.
 */
export interface ConfigOptions {
  /** Starts with `tml-`, or is a web token (`eyJ…`). `TINKER_API_KEY`; needed unless there is a `credentialCommand`. */
  readonly apiKey?: string
  /** A shell command that prints a credential. `TINKER_CREDENTIAL_CMD`. */
  readonly credentialCommand?: string
  /** Address of the service; a path prefix is kept. `TINKER_BASE_URL`. Default: Tinker's own. */
  readonly baseUrl?: string
  /** Project that sessions belong to. `TINKER_PROJECT_ID`. */
  readonly projectId?: string
  /** Words that sessions are found by, each once. `TINKER_TAGS`, comma-separated. */
  readonly tags?: readonly string[]
  /** Told to the service with every session. */
  readonly userMetadata?: Readonly<Record<string, unknown>>
  /** Milliseconds of one attempt, or each phase. Default 60,000, of which 5,000 to connect; some operations have their own. */
  readonly timeout?: NonNullable<ClientOptions["timeout"]>
  /** Further attempts of one request (policy `http`); whole calls are repeated beyond that (policy `call`). Default 10. */
  readonly maxRetries?: number
  /** Waits after a poll that failed with 408 or 5xx: 1 s, doubled up to 30 s. Default false: 0.1 s. `TINKEX_POLL_BACKOFF`. */
  readonly pollBackoff?: boolean
  /** Sent with every request; `null` removes one. `TINKEX_DEFAULT_HEADERS`, a JSON object. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** Query parameters of every request. `TINKEX_DEFAULT_QUERY`, a JSON object. */
  readonly query?: Readonly<Record<string, string | null>>
  /** Both go to Cloudflare Access in front of the service. `CLOUDFLARE_ACCESS_CLIENT_ID`. */
  readonly cfAccessClientId?: string
  /** `CLOUDFLARE_ACCESS_CLIENT_SECRET`. */
  readonly cfAccessClientSecret?: string
  /**
   * URL of a proxy, which may hold user and password; `false`: none. Node only. `TINKEX_PROXY`. Default: `HTTPS_PROXY`,
   * `HTTP_PROXY` and `NO_PROXY` as usual.
   */
  readonly proxy?: string | false
  /** Sent to the proxy alone. `TINKEX_PROXY_HEADERS`, a JSON object or an array of pairs. */
  readonly proxyHeaders?: Readonly<Record<string, string>>
  /** Tells the service about failures of this SDK; see docs/telemetry.md. Default true. `TINKER_TELEMETRY`. */
  readonly sendTelemetry?: boolean
  /** Least level that is logged. Default `warn` on the console, everything in a `log` of your own. `TINKER_LOG`. */
  readonly logLevel?: LogLevel
  /** Logs every request and answer at level `info`, without bodies and secrets. Default false. `TINKEX_DUMP_HEADERS`. */
  readonly logRequests?: boolean
}
