import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { readStream } from "../../values/read-stream.ts"
import type { SizedStream, TransportBody } from "../../ports/transport.ts"

/**
 * A body that a caller streams, so that what its source throws is told from a connection that breaks: it fails the call
 * with code `input`, and the source's own error is the cause. Other bodies are what they are.
 */
export function callerBody(body: TransportBody): TransportBody {
  const isStream = typeof body === "object" && (Symbol.asyncIterator in body || "getReader" in body)
  if (!isStream) return body
  const source = body as SizedStream | ReadableStream<Uint8Array>
  const stream = { [Symbol.asyncIterator]: () => chunksOf(source) }
  return "byteLength" in source ? { ...stream, byteLength: source.byteLength } : stream
}

async function* chunksOf(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (Symbol.asyncIterator in source) yield* source
    else yield* readStream(source)
  } catch (cause) {
    if (isPristineError(cause)) throw cause
    const facts = { phase: "headers", maybeExecuted: true, retryable: false, cause } as const
    throw new PristineError("input", "The request body cannot be read", facts)
  }
}
