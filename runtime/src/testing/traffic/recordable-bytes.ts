import { PristineError } from "../../errors/pristine-error.ts"
import { bodyBytes } from "../../values/body-bytes.ts"
import type { TransportBody } from "../../ports/transport.ts"

/** A request body that can be sent again, as bytes. Rejects with code `config` where it is a stream. */
export async function recordableBytes(body: TransportBody | undefined): Promise<Uint8Array | undefined> {
  if (body === undefined) return undefined
  const bytes = await bodyBytes(body)
  if (bytes !== undefined) return bytes
  throw new PristineError("config", "A streamed request body cannot be part of a recording")
}
