import * as zlib from "node:zlib"
import { describe, expect } from "vitest"
import { canCompress, platformCompression } from "../../../src/adapters/compression/platform-compression.ts"
import type { Compression } from "../../../src/ports/compression.ts"
import { compressionContract, type CompressionSubject } from "../../../src/testing/contracts/compression-contract.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

type Receiver = (body: Uint8Array) => Uint8Array

/** Not in every Node that is supported. */
const { zstdDecompressSync: zstd } = zlib as { readonly zstdDecompressSync?: Receiver }

const receivers: Readonly<Record<string, Receiver>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  ...(zstd && { zstd }),
}

const subject = (compression: Compression): CompressionSubject => ({
  compression,
  encodings: Object.keys(receivers),
  decompress: (body, encoding) => Promise.resolve(Uint8Array.from(receivers[encoding]?.(body) ?? [])),
})

runContract("platformCompression", compressionContract, () => subject(platformCompression))

describe("the contract notices", () => {
  const { has, compress } = platformCompression
  it.each<[name: string, compression: Compression]>([
    ["a coding that is not there", { has: () => false, compress }],
    ["one that is there by inheritance", { has: (encoding) => encoding in receivers, compress }],
    ["bytes that are sent as they are", { has, compress: (body) => Promise.resolve(body) }],
    [
      "a view whose whole buffer is sent",
      { has, compress: (body, encoding) => compress(new Uint8Array(body.buffer as ArrayBuffer), encoding) },
    ],
    [
      "a body that is changed",
      {
        has,
        async compress(body, encoding) {
          const packed = await compress(body, encoding)
          body.fill(1)
          return packed
        },
      },
    ],
  ])("%s", async (_, compression) => {
    expect(await brokenPromises(compressionContract, () => subject(compression))).not.toEqual([])
  })
})

it("zstd is there exactly where the platform's library has it", () => {
  expect(canCompress("zstd")).toBe("zstdCompressSync" in process.getBuiltinModule("node:zlib"))
})

it.each(Object.keys(receivers))("%s leaves the event loop to others meanwhile", async (encoding) => {
  let turns = 0
  const turn = (): void => void (turns += 1)
  const body = new Uint8Array(2_000_000).map((_, index) => (index * index) % 251)
  const packed = platformCompression.compress(body, encoding)
  const done = packed.then(() => true)
  while (!(await Promise.race([done, new Promise<false>((resolve) => setImmediate(() => resolve(false)))]))) turn()
  expect(turns).toBeGreaterThan(0)
})
