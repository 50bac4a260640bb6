import type { IncomingMessage } from "node:http"
import zlib from "node:zlib"
import { HttpError } from "./http-error.ts"

type Inflate = (data: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer

const maxBodyBytes = 256 * 1024 * 1024

function inflaterOf(encoding: string): Inflate | undefined {
  switch (encoding) {
    case "gzip":
      return zlib.gunzipSync
    case "deflate":
      return zlib.inflateSync
    case "br":
      return zlib.brotliDecompressSync
    case "zstd": {
      // Node has zstd from 22.15; elsewhere the client is told to send the body as it is.
      const candidate: unknown = Reflect.get(zlib, "zstdDecompressSync")
      return typeof candidate === "function" ? (candidate as Inflate) : undefined
    }
    default:
      return undefined
  }
}

/**
 * Reads a request's body and undoes its `Content-Encoding` (gzip, deflate, br, and zstd where Node has it). At most
 * 256 MiB, packed and unpacked.
 *
 * @throws HttpError 413 beyond the limit, 415 for an encoding that is unknown here, 400 for a damaged body.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > maxBodyBytes) throw new HttpError(413, "Request body is too large")
    chunks.push(bytes)
  }
  const packed = Buffer.concat(chunks)
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity"
  if (encoding === "identity" || encoding === "") return packed
  const inflate = inflaterOf(encoding)
  if (inflate === undefined) throw new HttpError(415, "Content-Encoding is not supported by this service")
  try {
    return inflate(packed, { maxOutputLength: maxBodyBytes })
  } catch {
    throw new HttpError(400, "Request body could not be decompressed")
  }
}
