import { describe, expect } from "vitest"
import { json } from "../../../src/adapters/serializer/json.ts"
import { it } from "../../test.ts"

const bytesOf = (text: string) => new TextEncoder().encode(text)
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth)

describe("reading", () => {
  it.each<[text: string, expected: unknown]>([
    ["null", null],
    ["0", 0],
    ["-0", -0],
    ['"é✓"', "é✓"],
    ['{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    [' \n\t{"a" : 1}\r\n', { a: 1 }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['"\\ud800"', "\ud800"],
    ["1e400", Infinity],
    ['{"a":1,"a":2}', { a: 2 }],
    ["", undefined],
  ])("%j", (text, expected) => expect(json.read(bytesOf(text))).toEqual(expected))

  it("keeps __proto__ an own property", () => {
    const value = json.read(bytesOf('{"__proto__":{"polluted":1}}')) as object
    expect(Object.hasOwn(value, "__proto__")).toBe(true)
    expect((value as { polluted?: number }).polluted).toBeUndefined()
  })

  it.each<[name: string, body: Uint8Array]>([
    ["broken syntax", bytesOf('{"secret":')],
    ["two values", bytesOf('"secret" 2')],
    ["a trailing comma", bytesOf('["secret",]')],
    ["NaN", bytesOf("NaN")],
    ["single quotes", bytesOf("'secret'")],
    ["a page of HTML", bytesOf("<html>secret</html>")],
    ["white space only", bytesOf("  ")],
    ["NUL", bytesOf("\0")],
    ["a comment", bytesOf("1 // secret")],
    ["invalid UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["an overlong form", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)],
    ["an encoded surrogate", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["a cut sequence", Uint8Array.of(0x22, 0xe2, 0x82)],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x31, 0x00)],
    ["257 levels", bytesOf(nested(257))],
    ["257 levels of objects", bytesOf(`${'{"a":'.repeat(257)}1${"}".repeat(257)}`)],
    ["100,000 levels", bytesOf(nested(100_000))],
  ])("refuses %s, without quoting it", (_, body) => {
    let error: unknown
    try {
      json.read(body)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: "decode" })
    expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toContain("secret")
  })

  it("takes 256 levels, beside much else", () => {
    expect(() => json.read(bytesOf(nested(256)))).not.toThrow()
    expect(() => json.read(bytesOf(`[${nested(255)},${"1,".repeat(10_000)}2]`))).not.toThrow()
  })
})

describe("writing", () => {
  it.each<[value: unknown, expected: string | undefined]>([
    [undefined, undefined],
    [null, "null"],
    [{ b: 1, a: [undefined], c: undefined }, '{"b":1,"a":[null]}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ["\ud800", '"\\ud800"'],
  ])("%j", (value, expected) => expect(json.write(value)).toBe(expected))

  const circular: Record<string, unknown> = {}
  circular.self = circular
  it.each<[name: string, value: unknown]>([
    ["a circle", circular],
    ["a bigint", { a: 1n }],
    [
      "a throwing toJSON",
      {
        toJSON() {
          throw new Error("no")
        },
      },
    ],
    [
      "a throwing getter",
      {
        get a() {
          throw new Error("no")
        },
      },
    ],
  ])("refuses %s", (_, value) => {
    expect(() => json.write(value)).toThrow(expect.objectContaining({ code: "input" }))
  })
})
