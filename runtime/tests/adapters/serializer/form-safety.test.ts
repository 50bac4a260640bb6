import { describe, expect } from "vitest"
import { form } from "../../../src/adapters/serializer/form.ts"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { it } from "../../test.ts"

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = { a: value }
  return value
}

function throwing(): never {
  throw new Error("its own words")
}

const circular: unknown[] = []
circular.push(circular)

describe("I98 forms", () => {
  it.each<[row: string, value: unknown, expected: string]>([
    ["I98.1 a space is a plus sign", { "a b": "c d" }, "a+b=c+d"],
    ["I98.2 a plus sign is encoded", { "a+b": "c+d" }, "a%2Bb=c%2Bd"],
    ["I98.3 what is encoded already is encoded again", { a: "%20" }, "a=%2520"],
    ["I98.4 separators", { "a&b": "c=d;e" }, "a%26b=c%3Dd%3Be"],
    ["I98.5 line breaks", { a: "b\r\nc\nd" }, "a=b%0D%0Ac%0Ad"],
    ["I98.6 NUL", { "a\0": "\0" }, "a%00=%00"],
    ["I98.7 beyond the first plane", { "😀": "é" }, "%F0%9F%98%80=%C3%A9"],
    ["I98.8 a lone surrogate is a replacement", { a: "\ud800" }, "a=%EF%BF%BD"],
    ["I98.9 a key with brackets is not a nesting of its own", { "a[b]": 1 }, "a%5Bb%5D=1"],
    ["I98.10 three levels", { a: { b: { c: 1 } } }, "a%5Bb%5D%5Bc%5D=1"],
    ["I98.11 a list within", { a: { b: [1, 2] } }, "a%5Bb%5D=1&a%5Bb%5D=2"],
    ["I98.12 holes and absent items are left out", { a: [1, undefined, null, 2] }, "a=1&a=2"],
    ["I98.13 an empty object is left out", { a: {}, b: [] }, ""],
    ["I98.14 numbers as they are", { a: -0, b: 1e21, c: 0.1 }, "a=0&b=1e%2B21&c=0.1"],
    ["I98.15 an empty name", { "": "a" }, "=a"],
    [
      "I98.16 a class's own fields",
      new (class {
        a = 1
      })(),
      "a=1",
    ],
  ])("%s", (_, value, expected) => expect(form.write(value)).toBe(expected))

  it.each<[row: string, text: string, expected: object]>([
    ["I98.20 a plus sign is a space", "a=b+c", { a: "b c" }],
    ["I98.21 %20 is a space", "a=b%20c", { a: "b c" }],
    ["I98.22 %2B is a plus sign", "a=b%2Bc", { a: "b+c" }],
    ["I98.23 an escape that is none stays", "a=%zz%", { a: "%zz%" }],
    ["I98.24 an escape of no UTF-8 is a replacement", "a=%ff", { a: "\ufffd" }],
    ["I98.25 empty pairs are left out", "&&a=1&&", { a: "1" }],
    ["I98.26 the first sign of equality counts", "a=b=c", { a: "b=c" }],
    ["I98.27 no name", "=a", { "": "a" }],
    ["I98.28 brackets are part of a name", "a[b]=1&a[]=2", { "a[b]": "1", "a[]": "2" }],
    ["I98.29 a semicolon separates nothing", "a=1;b=2", { a: "1;b=2" }],
    ["I98.30 names of Object.prototype", "constructor=1&toString=2", { constructor: "1", toString: "2" }],
  ])("%s", (_, text, expected) => expect(form.read(bytesOf(text))).toEqual(expected))

  it("I98.30 a URLSearchParams is sent as it is", () => {
    const given = new URLSearchParams("b=2&a=1&a=%20+")
    expect([...new URLSearchParams(form.write(given) as string)]).toEqual([...given])
  })

  it("I98.31 100,000 fields, there and back", () => {
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, `${index}`]))
    expect(form.read(bytesOf(form.write(fields) as string))).toEqual(fields)
  })

  it("I98.32 100,000 values of one name, there and back", () => {
    const fields = { a: Array.from({ length: 100_000 }, (_, index) => `${index}`) }
    expect(form.read(bytesOf(form.write(fields) as string))).toEqual(fields)
  })

  it("I98.33 64 levels", () => expect(form.write(nested(64))).toMatch(/^a(?:%5Ba%5D){63}=1$/))

  it("I98.34 reading refuses what is not UTF-8", () => {
    expect(() => form.read(Uint8Array.of(0x61, 0x3d, 0xff))).toThrow(expect.objectContaining({ code: "decode" }))
  })
})

const writers = [
  ["a form", form],
  ["multipart", multipart.begin?.() ?? multipart],
] as const

describe.each(writers)("I99 %s refuses", (_, writer) => {
  it.each<[row: string, value: unknown]>([
    ["I99.50 a circle", { circular }],
    ["I99.51 65 levels", nested(65)],
    ["I99.52 100,000 levels", nested(100_000)],
    ["I99.53 a date that is none", { a: new Date(NaN) }],
    ["I99.54 a getter that throws", Object.defineProperty({}, "a", { enumerable: true, get: throwing })],
    [
      "I99.55 a getter that throws, deeper",
      { a: [Object.defineProperty({}, "a", { enumerable: true, get: throwing })] },
    ],
    ["I99.56 a proxy that throws", new Proxy({}, { ownKeys: throwing })],
    ["I99.57 a function", { a: throwing }],
    ["I99.58 a symbol", { a: [Symbol("a")] }],
    ["I99.59 a map of fields", new Map([["a", 1]])],
    ["I99.60 a map in a field", { a: new Map([["a", 1]]) }],
    ["I99.61 a set in a field", { a: new Set([1]) }],
    ["I99.62 URLSearchParams in a field", { a: new URLSearchParams("a=1") }],
    ["I99.63 FormData in a field", { a: new FormData() }],
    ["I99.64 a generator", { a: [1].values() }],
    ["I99.65 a number", 1],
    ["I99.66 a boolean", true],
    ["I99.67 a text", "secret"],
  ])("%s", (_row, value) => {
    expect(() => writer.write(value)).toThrow(expect.objectContaining({ code: "input", phase: "prepare" }))
  })
})
