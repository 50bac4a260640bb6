import type { Compression } from "../../ports/compression.ts"
import { isSameBytes } from "../is-same-bytes.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

export interface CompressionSubject {
  readonly compression: Compression
  /** Content codings that it has, at least one. */
  readonly encodings: readonly string[]
  /** What a receiver makes of a compressed body. */
  readonly decompress: (body: Uint8Array, encoding: string) => Promise<Uint8Array>
}

const text = new TextEncoder().encode("the same words again and again ".repeat(400))
const bodies: readonly (readonly [name: string, body: Uint8Array])[] = [
  ["nothing", new Uint8Array()],
  ["one byte", new Uint8Array([0])],
  ["text", text],
  ["a view into a larger buffer", text.subarray(7, 1007)],
  ["bytes of every value", Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31 + (index >> 8)) % 256)],
]

function define(name: string, check: (subject: CompressionSubject) => Promise<void>): ContractCase<CompressionSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `Compression` promises. */
export const compressionContract: readonly ContractCase<CompressionSubject>[] = [
  define("has the codings that it claims, and no other", ({ compression, encodings }) => {
    claim(encodings.length > 0, "there must be a coding")
    for (const encoding of encodings) claim(compression.has(encoding), `${encoding} must be there`)
    for (const other of ["", "lzw", "identity", "constructor", "__proto__", "GZIP "]) {
      claim(!compression.has(other), `"${other}" must not be there`)
    }
    return Promise.resolve()
  }),
  ...bodies.map(([name, body]) =>
    define(`gives back what it was given: ${name}`, async ({ compression, encodings, decompress }) => {
      for (const encoding of encodings) {
        const before = body.slice()
        const packed = await compression.compress(body, encoding)
        claim(isSameBytes(body, before), `${encoding} must not change what it was given`)
        claim(isSameBytes(await decompress(packed, encoding), body), `${encoding} must keep every byte`)
      }
    }),
  ),
  define("makes text that repeats itself shorter", async ({ compression, encodings }) => {
    for (const encoding of encodings) {
      const { byteLength } = await compression.compress(text, encoding)
      claim(byteLength < text.byteLength / 4, `${encoding} made ${byteLength} bytes of ${text.byteLength}`)
    }
  }),
  define("keeps bodies apart that are compressed at once", async ({ compression, encodings, decompress }) => {
    const given = encodings.flatMap((encoding) => bodies.map(([, body]) => ({ encoding, body })))
    const packed = await Promise.all(given.map(({ encoding, body }) => compression.compress(body, encoding)))
    for (const [index, { encoding, body }] of given.entries()) {
      const got = await decompress(packed[index] ?? new Uint8Array(), encoding)
      claim(isSameBytes(got, body), `${encoding} must not mix bodies`)
    }
  }),
]
