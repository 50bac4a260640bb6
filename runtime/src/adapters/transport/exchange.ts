import type { Clock } from "../../ports/clock.ts"
import type { TransportRequest } from "../../ports/transport.ts"
import { timeoutError, toTransportError, type TransportPhase } from "./transport-error.ts"

/**
 * One request and its answer: what may end it early. A platform listens to `signal` only, so that a caller's signal
 * carries exactly one listener, and only until `end`.
 */
export interface Exchange {
  readonly signal: AbortSignal
  /** The headers are there: their limit no longer runs. */
  answered(): void
  /** Waits for one chunk of the body, no longer than the idle limit. */
  chunk(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>>
  /** Ends the exchange on the wire. */
  abort(reason: unknown): void
  /** What to reject with for an error of the platform. */
  failure(error: unknown): unknown
  /** Lets go of the caller's signal and of every timer; calling it twice does nothing. */
  end(): void
}

/** Begins an exchange. Throws the reason of a signal that is aborted already. */
export function openExchange(request: TransportRequest, clock: Clock): Exchange {
  const { signal: caller, timeouts } = request
  caller.throwIfAborted()
  const controller = new AbortController()
  let phase: TransportPhase = "headers"

  const abort = (reason: unknown): void => controller.abort(reason)
  const onAbort = (): void => abort(caller.reason)
  const limit = (limitMs: number | undefined, of: TransportPhase): (() => void) | undefined =>
    limitMs === undefined ? undefined : clock.schedule(limitMs, () => abort(timeoutError(of)))
  caller.addEventListener("abort", onAbort)
  let cancelLimit = limit(timeouts.headersMs, "headers")

  const failure = (error: unknown): unknown =>
    controller.signal.aborted ? controller.signal.reason : toTransportError(error, phase)

  return {
    signal: controller.signal,
    answered() {
      phase = "body"
      cancelLimit?.()
    },
    async chunk(chunks) {
      controller.signal.throwIfAborted()
      cancelLimit = limit(timeouts.bodyIdleMs, "body")
      try {
        return await chunks.next()
      } catch (error) {
        throw failure(error)
      } finally {
        cancelLimit?.()
      }
    },
    abort,
    failure,
    end() {
      caller.removeEventListener("abort", onAbort)
      cancelLimit?.()
    },
  }
}
