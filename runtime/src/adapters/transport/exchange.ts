import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { TransportRequest, TransportResponseBody } from "../../ports/transport.ts"
import { sent, timeoutError, toTransportError, type TransportPhase } from "./transport-error.ts"

/**
 * One request and its answer: what may end it early. A platform listens to `signal` only, so that a caller's signal
 * carries exactly one listener, and only until the exchange ends.
 */
export interface Exchange {
  readonly signal: AbortSignal
  /**
   * The headers are there: gives the body over a platform's chunks. It can be read once; reading it to the end, leaving
   * the loop, failing and cancelling all end the exchange, and all but the first close the connection.
   *
   * @param open Starts the reading; `undefined` where there is no body.
   */
  body(open: (() => AsyncIterator<Uint8Array>) | undefined): TransportResponseBody
  /** Ends the exchange after an error of the platform; returns what to reject with. */
  fail(error: unknown): unknown
}

type Chunk = IteratorResult<Uint8Array, undefined>

const ended: Chunk = { done: true, value: undefined }

/** Begins an exchange. Throws the reason of a signal that is aborted already. */
export function openExchange({ signal: caller, timeouts }: TransportRequest, clock: Clock): Exchange {
  caller.throwIfAborted()
  const controller = new AbortController()
  const { signal } = controller
  let phase: TransportPhase = "headers"
  let cancelLimit: (() => void) | undefined

  const abort = (reason: unknown): void => controller.abort(reason)
  const onAbort = (): void => abort(caller.reason)
  const limit = (limitMs: number | undefined): void => {
    if (limitMs) cancelLimit = clock.schedule(limitMs, () => abort(timeoutError(phase)))
  }
  const end = (): void => {
    caller.removeEventListener("abort", onAbort)
    cancelLimit?.()
  }
  const fail = (error: unknown): unknown => {
    end()
    return signal.aborted ? signal.reason : toTransportError(error, phase)
  }
  caller.addEventListener("abort", onAbort)
  limit(timeouts.headersMs)

  return {
    signal,
    fail,
    body(open) {
      phase = "body"
      cancelLimit?.()
      let state = ""
      let chunks: AsyncIterator<Uint8Array> | undefined
      if (!open) end()

      const begin = (): void => {
        if (state) throw new PristineError("stream", `The response body was ${state} before`)
        state = "read"
        chunks = open?.()
      }
      const next = async (): Promise<Chunk> => {
        if (!chunks) return ended
        try {
          signal.throwIfAborted()
          limit(timeouts.bodyIdleMs)
          const result = (await chunks.next()) as Chunk
          cancelLimit?.()
          if (result.done) end()
          return result
        } catch (error) {
          const failure = fail(error)
          abort(failure)
          throw failure
        }
      }
      const cancel = (): Promise<void> => {
        state ||= "cancelled"
        // After the end nothing listens any more.
        abort(new PristineError("aborted", "The response body was cancelled"))
        end()
        return Promise.resolve()
      }
      const bytes = async (maxBytes = Infinity): Promise<Uint8Array> => {
        begin()
        const parts: Uint8Array[] = []
        let length = 0
        for (;;) {
          const { done, value } = await next()
          if (done) return concat(parts, length)
          parts.push(value)
          length += value.byteLength
          if (length > maxBytes) {
            void cancel()
            throw new PristineError("limit", `The response body is longer than ${maxBytes} bytes`, sent(phase))
          }
        }
      }

      return {
        bytes,
        cancel,
        text: async (maxBytes) => new TextDecoder().decode(await bytes(maxBytes)),
        stream: () => ({
          [Symbol.asyncIterator]() {
            begin()
            return {
              next,
              return() {
                chunks = undefined
                return cancel().then(() => ended)
              },
            }
          },
        }),
      }
    },
  }
}

function concat(parts: Uint8Array[], length: number): Uint8Array {
  // Most bodies are one chunk.
  if (parts.length === 1) return parts[0] as Uint8Array
  const whole = new Uint8Array(length)
  for (const part of parts.reverse()) whole.set(part, (length -= part.byteLength))
  return whole
}
