import type { TransportBody } from "../ports/transport.ts"

/** A request body as bytes; `undefined` for a stream, which can be read but once. */
export async function bodyBytes(body: TransportBody): Promise<Uint8Array | undefined> {
  if (typeof body === "string") return new TextEncoder().encode(body)
  if (body instanceof Uint8Array) return body
  return body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : undefined
}
