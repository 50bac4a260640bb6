import { describe, expect } from "vitest"
import { jsonInt64 } from "../../../src/adapters/serializer/json-int64.ts"
import { json } from "../../../src/adapters/serializer/json.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const lists = (depth: number): string => "[".repeat(depth) + "]".repeat(depth)
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
const long = 12345678901234567890n

const readers = [
  ["json", json],
  ["jsonInt64", jsonInt64],
] as const

describe.each(readers)("%s", (name, reader) => {
  it.each<[row: string, text: string, expected: unknown]>([
    ["I95.1 zero", "0", 0],
    ["I95.2 minus zero", "-0", -0],
    ["I95.3 minus zero with a fraction", "-0.0", -0],
    ["I95.4 a fraction", "0.5", 0.5],
    ["I95.5 a large exponent", "1E22", 1e22],
    ["I95.6 an exponent with a sign", "1e+2", 100],
    ["I95.7 an exponent with leading zeros", "1e-002", 0.01],
    ["I95.8 more than a number can hold", "1e400", Infinity],
    ["I95.9 less than a number can hold", "-1e400", -Infinity],
    ["I95.10 nearer to zero than a number can be", "1e-400", 0],
    ["I95.11 the largest safe integer", "9007199254740991", 9007199254740991],
    ["I95.12 a fraction of many digits", "0.12345678901234567890123", 0.12345678901234568],
    ["I95.13 a long integer with an exponent", "12345678901234567890e0", 12345678901234567000],
    ["I95.14 all short escapes", String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t'],
    ["I95.15 an escaped letter", String.raw`"\u00e9\u00E9"`, "éé"],
    ["I95.16 an escaped pair", String.raw`"\ud83d\ude00"`, "😀"],
    ["I95.17 an escaped NUL", String.raw`"a\u0000b"`, "a\0b"],
    ["I95.18 a lone high surrogate", String.raw`"\ud800"`, "\ud800"],
    ["I95.19 a lone low surrogate", String.raw`"\udc00x"`, "\udc00x"],
    ["I95.20 a pair the wrong way round", String.raw`"\udc00\ud800"`, "\udc00\ud800"],
    ["I95.21 line separators", '"\u2028\u2029"', "\u2028\u2029"],
    ["I95.22 DEL", '"\x7f"', "\x7f"],
    ["I95.23 characters that are none", '"\uffff\ufffe"', "\uffff\ufffe"],
    ["I95.24 the last code point", '"\u{10ffff}"', "\u{10ffff}"],
    ["I95.25 a byte order mark before it", "\ufeff1", 1],
    ["I95.26 a byte order mark within a text", '"\ufeff"', "\ufeff"],
    ["I95.27 all white space there is", " \t\n\r[ \t\n\r1 \t\n\r, 2 ] \t\n\r", [1, 2]],
    ["I95.28 a repeated key: the last counts", '{"a":1,"b":2,"a":3}', { a: 3, b: 2 }],
    ["I95.29 a repeated key of other types", '{"a":{"b":1},"a":[]}', { a: [] }],
    ["I95.30 an empty key", '{"":0}', { "": 0 }],
    ["I95.31 keys that differ in an escape only", String.raw`{"a":1,"\u0061":2}`, { a: 2 }],
    ["I95.32 keys like numbers", '{"1":1,"0":2}', { 0: 2, 1: 1 }],
    ["I95.33 digits within a text", '"12345678901234567890"', "12345678901234567890"],
    ["I95.34 digits after an escaped quote", String.raw`"\"12345678901234567890"`, '"12345678901234567890'],
    ["I95.35 digits as a key", '{"12345678901234567890":1}', { "12345678901234567890": 1 }],
    ["I95.36 words", "[true,false,null]", [true, false, null]],
    ["I95.37 nothing in it", "[{},[]]", [{}, []]],
  ])("%s parses", (_, text, expected) => expect(reader.read(bytesOf(text))).toEqual(expected))

  it.each<[row: string, text: string, rounded: unknown, exact: unknown]>([
    ["I95.40 an integer beyond 64 bits", "12345678901234567890", Number(long), long],
    ["I95.41 a negative one", "-12345678901234567890", -Number(long), -long],
    ["I95.42 the first unsafe integer", "9007199254740993", 9007199254740992, 9007199254740993n],
    ["I95.43 in a list", "[1,12345678901234567890]", [1, Number(long)], [1, long]],
    ["I95.44 in an object", '{"a":{"b":12345678901234567890}}', { a: { b: Number(long) } }, { a: { b: long } }],
    [
      "I95.45 beside a text of its digits",
      '[12345678901234567890,"12345678901234567890"]',
      [Number(long), String(long)],
      [long, String(long)],
    ],
    ["I95.46 under a repeated key", '{"a":12345678901234567890,"a":1}', { a: 1 }, { a: 1 }],
    ["I95.47 after a byte order mark", "\ufeff12345678901234567890", Number(long), long],
  ])("%s is rounded or exact", (_, text, rounded, exact) => {
    expect(reader.read(bytesOf(text))).toEqual(name === "json" ? rounded : exact)
  })

  it("I95.48 an own __proto__ stays one, beside a long integer, too", () => {
    const value = reader.read(bytesOf('{"__proto__":{"n":12345678901234567890}}')) as object
    expect(Object.hasOwn(value, "__proto__")).toBe(true)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it.each<[row: string, body: Uint8Array | string]>([
    ["I95.50 white space only", " \n"],
    ["I95.51 a byte order mark only", "\ufeff"],
    ["I95.52 two byte order marks", "\ufeff\ufeff1"],
    ["I95.53 a trailing comma in a list", '["secret",]'],
    ["I95.54 a trailing comma in an object", '{"secret":1,}'],
    ["I95.55 a leading comma", '[,"secret"]'],
    ["I95.56 two commas", '["secret",,1]'],
    ["I95.57 no comma", '["secret" 1]'],
    ["I95.58 no colon", '{"secret" 1}'],
    ["I95.59 no value", '{"secret":}'],
    ["I95.60 no quotes around a key", "{secret:1}"],
    ["I95.61 single quotes", "['secret']"],
    ["I95.62 a comment at the end of a line", '"secret" // secret'],
    ["I95.63 a comment", '/* secret */ "secret"'],
    ["I95.64 NaN", '["secret",NaN]'],
    ["I95.65 Infinity", '["secret",-Infinity]'],
    ["I95.66 undefined", '["secret",undefined]'],
    ["I95.67 a word in capitals", '["secret",True]'],
    ["I95.68 a leading zero", '["secret",01]'],
    ["I95.69 a plus sign", '["secret",+1]'],
    ["I95.70 no digit before the point", '["secret",.5]'],
    ["I95.71 no digit after the point", '["secret",1.]'],
    ["I95.72 no digit after the exponent", '["secret",1e]'],
    ["I95.73 a minus sign alone", '["secret",-]'],
    ["I95.74 hexadecimal", '["secret",0x1F]'],
    ["I95.75 digits in groups", '["secret",1_000]'],
    ["I95.76 a bigint's suffix", '["secret",1n]'],
    ["I95.77 full-width digits", '["secret",１２]'],
    ["I95.78 an unknown escape", String.raw`"secret\x41"`],
    ["I95.79 an escape of three digits", String.raw`"secret\u00e"`],
    ["I95.80 an escape of braces", String.raw`"secret\u{e9}"`],
    ["I95.81 an escape at the end", '"secret\\'],
    ["I95.82 a line break in a text", '"secret\n"'],
    ["I95.83 a tab in a text", '"secret\t"'],
    ["I95.84 NUL in a text", '"secret\0"'],
    ["I95.85 NUL after the value", '"secret"\0'],
    ["I95.86 no end of a text", '"secret'],
    ["I95.87 no end of a list", '["secret"'],
    ["I95.88 no end of an object", '{"secret":1'],
    ["I95.89 the wrong end", '["secret"}'],
    ["I95.90 an end too many", '["secret"]]'],
    ["I95.91 two values", '"secret" 12345678901234567890'],
    ["I95.92 two values on two lines", '{"secret":1}\n{"secret":2}'],
    ["I95.93 a prefix against inclusion", ')]}\',\n"secret"'],
    ["I95.94 a callback", 'secret({"a":1})'],
    ["I95.95 a page of HTML", "<!doctype html>secret"],
    ["I95.96 a no-break space", '\u00a0"secret"'],
    ["I95.97 a form feed", '\f"secret"'],
    ["I95.98 a record separator", '\x1e"secret"'],
    ["I95.99 an invalid byte", Uint8Array.of(0x22, 0xff, 0x22)],
    ["I95.100 an overlong form", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)],
    ["I95.101 an encoded surrogate", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["I95.102 a code point beyond the last", Uint8Array.of(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22)],
    ["I95.103 a sequence without its end", Uint8Array.of(0x22, 0xe2, 0x82)],
    ["I95.104 a byte of Latin-1", Uint8Array.of(0x22, 0xe9, 0x22)],
    ["I95.105 UTF-16, little end first", Uint8Array.of(0xff, 0xfe, 0x31, 0x00)],
    ["I95.106 UTF-16, big end first", Uint8Array.of(0xfe, 0xff, 0x00, 0x31)],
    ["I95.107 UTF-16 without a mark", Uint8Array.of(0x5b, 0x00, 0x5d, 0x00)],
    ["I95.108 UTF-32", Uint8Array.of(0xff, 0xfe, 0x00, 0x00, 0x31, 0x00, 0x00, 0x00)],
    ["I95.109 gzip", Uint8Array.of(0x1f, 0x8b, 0x08, 0x00)],
    ["I95.110 257 lists", lists(257)],
    ["I95.111 257 objects", objects(257)],
    ["I95.112 257 levels of both", `${'[{"a":'.repeat(128)}[]${"}]".repeat(128)}`],
    ["I95.113 257 levels at the end of much", `[${"1,".repeat(1000)}${lists(256)}]`],
    ["I95.114 100,000 lists", lists(100_000)],
    ["I95.115 100,000 objects", objects(100_000)],
    ["I95.116 100,000 lists without their end", "[".repeat(100_000)],
    ["I95.117 257 levels around a long integer", "[".repeat(257) + String(long) + "]".repeat(257)],
  ])("%s is a typed error that quotes nothing", (_, body) => {
    let error: unknown
    try {
      reader.read(typeof body === "string" ? bytesOf(body) : body)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(PristineError)
    expect(error).toMatchObject({ code: "decode", phase: "body" })
    expect((error as Error).cause).toBeUndefined()
    expect(JSON.stringify(error) + String((error as Error).stack?.split("\n")[0])).not.toContain("secret")
  })

  it.each<[row: string, text: string]>([
    ["I95.120 255 lists", lists(255)],
    ["I95.121 256 lists", lists(256)],
    ["I95.122 256 objects", objects(256)],
    ["I95.123 256 levels of both", `${'[{"a":'.repeat(128)}1${"}]".repeat(128)}`],
    ["I95.124 256 levels beside much", `[${lists(255)},${"1,".repeat(10_000)}2]`],
    ["I95.125 brackets in a text", JSON.stringify("[".repeat(100_000))],
    ["I95.126 many lists beside each other", `[${"[],".repeat(50_000)}[]]`],
  ])("%s parses", (_, text) => {
    expect(JSON.stringify(reader.read(bytesOf(text)))).toBe(text)
  })

  it("I95.127 an integer of 100,000 digits", () => {
    const value = reader.read(bytesOf("9".repeat(100_000)))
    expect(name === "json" ? value : typeof value).toBe(name === "json" ? Infinity : "bigint")
  })
})

/** What a caller's object may do while it is written. */
function throwing(): never {
  throw new Error("its own words")
}

const circular: Record<string, unknown> = { a: 1 }
circular["self"] = { list: [circular] }
const revoked = Proxy.revocable({}, {})
revoked.revoke()

describe.each(readers)("writing %s", (name, writer) => {
  it.each<[row: string, value: unknown]>([
    ["I99.1 a circle", circular],
    ["I99.2 a circle around a bigint", { big: 1n, circular }],
    ["I99.3 a toJSON that throws", { a: { toJSON: throwing } }],
    ["I99.4 a toJSON that throws, beside a bigint", { big: 1n, a: { toJSON: throwing } }],
    ["I99.5 a getter that throws", Object.defineProperty({}, "a", { enumerable: true, get: throwing })],
    ["I99.6 a getter that throws, in a list", [1, Object.defineProperty({}, "a", { enumerable: true, get: throwing })]],
    ["I99.7 a proxy that throws", new Proxy({}, { ownKeys: throwing })],
    ["I99.8 a revoked proxy", { a: revoked.proxy }],
    ["I99.10 100,000 levels", JSON.parse(lists(100_000))],
    ["I99.9 64-bit integers in an array of them", new BigInt64Array(1)],
  ])("%s is a typed error", (_, value) => {
    expect(() => writer.write(value)).toThrow(expect.objectContaining({ code: "input", phase: "prepare" }))
  })

  it.each<[row: string, value: unknown, expected: string | undefined]>([
    ["I99.20 nothing", undefined, undefined],
    ["I99.21 a function", throwing, undefined],
    ["I99.22 a symbol", Symbol("a"), undefined],
    ["I99.23 absent members", { a: undefined, b: throwing, c: Symbol("c"), d: 1 }, '{"d":1}'],
    ["I99.24 absent items", [undefined, throwing, Symbol("c")], "[null,null,null]"],
    ["I99.25 holes in a list", [1, , 3], "[1,null,3]"],
    ["I99.26 a list of holes", Array(2), "[null,null]"],
    ["I99.27 numbers that JSON lacks", [NaN, Infinity, -Infinity, -0], "[null,null,null,0]"],
    ["I99.28 a date", new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ["I99.29 a date that is none", new Date(NaN), "null"],
    ["I99.30 objects around plain values", [Object(1), Object("a"), Object(true)], '[1,"a",true]'],
    ["I99.31 a toJSON", { a: { toJSON: (key: string) => `of ${key}` } }, '{"a":"of a"}'],
    ["I99.32 a map and a set", [new Map([[1, 2]]), new Set([1])], "[{},{}]"],
    ["I99.33 keys that are no text", { [Symbol("a")]: 1, 2: 3 }, '{"2":3}'],
    ["I99.34 a null prototype", Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ["I99.35 inherited members", Object.create({ a: 1 }), "{}"],
    ["I99.36 an own __proto__", JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ["I99.37 a lone surrogate", "\ud800", String.raw`"\ud800"`],
    ["I99.38 lines that end scripts", "\u2028</script>", '"\u2028</script>"'],
    ["I99.39 an own length", { length: 2, 0: "a" }, '{"0":"a","length":2}'],
  ])("%s", (_, value, expected) => {
    expect(writer.write(value)).toBe(expected)
    // Beside an integer of 64 bits the same rules hold.
    if (name === "jsonInt64" && expected !== undefined) expect(writer.write([1n, value])).toBe(`[1,${expected}]`)
  })

  it("I99.40 1,000 levels", () => expect(writer.write(JSON.parse(lists(1000)))).toBe(lists(1000)))
})

describe("writing integers of 64 bits", () => {
  it.each<[row: string, value: unknown, expected: string]>([
    ["I99.41 alone", long, "12345678901234567890"],
    ["I99.42 in a toJSON's result", { toJSON: () => ({ a: long }) }, '{"a":12345678901234567890}'],
    ["I99.43 in an object", { a: -1n, b: undefined }, '{"a":-1}'],
    ["I99.44 in an object around it", [Object(1n)], "[1]"],
  ])("%s", (_, value, expected) => expect(jsonInt64.write(value)).toBe(expected))

  it("I99.45 in `json`, which has none", () => {
    expect(() => json.write({ a: 1n })).toThrow(expect.objectContaining({ code: "input" }))
  })
})
