import fc from "fast-check"
import { describe, expect } from "vitest"
import { bytes } from "../../../src/adapters/serializer/bytes.ts"
import { codecReader, codecWriter } from "../../../src/adapters/serializer/media-codec.ts"
import { flattenFields } from "../../../src/adapters/serializer/flatten-fields.ts"
import { form } from "../../../src/adapters/serializer/form.ts"
import { text } from "../../../src/adapters/serializer/text.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const bytesOf = (given: string) => new TextEncoder().encode(given)
const refused = (code: string) => expect.objectContaining({ code }) as Error

describe("form", () => {
  it.each<[name: string, value: unknown, expected: string | undefined]>([
    ["plain fields", { a: "1", b: 2, c: true, d: 3n }, "a=1&b=2&c=true&d=3"],
    ["what is absent", { a: undefined, b: null, c: "" }, "c="],
    ["nesting", { user: { name: "x", tags: ["a", "b"] } }, "user%5Bname%5D=x&user%5Btags%5D=a&user%5Btags%5D=b"],
    ["lists", { tag: ["a", "b"], none: [] }, "tag=a&tag=b"],
    ["objects in lists", { item: [{ sku: 1 }, { sku: 2 }] }, "item%5B%5D%5Bsku%5D=1&item%5B%5D%5Bsku%5D=2"],
    ["lists in lists", { m: [[1, 2], [3]] }, "m%5B%5D=1&m%5B%5D=2&m%5B%5D=3"],
    ["a date", { at: new Date(0) }, "at=1970-01-01T00%3A00%3A00.000Z"],
    ["what must be escaped", { "a&b=c": "d e+f%\r\n\0é" }, "a%26b%3Dc=d+e%2Bf%25%0D%0A%00%C3%A9"],
    ["a null prototype", Object.assign(Object.create(null) as object, { a: 1 }), "a=1"],
    ["an own __proto__", JSON.parse('{"__proto__":{"a":1}}'), "__proto__%5Ba%5D=1"],
    ["nothing", undefined, undefined],
    ["no fields", {}, ""],
  ])("writes %s", (_, value, expected) => expect(form.write(value)).toBe(expected))

  const circular: Record<string, unknown> = {}
  circular.self = circular
  it.each<[name: string, value: unknown]>([
    ["a text", "a=1"],
    ["a list", [1]],
    ["null", null],
    ["a function", { a: () => 1 }],
    ["a symbol", { a: Symbol("x") }],
    ["bytes", { a: new Uint8Array(1) }],
    ["a Blob", { a: new Blob([]) }],
    ["a circle", circular],
  ])("refuses %s", (_, value) => expect(() => form.write(value)).toThrow(refused("input")))

  it.each<[body: string, expected: unknown]>([
    ["", {}],
    ["a=1&b=x+y%2B", { a: "1", b: "x y+" }],
    ["a=1&a=2&a=3", { a: ["1", "2", "3"] }],
    ["a", { a: "" }],
    ["a%5Bb%5D=1", { "a[b]": "1" }],
  ])("reads %j", (body, expected) => expect(form.read(bytesOf(body))).toEqual(expected))

  it("reads __proto__ as an own property", () => {
    const value = form.read(bytesOf("__proto__=x")) as object
    expect([Object.hasOwn(value, "__proto__"), Object.getPrototypeOf(value)]).toEqual([true, Object.prototype])
  })

  it("reads back what it wrote", () => {
    const record = fc.dictionary(fc.string({ minLength: 1, unit: "grapheme" }), fc.string({ unit: "grapheme" }))
    fc.assert(
      fc.property(record, (value) => {
        expect(form.read(bytesOf(form.write(value) as string))).toEqual({ ...value })
      }),
    )
  })

  it("names the field that it cannot write, not its value", () => {
    expect(() => flattenFields({ user: { pin: () => "secret" } })).toThrow(/^Field user\[pin\] .* no form as a field$/)
  })
})

describe("text", () => {
  it.each<[value: unknown, expected: unknown]>([
    ["é", "é"],
    [1.5, "1.5"],
    [true, "true"],
    [10n, "10"],
    [undefined, undefined],
  ])("writes %s", (value, expected) => expect(text.write(value)).toBe(expected))

  it.each([null, {}, [], Symbol("x"), () => 1].map((value) => [value] as const))("refuses %s", (value) =>
    expect(() => text.write(value)).toThrow(refused("input")),
  )

  it("reads UTF-8 only", () => {
    expect(text.read(bytesOf("é✓"))).toBe("é✓")
    expect(() => text.read(Uint8Array.of(0xff))).toThrow(refused("decode"))
  })
})

describe("bytes", () => {
  const stream = new ReadableStream<Uint8Array>()
  const blob = new Blob(["x"])
  const own = Uint8Array.of(1, 2)
  it.each<[name: string, value: unknown, expected: unknown]>([
    ["bytes", own, own],
    ["a buffer", Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2)],
    ["a view", new DataView(Uint8Array.of(0, 1, 2).buffer, 1), Uint8Array.of(1, 2)],
    ["text", "x", "x"],
    ["a Blob", blob, blob],
    ["a stream", stream, stream],
    ["nothing", undefined, undefined],
  ])("writes %s", (_, value, expected) => expect(bytes.write(value)).toEqual(expected))

  it.each([1, {}, null, [1]].map((value) => [value] as const))("refuses %s", (value) =>
    expect(() => bytes.write(value)).toThrow(refused("input")),
  )

  it("reads what is there", () => expect(bytes.read(own)).toBe(own))
})

describe("codecs", () => {
  const thrower = {
    encode: (): never => {
      throw new TypeError("bad")
    },
    decode: (): never => {
      throw new PristineError("decode", "its own words")
    },
  }

  it("reads and writes one media type", () => {
    const codec = { encode: (value: number) => Uint8Array.of(value), decode: (body: Uint8Array) => body[0] ?? 0 }
    const [reader, writer] = [codecReader("application/x-n", codec), codecWriter("application/x-n", codec)]
    expect([reader.accept, reader.final, writer.contentType]).toEqual(["application/x-n", true, "application/x-n"])
    expect(reader.read(writer.write(7) as Uint8Array)).toBe(7)
  })

  it("explains what a codec throws, once", () => {
    expect(() => codecWriter("application/x-n", thrower).write(1)).toThrow(
      expect.objectContaining({ code: "input", message: expect.stringContaining("application/x-n") as string }),
    )
    expect(() => codecReader("application/x-n", thrower).read(new Uint8Array())).toThrow("its own words")
  })
})
