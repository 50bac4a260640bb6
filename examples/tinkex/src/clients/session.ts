import api from "#tinker.pristine.json"
import {
  createSession,
  isPristineError,
  repeatInBackground,
  withoutUndefined,
  type CallOptions,
  type Client,
} from "pristine-runtime"
import type { Connection } from "./connection.ts"
import type { Config } from "../config/resolve-config.ts"
import type { Log } from "../logging/log.ts"
import type { QueueState } from "./queue-watch.ts"
import type { SessionNumbers } from "./session-numbers.ts"
import type { TokenizerCache } from "../tokenizers/tokenizer-cache.ts"

/** Milliseconds between two heartbeats. */
const heartbeatMs = 10_000

/** Milliseconds without a successful heartbeat after which a person is told. */
const warnAfterMs = 120_000

/** Seconds between two readings of the dynamic configuration, at least. */
const leastRefreshSeconds = 10

/** What a service client lends to its session, and has before one is open. */
export interface SessionTools {
  readonly log: Log
  readonly numbers: SessionNumbers
  readonly tokenizers: TokenizerCache
  readonly observeQueue: ((state: QueueState) => void) | undefined
}

/** A session of the service: what its training and sampling clients share. */
export interface TinkerSession
  extends AsyncDisposable, SessionTools, Pick<Connection, "client" | "flags" | "telemetry" | "actAs"> {
  readonly id: string
  /** Options of a call that belongs to the session. */
  call(signal?: AbortSignal): CallOptions
}

/**
 * Opens a session and keeps it alive until it is disposed of.
 *
 * @param signal Gives the opening up.
 */
export async function openSession(
  connection: Connection,
  config: Config,
  tools: SessionTools,
  signal: AbortSignal,
): Promise<TinkerSession> {
  const { client, flags, refreshSeconds, telemetry, actAs } = connection
  const { log } = tools
  const { projectId, tags, userMetadata } = config
  const stopRefreshing = refreshConfig(client, refreshSeconds, log)
  const input = withoutUndefined({ tags: [...tags], user_metadata: userMetadata, project_id: projectId })
  try {
    const session = await createSession(
      {
        create: async (signal) => {
          const created = await api.sessions.create(input, { client, signal })
          if (created.info_message) log.info(created.info_message)
          if (created.warning_message) log.warn(created.warning_message)
          if (created.error_message) log.error(created.error_message)
          return created.session_id
        },
        heartbeat: (session_id, signal) => api.sessions.heartbeat({ session_id }, { client, signal }),
      },
      {
        clock: client.clock,
        signal,
        intervalMs: heartbeatMs,
        warnAfterMs,
        onWarning: (silentMs) => log.warn(`Session heartbeat failed for ${Math.round(silentMs / 1000)} seconds`),
      },
    )
    telemetry?.begin(session.state)
    return {
      ...tools,
      id: session.state,
      client,
      flags,
      telemetry,
      actAs,
      call: (signal) => ({ client, ...(signal && { signal }) }),
      [Symbol.asyncDispose]: async () => {
        stopRefreshing()
        await session.close()
      },
    }
  } catch (error) {
    stopRefreshing()
    throw error
  }
}

/** Reads the configuration again and again, once each time; a failure is told and keeps what was last read. */
function refreshConfig(client: Client, firstSeconds: number, log: Log): () => void {
  const delayOf = (seconds: number): number => Math.max(seconds, leastRefreshSeconds) * 1000
  let delayMs = delayOf(firstSeconds)
  return repeatInBackground(client.clock, delayMs, async (signal) => {
    try {
      const read = await api.service.dynamicConfig({}, { client, signal, retry: false })
      delayMs = delayOf(read.refresh_interval_sec)
    } catch (error) {
      // Nobody vouches for the text of another error.
      const reason = isPristineError(error) ? error.message : "unexpected error"
      if (!signal.aborted) log.info(`Reading the dynamic configuration again failed: ${reason}`)
    }
    return delayMs
  })
}
