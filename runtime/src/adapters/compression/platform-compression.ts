import type { Compression } from "../../ports/compression.ts"

type Zlib = Readonly<Record<string, unknown>>

/** Content codings of the Compression Streams standard, by their names there. */
const standard: Readonly<Record<string, CompressionFormat>> = { gzip: "gzip", deflate: "deflate" }

/** Those that only a server's own library has. */
const native: Readonly<Record<string, string>> = { zstd: "zstdCompressSync", br: "brotliCompressSync" }

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

/** Reached through the process, so that no bundler follows it. */
function nativeCompressor(encoding: string): ((body: Uint8Array) => Uint8Array) | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => Zlib | undefined } }
  const name = Object.hasOwn(native, encoding) ? native[encoding] : undefined
  const found = name === undefined ? undefined : process?.getBuiltinModule?.("zlib")?.[name]
  return typeof found === "function" ? (found as (body: Uint8Array) => Uint8Array) : undefined
}
