import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import type { TransportBody } from "../../ports/transport.ts"
import { toBytes } from "./to-bytes.ts"

/** Bytes as they are. Writing takes bytes, buffers, text, Blobs and files, and streams, which are sent once only. */
export const bytes: BodyReader & BodyWriter = {
  accept: "*/*",
  contentType: "application/octet-stream",
  read: (body) => body,
  write(value) {
    const bytes = toBytes(value)
    if (bytes) return bytes
    if (value === undefined || typeof value === "string" || isStreamed(value)) return value
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    throw new PristineError("input", "The request body is neither bytes nor a Blob nor a stream", { phase: "prepare" })
  },
}

function isStreamed(value: unknown): value is Exclude<TransportBody, string | Uint8Array> {
  if (typeof value !== "object" || value === null) return false
  return value instanceof Blob || value instanceof ReadableStream || Symbol.asyncIterator in value
}
