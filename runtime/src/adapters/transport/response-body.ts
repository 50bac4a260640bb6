import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportResponseBody } from "../../ports/transport.ts"
import type { Exchange } from "./exchange.ts"

/**
 * The body of an answer over a platform's chunks. It can be read once; reading it to the end, leaving the loop,
 * failing and cancelling all end the exchange, and all but the first close the connection.
 *
 * @param open Starts the reading; `undefined` where there is no body.
 */
export function createResponseBody(
  exchange: Exchange,
  open: (() => AsyncIterator<Uint8Array>) | undefined,
): TransportResponseBody {
  let state: "unread" | "read" | "cancelled" = "unread"
  if (open === undefined) exchange.end()

  const begin = (): AsyncIterator<Uint8Array> | undefined => {
    if (state !== "unread") throw new PristineError("stream", `The response body was ${state} before`)
    state = "read"
    return open?.()
  }
  const finish = (ended: boolean): void => {
    if (!ended) exchange.abort(cancelled())
    exchange.end()
  }

  async function* stream(): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = begin()
    if (chunks === undefined) return
    let ended = false
    try {
      for (;;) {
        const next = await exchange.chunk(chunks)
        if (next.done === true) break
        yield next.value
      }
      ended = true
    } finally {
      finish(ended)
    }
  }

  // Not over `stream()`: most bodies are one chunk, and a generator costs more than reading it.
  const bytes = async (maxBytes = Infinity): Promise<Uint8Array> => {
    const chunks = begin()
    const parts: Uint8Array[] = []
    let length = 0
    if (chunks === undefined) return concat(parts, length)
    let ended = false
    try {
      for (;;) {
        const next = await exchange.chunk(chunks)
        if (next.done === true) break
        parts.push(next.value)
        length += next.value.byteLength
        if (length > maxBytes) {
          const message = `The response body is longer than ${maxBytes} bytes`
          throw new PristineError("limit", message, { maybeExecuted: true, phase: "body" })
        }
      }
      ended = true
    } finally {
      finish(ended)
    }
    return concat(parts, length)
  }

  return {
    bytes,
    text: async (maxBytes) => new TextDecoder().decode(await bytes(maxBytes)),
    stream,
    cancel() {
      if (state === "unread") state = "cancelled"
      // After the end nothing listens any more.
      exchange.abort(cancelled())
      exchange.end()
      return Promise.resolve()
    },
  }
}

function cancelled(): PristineError {
  return new PristineError("aborted", "The response body was cancelled")
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0]
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
