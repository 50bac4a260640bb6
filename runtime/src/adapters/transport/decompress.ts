import { pipeline, type Readable, type Transform } from "node:stream"
// The default export: named imports that bundlers make of a namespace would not link where Zstandard is missing.
import zlib from "node:zlib"
import { PristineError } from "../../errors/pristine-error.ts"

/** Protects against bodies that are small on the wire and huge in memory. */
export interface ExpansionLimit {
  /** Decoded bytes per byte on the wire. Default 200. */
  readonly ratio?: number
  /** Decoded bytes below which the ratio does not matter. Default 8 MiB. */
  readonly beyondBytes?: number
}

type Decoder = (firstByte: number | undefined) => Transform

/** Zstandard is in node:zlib from 22.15 and 23.8 on. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform }

const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", () => zlib.createGunzip()],
  ["x-gzip", () => zlib.createGunzip()],
  ["deflate", (firstByte) => (isZlibHeader(firstByte) ? zlib.createInflate() : zlib.createInflateRaw())],
  ["br", () => zlib.createBrotliDecompress()],
  ...(createZstdDecompress === undefined ? [] : [["zstd", () => createZstdDecompress()] as const]),
])

/** What `Accept-Encoding` may say on this platform. */
export const acceptedEncodings: string = [...decoders.keys()].filter((name) => name !== "x-gzip").join(", ")

/** Nobody applies more; every further layer multiplies what a hostile body can expand to. */
const mostCodings = 2

/**
 * Chunks of a body with its content codings undone. Unknown codings are left as they are, as `fetch` does.
 *
 * @throws PristineError with code `decode` for more than two codings, `limit` for a body that expands beyond the limit.
 */
export async function* decompress(
  body: Readable,
  contentEncoding: string,
  limit: ExpansionLimit = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const codings = contentEncoding
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity")
  if (codings.length > mostCodings) {
    body.destroy()
    throw new PristineError("decode", `The response has more than ${mostCodings} content codings`, { phase: "body" })
  }
  if (codings.length === 0 || codings.some((coding) => !decoders.has(coding))) {
    yield* body as AsyncIterable<Uint8Array>
    return
  }
  const { ratio = 200, beyondBytes = 8 * 1024 * 1024 } = limit
  const first = await peek(body)
  // Nothing, as some servers send it, is no valid form of any coding, and means nothing.
  if (first === undefined) return
  const stages = codings.toReversed().map((coding, index) => {
    return (decoders.get(coding) as Decoder)(index === 0 ? first : undefined)
  })
  let decoded = 0
  for await (const chunk of decode(body, stages)) {
    decoded += chunk.byteLength
    if (decoded > beyondBytes && decoded > (stages[0] as zlib.Gunzip).bytesWritten * ratio) {
      throw new PristineError("limit", `The response expands to more than ${ratio} times its size`, { phase: "body" })
    }
    yield chunk
  }
}

async function* decode(body: Readable, stages: readonly Transform[]): AsyncGenerator<Uint8Array> {
  let failure: Error | undefined
  pipeline([body, ...stages], (error) => (failure ??= error ?? undefined))
  try {
    yield* stages.at(-1) as AsyncIterable<Uint8Array>
  } catch (error) {
    // The first failure of the chain says why; the others only say that it ended.
    throw failure ?? error
  }
}

/** Many servers send raw deflate data where the standard says zlib's wrapping of it. Unknown below another coding. */
function isZlibHeader(firstByte: number | undefined): boolean {
  return firstByte === undefined || (firstByte & 0x0f) === 8
}

/** The first byte of a body, which stays unread. */
async function peek(body: Readable): Promise<number | undefined> {
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    body.unshift(chunk)
    return chunk[0]
  }
  return undefined
}
