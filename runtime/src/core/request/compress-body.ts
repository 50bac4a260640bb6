import { PristineError } from "../../errors/pristine-error.ts"
import type { Compression } from "../../ports/compression.ts"
import type { TransportBody } from "../../ports/transport.ts"
import type { BodyEncoder } from "../operation/operation-spec.ts"

/**
 * Compresses what `encoder` wrote, in the first of `encodings` that the client's `compress` names and the platform has.
 *
 * @throws PristineError with code `config` where both name one and the platform lacks it: silence would send plain what
 * was to be compressed.
 */
export function compressed(
  encoder: BodyEncoder,
  encodings: readonly string[],
  { has, compress }: Compression,
): BodyEncoder {
  return (call) => {
    const { compress: wanted = [] } = call.plan.client.options
    const shared = encodings.filter((encoding) => wanted.includes(encoding))
    const [first] = shared
    if (first === undefined) return encoder(call)
    const pack = async (): Promise<void> => {
      await encoder(call)
      if (call.body === undefined) return
      const encoding = shared.find(has)
      if (encoding === undefined) {
        throw new PristineError("config", `This platform cannot compress with ${first}`, { phase: "prepare" })
      }
      call.body = await call.lifetime.race(toBytes(call.body).then((bytes) => compress(bytes, encoding)))
      call.contentEncoding = encoding
    }
    return pack()
  }
}

async function toBytes(body: TransportBody): Promise<Uint8Array> {
  if (typeof body === "string") return new TextEncoder().encode(body)
  if (body instanceof Uint8Array) return body
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  throw new PristineError("config", "A streamed request body cannot be compressed", { phase: "prepare" })
}
