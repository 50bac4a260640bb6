import type { Compression } from "../../ports/compression.ts"

type Zlib = Readonly<Record<string, unknown>>

/** Content codings of the Compression Streams standard, by their names there. */
const standard: Readonly<Record<string, CompressionFormat>> = { gzip: "gzip", deflate: "deflate" }

/** Those that only a server's own library has, with options that suit a request: the default of `br` takes seconds. */
const native: Readonly<Record<string, readonly [name: string, quality?: string]>> = {
  zstd: ["zstdCompress"],
  br: ["brotliCompress", "BROTLI_PARAM_QUALITY"],
}
const brotliQuality = 4

/** Whether this platform has a content coding: `gzip` and `deflate` everywhere, `br` and `zstd` on Node that has them. */
export function canCompress(encoding: string): boolean {
  if (Object.hasOwn(standard, encoding)) return typeof CompressionStream === "function"
  return nativeCompressor(encoding) !== undefined
}

/** The codings that `canCompress` tells of. */
export const platformCompression: Compression = { has: canCompress, compress }

async function compress(body: Uint8Array, encoding: string): Promise<Uint8Array> {
  const run = nativeCompressor(encoding)
  if (run !== undefined) return run(body)
  const packed = new Blob([body as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream(standard[encoding] ?? "gzip"))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

type Callback = (error: Error | null, packed: Uint8Array) => void

/** Reached through the process, so that no bundler follows it. It works beside the event loop. */
function nativeCompressor(encoding: string): ((body: Uint8Array) => Promise<Uint8Array>) | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => Zlib | undefined } }
  const [name, quality] = (Object.hasOwn(native, encoding) && native[encoding]) || []
  const zlib = name === undefined ? undefined : process?.getBuiltinModule?.("zlib")
  const found = name === undefined ? undefined : zlib?.[name]
  if (typeof found !== "function") return undefined
  const run = found as (body: Uint8Array, options: object, done: Callback) => void
  const key = quality === undefined ? undefined : (zlib?.["constants"] as Readonly<Record<string, number>>)[quality]
  const options = key === undefined ? {} : { params: { [key]: brotliQuality } }
  return (body) =>
    new Promise((resolve, reject) => {
      run(body, options, (error, packed) => (error ? reject(error) : resolve(packed)))
    })
}
