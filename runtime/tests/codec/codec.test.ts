import fc from "fast-check"
import { describe, expect } from "vitest"
import { jsonInt64 } from "../../src/adapters/serializer/json-int64.ts"
import { stringifyExact } from "../../src/codec/exact-json.ts"
import type { OffsetPage } from "../../src/codec/next-offset.ts"
import * as codec from "../../src/generated.ts"
import { it } from "../test.ts"

describe("base64", () => {
  it("agrees with the platform on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = codec.base64.encode(bytes)
        expect(text).toBe(Buffer.from(bytes).toString("base64"))
        expect(codec.base64.decode(text)).toEqual(bytes)
      }),
    )
  })

  it("takes a megabyte, a view into a larger buffer, and the alphabet of URLs", () => {
    const large = new Uint8Array(1 << 20).map((_, index) => index % 251)
    expect(Buffer.compare(codec.base64.decode(codec.base64.encode(large)) as Uint8Array, large)).toBe(0)
    expect(codec.base64.encode(large.subarray(10, 13))).toBe("CgsM")
    expect(codec.base64.decode("-_8")).toEqual(new Uint8Array([251, 255]))
  })

  it("passes on what is no text and refuses text that is no base64", () => {
    expect(codec.base64.decode(7)).toBe(7)
    expect(() => codec.base64.decode("!")).toThrow(TypeError)
  })
})

const parse = (text: string): unknown => jsonInt64.read(new TextEncoder().encode(text))

describe("lossless JSON", () => {
  it.each<[name: string, text: string, value: unknown]>([
    ["small numbers", '{"a":[1,-2.5,1e3]}', { a: [1, -2.5, 1000] }],
    ["the first inexact integer", "9007199254740993", 9007199254740993n],
    ["the last exact integer", "9007199254740991", 9007199254740991],
    ["a negative one", '{"id":-9223372036854775808}', { id: -9223372036854775808n }],
    ["nested", '[{"a":{"b":[18446744073709551615]}}]', [{ a: { b: [18446744073709551615n] } }]],
    [
      "digits in a text",
      '{"a":"9007199254740993","b":"x\\"9007199254740993"}',
      { a: "9007199254740993", b: 'x"9007199254740993' },
    ],
    [
      "digits of a fraction",
      '{"a":0.12345678901234567,"b":12345678901234567.5}',
      { a: 0.12345678901234567, b: 12345678901234567.5 },
    ],
    ["an exponent", "12345678901234567890e2", 12345678901234567890e2],
    ["a duplicate key", '{"a":9007199254740993,"a":1}', { a: 1 }],
    ["digits in a key", '{"9007199254740993":9007199254740993}', { "9007199254740993": 9007199254740993n }],
  ])("reads %s", (_, text, value) => {
    expect(parse(text)).toStrictEqual(value)
  })

  it("keeps __proto__ an own key", () => {
    const value = parse('{"__proto__":{"id":9007199254740993}}') as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(codec.own(codec.own(value, "__proto__"), "id")).toBe(9007199254740993n)
  })

  it("gives a fraction back as a number", () => {
    expect(codec.toNumber(parse("12345678901234567890"))).toBe(12345678901234567890)
    expect(codec.toNumber("1")).toBe("1")
  })

  it("refuses what JSON.parse refuses", () => {
    for (const text of ["{", "[12345678901234567890", "012345678901234567890", "{'a':1}", "1 12345678901234567890"]) {
      expect(() => parse(text)).toThrow("not valid JSON")
    }
  })

  it("reads a text of ten megabytes", () => {
    const long = "x".repeat(10_000_000)
    expect(parse(`{"a":"${long}","b":9007199254740993}`)).toEqual({ a: long, b: 9007199254740993n })
  })

  it("writes what JSON.stringify writes, and bigints as numbers", () => {
    const value = { a: [1, undefined, null], b: undefined, c: new Date(0), d: "\u2028", ["__proto__"]: 1 }
    expect(stringifyExact(value)).toBe(JSON.stringify(value))
    expect(stringifyExact({ ...value, e: 2n ** 63n })).toBe(
      `${JSON.stringify(value).slice(0, -1)},"e":9223372036854775808}`,
    )
  })

  it("comes back from any JSON unchanged", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }), (value, big) => {
        const written = stringifyExact({ value, big }) ?? ""
        expect(stringifyExact(parse(written))).toBe(written)
      }),
    )
  })
})

describe("coercion", () => {
  it.each<[given: unknown, number: unknown, boolean: unknown]>([
    ["12", 12, "12"],
    [" -1.5e3 ", -1500, " -1.5e3 "],
    ["", "", ""],
    ["0x10", "0x10", "0x10"],
    ["1", 1, true],
    ["False", "False", false],
    [1, 1, true],
    [0, 0, false],
    [null, null, null],
    [true, true, true],
    [[1], [1], [1]],
  ])("of %j", (given, number, boolean) => {
    expect(codec.coerceNumber(given)).toEqual(number)
    expect(codec.coerceBoolean(given)).toEqual(boolean)
  })
})

describe("passes", () => {
  it.each<[name: string, wire: object, value: object]>([
    ["the first name", { training_run_id: "a", id: "b" }, { run: "a" }],
    ["the second name", { id: "b", other: 1 }, { other: 1, run: "b" }],
    ["a null before a value", { training_run_id: null, id: "b" }, { run: "b" }],
    ["only null", { id: null }, { run: null }],
    ["nothing", { other: 1 }, { other: 1 }],
  ])("rename reads %s", (_, wire, value) => {
    const result = codec.patch(wire, (copy) => codec.rename(copy, [["run", "training_run_id", "id"]]))
    expect(result).toStrictEqual(value)
  })

  it("swaps two names", () => {
    const table = [
      ["a", "b"],
      ["b", "a"],
    ] as const
    expect(codec.patch({ a: 1, b: 2 }, (copy) => codec.rename(copy, table))).toEqual({ a: 2, b: 1 })
  })

  it("copies and leaves the original alone", () => {
    const wire = { a: null, b: null }
    expect(codec.patch(wire, (copy) => codec.dropNulls(copy, ["a"]))).toStrictEqual({ b: null })
    expect(wire).toEqual({ a: null, b: null })
  })

  it.each([[null], [1], ["x"], [[1]], [undefined]])("leaves %j alone", (wire) => {
    expect(codec.patch(wire, () => expect.unreachable())).toBe(wire)
    expect(codec.mapValues(wire, () => 0)).toBe(wire)
    if (!Array.isArray(wire)) expect(codec.mapItems(wire, () => 0)).toBe(wire)
  })

  it("keeps hostile keys own", () => {
    const wire: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":2,"a":3}')
    const map = codec.mapValues(wire, (item) => item) as object
    expect(Object.getPrototypeOf(map)).toBeNull()
    expect(Object.keys(map)).toEqual(["__proto__", "constructor", "a"])
    const others = codec.others(wire, ["a"])
    expect(Object.keys(others)).toEqual(["__proto__", "constructor"])
    const target = { ...(wire as object) }
    codec.mapOthers(target, ["a"], () => "y")
    expect(codec.own(target, "__proto__")).toBe("y")
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype)
    expect(codec.own({}, "toString")).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false)
  })

  it("completes an input or takes the answer as the result", () => {
    expect(codec.completeInput({ a: 1, b: null })).toEqual({ a: 1, b: null })
    expect(codec.completeInput({ a: undefined })).toBeUndefined()
  })

  it.each<[name: string, input: object, page: OffsetPage, next: object | undefined]>([
    ["counts on", { offset: 2 }, { offset: "offset", limit: 2, count: 2, total: 9 }, { offset: 4 }],
    ["starts at nothing", {}, { offset: "offset", count: 3 }, { offset: 3 }],
    ["ends at the total", { offset: 7 }, { offset: "offset", limit: 2, count: 2, total: 9 }, undefined],
    [
      "goes on after a short page before the total",
      {},
      { offset: "offset", limit: 5, count: 2, total: 9 },
      { offset: 2 },
    ],
    ["ends at a short page", {}, { offset: "offset", limit: 5, count: 2 }, undefined],
    ["ends at an empty page", {}, { offset: "offset", count: 0, total: 9 }, undefined],
  ])("nextOffset %s", (_, input, page, next) => {
    expect(codec.nextOffset(input, page)).toEqual(next)
  })
})

describe("jsonInt64", () => {
  const read = (text: string): unknown => jsonInt64.read(new TextEncoder().encode(text))

  it("reads and writes as json does, exactly", () => {
    expect(read('{"id":9007199254740993,"n":1}')).toEqual({ id: 9007199254740993n, n: 1 })
    expect(read('{"n":123456789012345}')).toEqual({ n: 123456789012345 })
    expect(read("")).toBeUndefined()
    expect(jsonInt64.write({ id: 9007199254740993n })).toBe('{"id":9007199254740993}')
  })

  it.each([["{"], ["[".repeat(1000) + "]".repeat(1000)], ['{"secret":9007199254740993']])("refuses %s", (text) => {
    const thrown = (): unknown => {
      try {
        return read(text)
      } catch (error) {
        return error
      }
    }
    expect(thrown()).toMatchObject({ code: "decode" })
    expect(JSON.stringify(thrown())).not.toContain("9007199254740993")
  })

  it("names no value of a body that it cannot write", () => {
    const circle: Record<string, unknown> = { id: 1n }
    circle.self = circle
    expect(() => jsonInt64.write(circle)).toThrow("cannot be written as JSON")
  })
})
