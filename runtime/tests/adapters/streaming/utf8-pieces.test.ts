import fc from "fast-check"
import { describe, expect } from "vitest"
import { Utf8Pieces } from "../../../src/adapters/streaming/utf8-pieces.ts"
import { it } from "../../test.ts"
import { bytesOf, cutAt, cuttings, type Pieces } from "./cuts.ts"

function decode(pieces: Pieces): string {
  const decoder = new Utf8Pieces()
  return [...pieces.map((piece) => decoder.decode(piece)), decoder.end()].join("")
}

const rows: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["ASCII", bytesOf("abc\r\n")],
  ["two, three and four bytes a character", bytesOf("é€😀".repeat(4))],
  ["a byte order mark", bytesOf("\ufeffa\ufeff")],
  ["invalid bytes", Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0x61, 0xf0, 0x9f, 0x98, 0xc3, 0xa9, 0xf5, 0x80)],
  ["a character that is cut off at the end", Uint8Array.of(0x61, 0xf0, 0x9f, 0x98)],
  ["forms that are not allowed", Uint8Array.of(0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xe0, 0x80, 0x61)],
]

describe.each(rows)("F69 %s", (_, bytes) => {
  it.each(cuttings)("%s", (_name, cut) => {
    const whole = new TextDecoder().decode(bytes)
    for (const pieces of cut(bytes)) expect(decode(pieces)).toBe(whole)
  })
})

it("F69 any bytes, cut in any way, are what TextDecoder makes of the whole", () => {
  const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x61, 0xc3, 0xe2, 0xf0, 0x9f, 0x80, 0xbf))
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.array(fc.nat(40)), (list, cuts) => {
      const bytes = Uint8Array.from(list)
      const places = cuts.map((place) => Math.min(place, bytes.length))
      expect(decode(cutAt(bytes, places))).toBe(new TextDecoder().decode(bytes))
    }),
    { numRuns: 1_000 },
  )
})

it("a character comes with its last byte", () => {
  const decoder = new Utf8Pieces()
  const [a, b, c] = bytesOf("€")
  expect([a, b, c].map((byte) => decoder.decode(Uint8Array.of(byte ?? 0)))).toEqual(["", "", "€"])
})
