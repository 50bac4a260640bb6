import type { Transport, TransportBody } from "pristine-runtime"

const mostBytes = 16_000_000

/**
 * `fetch` over a transport, for a library that takes one: with the transport's connections and proxies, and given up by one
 * signal. Redirects are answers, and answers are short. Blobs are sent piece by piece with their length: some are files that
 * never are in memory.
 */
export function transportFetch(transport: Transport, signal: AbortSignal): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const { body: content } = init
    const { status, headers, body } = await transport.send({
      method: init.method ?? "GET",
      url,
      headers: [...new Headers(init.headers)],
      body: toBody(content),
      signal,
      // How long an upload takes depends on its size.
      timeouts: { connectMs: 10_000, bodyIdleMs: 60_000, ...(!(content instanceof Blob) && { headersMs: 60_000 }) },
    })
    const answered = await body.bytes(mostBytes)
    const isEmpty = [204, 205, 304].includes(status)
    const response = new Response(isEmpty ? null : new Uint8Array(answered), { status, headers })
    return Object.defineProperty(response, "url", { value: url })
  }
}

function toBody(body: BodyInit | null | undefined): TransportBody | undefined {
  if (body === null || body === undefined) return undefined
  if (typeof body === "string" || body instanceof Uint8Array) return body
  if (body instanceof Blob)
    return { byteLength: body.size, [Symbol.asyncIterator]: () => body.stream()[Symbol.asyncIterator]() }
  throw new TypeError("A body of this form is not sent")
}
