import { PristineError } from "../../errors/pristine-error.ts"
import { bodyBytes } from "../../values/body-bytes.ts"
import type { Compression } from "../../ports/compression.ts"
import type { BodyEncoder } from "../operation/operation-spec.ts"

/**
 * Compresses what `encoder` wrote, in the first of `encodings` that the client's `compress` names and its `compression`
 * has, which is `platform` by default.
 *
 * @throws PristineError with code `config` where both name one and the compression lacks it: silence would send plain
 * what was to be compressed; also for a body that is a stream.
 */
export function compressed(encoder: BodyEncoder, encodings: readonly string[], platform: Compression): BodyEncoder {
  return (call) => {
    const { compress: wanted = [], compression = platform } = call.plan.client.options
    const shared = encodings.filter((encoding) => wanted.includes(encoding))
    const [first] = shared
    if (first === undefined) return encoder(call)
    const pack = async (): Promise<void> => {
      await encoder(call)
      const { body } = call
      if (body === undefined) return
      const encoding = shared.find((name) => compression.has(name))
      if (encoding === undefined) {
        const who = compression === platform ? "This platform" : "The client's compression"
        throw new PristineError("config", `${who} cannot compress with ${first}`, { phase: "prepare" })
      }
      const packed = bodyBytes(body).then((bytes) => {
        if (bytes !== undefined) return compression.compress(bytes, encoding)
        throw new PristineError("config", "A streamed request body cannot be compressed", { phase: "prepare" })
      })
      call.body = await call.lifetime.race(packed)
      call.contentEncoding = encoding
    }
    return pack()
  }
}
