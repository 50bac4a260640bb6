import type { ClientFlags } from "./client-flags.ts"
import type { ServiceClock } from "./clock.ts"
import type { FaultRule } from "./faults/fault-rule.ts"
import type { Exchange } from "./http/exchange.ts"
import type { Reply } from "./http/reply.ts"
import type { OfferedModel } from "./model/model-catalogue.ts"
import type { TelemetryBatch } from "./telemetry-batch.ts"

/** Options of `startLocalService`. */
export interface LocalServiceOptions {
  /**
   * TCP port; 0 takes a free one.
   *
   * @default 0
   */
  readonly port?: number
  /**
   * Address to listen on. The service has no accounts: any well-formed key is let in, so leave it on the loopback.
   *
   * @default "127.0.0.1"
   */
  readonly host?: string
  /**
   * Origins of web pages that may use the service, such as `"http://localhost:5173"`; `"*"` lets every page. Whoever
   * opens a page of such an origin lets it use the service.
   *
   * @default [], no page
   */
  readonly cors?: string | readonly string[]
  /**
   * Makes session ids, adapters without a seed of their own and samples without a seed repeatable from start to start.
   *
   * @default a random one
   */
  readonly seed?: number
  /**
   * Time of day in milliseconds since 1970 for timestamps, expiries and usage, instead of the clock's.
   *
   * @default clock.wallTime
   */
  readonly now?: () => number
  /**
   * Milliseconds for which `retrieve_future` holds a request whose result is not there yet, before it answers
   * "try again". Official clients give up after 45,000.
   *
   * @default 20000
   */
  readonly longPollMs?: number
  /**
   * Status of the "try again" answer: 408 and 200 are both in the protocol.
   *
   * @default 408
   */
  readonly tryAgainStatus?: 200 | 408
  /**
   * Bytes of a result from which a client that allows it is told the size first.
   *
   * @default 1048576
   */
  readonly metadataOnlyBytes?: number
  /**
   * Milliseconds for which results can be retrieved.
   *
   * @default 3600000
   */
  readonly resultLifetimeMs?: number
  /**
   * Time and timers of long polls and expiries.
   *
   * @default the platform's
   */
  readonly clock?: ServiceClock
  /**
   * Folder that keeps checkpoints, and from which they are read at start. Without one they live in memory.
   *
   * @default none
   */
  readonly directory?: string
  /**
   * Folder that keeps everything a client goes on with after a restart: sessions, models with their optimizers, samplers,
   * operations and results, and (in its `checkpoints`, unless `directory` names another place) checkpoints. Each file is
   * written in one step. One service at a time may use it, which a lock in it sees to. Usage, audit log and traces are not kept.
   *
   * @default none
   */
  readonly state?: string
  /**
   * Base models on offer, by name or with their settings.
   *
   * @default "local/tiny-bytes", "Qwen/Qwen3-8B", "meta-llama/Llama-3.2-1B", "meta-llama/Llama-3.1-8B"
   */
  readonly models?: readonly (string | OfferedModel)[]
  /**
   * Flags for clients, for example `{ pjwt_auth_enabled: true }`.
   *
   * @default {}
   */
  readonly flags?: ClientFlags
  /**
   * Seconds between two looks at the dynamic configuration, as it tells clients.
   *
   * @default 300
   */
  readonly refreshIntervalSeconds?: number
  /**
   * Seconds for which a web token is good.
   *
   * @default 3600
   */
  readonly tokenLifetimeSeconds?: number
  /**
   * How the link to a checkpoint's archive is told: by a redirect, or as `{ url, expires }`. Both are in the protocol.
   *
   * @default "redirect"
   */
  readonly archiveAnswer?: "redirect" | "json"
  /**
   * Is handed each batch of telemetry that clients deliver. The service itself keeps none.
   *
   * @default none
   */
  readonly onTelemetry?: (batch: TelemetryBatch) => void
  /**
   * Sees every request before the service and may answer in its place: how a test plays outages, rate limits and
   * billing stops.
   *
   * @default none
   */
  readonly intercept?: (exchange: Exchange) => Reply | undefined | Promise<Reply | undefined>
  /**
   * What goes wrong, as rules or in the short form of the command: `["503:0.1", "late-reset:0.05@optim_step"]`. Every rule
   * that meets a request applies, the first one outermost.
   *
   * @default []
   */
  readonly faults?: readonly (string | FaultRule)[]
  /**
   * Decides which requests the faults meet.
   *
   * @default seed
   */
  readonly faultSeed?: number
}

/** The options that endpoints look at, with their defaults in place. */
export interface ServiceSettings {
  readonly seed: number
  readonly longPollMs: number
  readonly tryAgainStatus: 200 | 408
  readonly metadataOnlyBytes: number
  readonly flags: ClientFlags
  readonly refreshIntervalSeconds: number
  readonly archiveAnswer: "redirect" | "json"
  readonly onTelemetry: ((batch: TelemetryBatch) => void) | undefined
}
