import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportBody } from "../../ports/transport.ts"

/** A request body that can be sent again, as bytes. Rejects with code `config` where it is a stream. */
export async function toBytes(body: TransportBody | undefined): Promise<Uint8Array | undefined> {
  if (body === undefined || body instanceof Uint8Array) return body
  if (typeof body === "string") return new TextEncoder().encode(body)
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  throw new PristineError("config", "A streamed request body cannot be part of a recording")
}
