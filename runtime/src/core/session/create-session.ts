import { PristineError } from "../../errors/pristine-error.ts"
import { toError } from "../../errors/to-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { SessionPort } from "../../ports/session.ts"
import { repeatInBackground } from "../../timing/repeat.ts"
import { Lifetime } from "../call/lifetime.ts"

/** As long as a client waits for its telemetry. */
const defaultCloseMs = 5000

export interface SessionOptions {
  readonly clock: Clock
  /** From the end of one heartbeat to the start of the next, and from creation to the first, in milliseconds. */
  readonly intervalMs: number
  /** Limit of one heartbeat. Default: `intervalMs`. */
  readonly heartbeatTimeoutMs?: number
  /** How long `close` waits for the service, in milliseconds. Default 5,000. */
  readonly closeTimeoutMs?: number
  /** Warn on every failed heartbeat once none has succeeded for so long, in milliseconds. */
  readonly warnAfterMs?: number
  /** `silentMs`: how long the last success is ago. Must not throw. */
  readonly onWarning?: (silentMs: number, error: Error) => void
  /** Aborts the creation. */
  readonly signal?: AbortSignal
}

/** A server-side session that is kept alive until it is closed. */
export interface Session<State> {
  readonly state: State
  /**
   * Stops the heartbeat, the one under way included, then tells the service if the port can. Calling it twice does nothing.
   * Rejects with what the port's `close` rejects with, and with the code `timeout` after `closeTimeoutMs`.
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Creates a session and keeps it alive with heartbeats on the clock. They are background work: they never keep a process
 * alive, and a failed one is reported, not thrown, for the next may succeed.
 */
export async function createSession<State>(port: SessionPort<State>, options: SessionOptions): Promise<Session<State>> {
  const { clock, intervalMs, warnAfterMs = Infinity, onWarning } = options
  const creation = new Lifetime(clock, options.signal, Infinity)
  let state: State
  try {
    state = await creation.race(port.create(creation.signal))
  } finally {
    creation.dispose()
  }

  const lifetime = new Lifetime(clock, undefined, Infinity, undefined, true)
  let succeededAt = clock.now()
  const stop = repeatInBackground(clock, intervalMs, async () => {
    lifetime.limit(options.heartbeatTimeoutMs ?? intervalMs, "attempt")
    try {
      await lifetime.race(port.heartbeat(state, lifetime.signal))
      succeededAt = clock.now()
    } catch (thrown) {
      const silentMs = clock.now() - succeededAt
      if (lifetime.over === undefined && silentMs > warnAfterMs) onWarning?.(silentMs, toError(thrown))
    }
    lifetime.leave()
    return intervalMs
  })

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    stop()
    lifetime.end(new PristineError("aborted", "The session was closed"))
    if (port.close === undefined) return
    const ending = new Lifetime(clock, undefined, options.closeTimeoutMs ?? defaultCloseMs)
    ending.limit(Infinity, "total")
    try {
      await ending.race(port.close(state, ending.signal))
    } finally {
      ending.dispose()
    }
  }
  return {
    state,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  }
}
