import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import type { TransportBody } from "../../ports/transport.ts"

/** What a manifest's `codec` for a media type exports. */
export interface MediaCodec<Value = unknown> {
  encode(value: Value): TransportBody
  decode(body: Uint8Array): Value
}

/** Reads one media type through a codec. What it throws becomes a `PristineError` with code `decode`. */
export function codecReader<Value>(mediaType: string, codec: Pick<MediaCodec<Value>, "decode">): BodyReader {
  return {
    accept: mediaType,
    final: true,
    read: (body) =>
      guard(
        () => codec.decode(body),
        (cause) =>
          new PristineError("decode", `The answer is not valid ${mediaType}`, { phase: "body", cause: standIn(cause) }),
      ),
  }
}

/** Writes one media type through a codec. What it throws becomes a `PristineError` with code `input`. */
export function codecWriter<Value>(mediaType: string, codec: Pick<MediaCodec<Value>, "encode">): BodyWriter {
  return {
    contentType: mediaType,
    write: (value) =>
      guard(
        () => codec.encode(value as Value),
        (cause) =>
          new PristineError("input", `The request body cannot be written as ${mediaType}`, {
            phase: "prepare",
            cause: standIn(cause),
          }),
      ),
  }
}

function guard<Result>(work: () => Result, explain: (cause: unknown) => PristineError): Result {
  try {
    return work()
  } catch (thrown) {
    throw isPristineError(thrown) ? thrown : explain(thrown)
  }
}
