import { runInNewContext } from "node:vm"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { cacheKey } from "../../../src/core/operation/cache-key.ts"
import { encodeQuery } from "../../../src/core/request/encode-query.ts"
import { segment, segments } from "../../../src/core/request/segment.ts"
import { pointer } from "../../../src/core/response/pointer.ts"
import {
  allowReserved,
  commaJoined,
  deepObject,
  formExplode,
  pipeJoined,
  spaceJoined,
} from "../../../src/core/request/query-style.ts"
import { headerList } from "../../../src/core/request/header-style.ts"
import type { Pairs } from "../../../src/core/client/scope.ts"
import { it } from "../../test.ts"

const input = (pattern: RegExp): unknown =>
  expect.objectContaining({ code: "input", message: expect.stringMatching(pattern) as string })

/** Only under `u` does a surrogate class leave whole pairs alone. */
const halfOfPair = /\p{Surrogate}/u

describe("G78 a segment of a path", () => {
  it.each<[name: string, value: unknown, want: string]>([
    ["unreserved", "aZ0-._~", "aZ0-._~"],
    ["sub-delimiters", "!$&'()*+,;=", "!$&'()*+,;="],
    ["colon and at", "id:train:0@x", "id:train:0@x"],
    ["colon beside what is escaped", "a b:c@d$&+,;=e", "a%20b:c@d$&+,;=e"],
    ["slash", "a/b", "a%2Fb"],
    ["question mark, hash, percent", "?#%", "%3F%23%25"],
    ["an escaped dot stays escaped", "%2e%2e", "%252e%252e"],
    ["backslash and control characters", "\\\t\r\n\u0000", "%5C%09%0D%0A%00"],
    ["beyond ASCII", "é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"],
    ["three dots", "...", "..."],
    ["a number", 1.5, "1.5"],
    ["minus zero", -0, "0"],
    ["a big integer", 2n ** 60n, "1152921504606846976"],
    ["a boolean", false, "false"],
  ])("%s", (_, value, want) => {
    expect(segment(value, "id")).toBe(want)
  })

  it.each<[name: string, value: unknown, why: RegExp]>([
    ["nothing", undefined, /"id" is missing/],
    ["null", null, /"id" is missing/],
    ["G77 an empty text", "", /is empty/],
    [".", ".", /dot segment/],
    ["..", "..", /dot segment/],
    ["NaN", Number.NaN, /a finite number/],
    ["Infinity", Infinity, /a finite number/],
    ["an object", { toString: () => "x" }, /must be text/],
    ["a list", ["a"], /must be text/],
    ["a date", new Date(0), /must be text/],
    ["a symbol", Symbol("x"), /must be text/],
    ["half of a pair", "\ud800", /not well-formed/],
  ])("refuses %s", (_, value, why) => {
    expect(() => segment(value, "id")).toThrow(input(why))
  })

  it("any text is refused or comes back from a URL as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        let encoded: string
        try {
          encoded = segment(value, "id")
        } catch {
          return value === "" || value === "." || value === ".." || halfOfPair.test(value)
        }
        const [, , last, ...rest] = new URL(`https://zoo.test/a/${encoded}`).pathname.split("/")
        return rest.length === 0 && decodeURIComponent(last ?? "") === value
      }),
      { numRuns: 1_000 },
    )
  })
})

describe("G76 segments of a path", () => {
  it.each<[name: string, value: unknown, want: string]>([
    ["text at its slashes", "weights/0001", "weights/0001"],
    ["each part encoded", "a b/c?d", "a%20b/c%3Fd"],
    ["a list as it is", ["a/b", "c"], "a%2Fb/c"],
    ["one part", "a", "a"],
  ])("%s", (_, value, want) => {
    expect(segments(value, "path")).toBe(want)
  })

  it.each(["", "/a", "a/", "a//b", "a/../b", "./a", [], [""]])("refuses %j", (value) => {
    expect(() => segments(value, "path")).toThrow(input(/"path"/))
  })
})

describe("pointer", () => {
  it.each<[name: string, value: unknown, path: string[], want: unknown]>([
    ["a path", { a: { b: 1 } }, ["a", "b"], 1],
    ["an index", { a: [1, 2] }, ["a", "1"], 2],
    ["the whole", 5, [], 5],
    ["a missing key", { a: 1 }, ["b"], undefined],
    ["beyond a leaf", { a: 1 }, ["a", "b"], undefined],
    ["through null", { a: null }, ["a", "b"], undefined],
    ["nothing inherited", {}, ["constructor", "name"], undefined],
    ["an own __proto__", JSON.parse('{"__proto__":1}'), ["__proto__"], 1],
  ])("%s", (_, value, path, want) => {
    expect(pointer(value, path)).toBe(want)
  })
})

describe("G81 query styles", () => {
  it.each<[name: string, pairs: Pairs, want: string]>([
    ["form, exploded", formExplode("a", [1, "x y", null, true]), "a=1&a=x%20y&a=true"],
    ["form, exploded, one value", formExplode("a", "x"), "a=x"],
    ["form, exploded, absent", formExplode("a", undefined), ""],
    ["form, exploded, empty", formExplode("a", []), ""],
    ["comma", [["a", commaJoined(["x,y", "z"], "a")]], "a=x%2Cy,z"],
    ["comma, empty", [["a", commaJoined([], "a")]], ""],
    ["comma, absent", [["a", commaJoined(null, "a")]], ""],
    ["space", [["a", spaceJoined([1, 2], "a")]], "a=1%202"],
    ["pipe", [["a", pipeJoined([1, 2], "a")]], "a=1%7C2"],
    [
      "deep object",
      deepObject("f", { a: 1, b: { c: ["x", "y"] }, d: undefined }),
      "f%5Ba%5D=1&f%5Bb%5D%5Bc%5D=x&f%5Bb%5D%5Bc%5D=y",
    ],
    ["deep object of a plain value", deepObject("f", 5), "f=5"],
    ["reserved characters allowed", allowReserved([["a", "/x:y?z&w#v+u"]]), "a=/x:y?z%26w%23v%2Bu"],
    [
      "reserved characters allowed in every pair",
      allowReserved([
        ["a[b]", 1],
        ["c", undefined],
        ["d", commaJoined(["x/y", "z"], "d")],
      ]),
      "a%5Bb%5D=1&d=x/y,z",
    ],
    [
      "big integers, booleans",
      [
        ["a", 10n],
        ["b", false],
      ],
      "a=10&b=false",
    ],
    ["hostile names", [["a&b=c", 1]], "a%26b%3Dc=1"],
  ])("%s", (_, pairs, want) => {
    expect(encodeQuery(pairs)).toBe(want)
  })

  it("G82 any name and value come back from a URL as they were", () => {
    const text = fc.string({ unit: "binary" }).map((value) => value.replace(new RegExp(halfOfPair, "gu"), ""))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
        const parsed = [...new URLSearchParams(encodeQuery(pairs))]
        expect(parsed).toEqual(pairs)
      }),
    )
  })

  it("G82 half of a pair is refused", () => {
    expect(() => encodeQuery([["a", "\ud800"]])).toThrow(input(/well-formed/))
  })

  it("a header's list", () => {
    expect([headerList(["a", 1, null], "a"), headerList("x", "a"), headerList(undefined, "a")]).toEqual([
      "a,1",
      "x",
      undefined,
    ])
  })
})

describe("cache keys", () => {
  it.each<[name: string, one: unknown, other: unknown, equal: boolean]>([
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ["absent and undefined", { a: 1 }, { a: 1, b: undefined }, true],
    ["null and absent", { a: null }, {}, false],
    ["the order of items", [1, 2], [2, 1], false],
    ["number and text", { a: 1 }, { a: "1" }, false],
    ["number and big integer", { a: 1 }, { a: 1n }, false],
    ["big integers", { a: 2n ** 64n }, { a: 2n ** 64n + 1n }, false],
    ["zero and minus zero", 0, -0, false],
    ["NaN and null", Number.NaN, null, false],
    ["equal bytes", new Uint8Array([1, 2]), Uint8Array.of(1, 2), true],
    ["other bytes", new Uint8Array([1, 2]), new Uint8Array([1, 3]), false],
    ["a view of bytes", new Uint8Array([0, 1, 2]).subarray(1), new Uint8Array([1, 2]), true],
    ["bytes and their text", new Uint8Array([1]), "!Uint8Array:1", false],
    ["a text like a tag and one more mark", "!!NaN", "!NaN", false],
    ["NaN and its text", Number.NaN, "!Number:NaN", false],
    ["a date and its JSON", new Date(0), new Date(0).toJSON(), false],
    ["two dates that are none", new Date(Number.NaN), new Date(Number.NaN), true],
    ["a map and an object", new Map([["a", 1]]), { a: 1 }, false],
    [
      "maps in another order",
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
      true,
    ],
    ["a set and a list", new Set([1]), [1], false],
    ["a buffer and a view of it", new ArrayBuffer(1), new Uint8Array(1), false],
    ["a date of another realm", runInNewContext("new Date(1)"), new Date(1), true],
    ["a value with a toJSON and what it says", { toJSON: undefined, a: 1 }, { a: 1 }, true],
    ["dates", new Date(1), new Date(2), false],
    ["nested", { a: { c: 1, b: [{}] } }, { a: { b: [{}], c: 1 } }, true],
    ["__proto__ as a key", JSON.parse('{"__proto__":1}'), {}, false],
  ])("%s", (_, one, other, equal) => {
    expect(cacheKey(one) === cacheKey(other)).toBe(equal)
  })

  const circle: Record<string, unknown> = {}
  circle["self"] = circle
  it.each<[name: string, value: unknown]>([
    ["a function", { a: () => 1 }],
    ["a symbol", Symbol("x")],
    ["a Blob", { a: new Blob([]) }],
    ["a stream", new ReadableStream()],
    ["what is iterated asynchronously", { [Symbol.asyncIterator]: () => undefined }],
    ["a URL, whose inside is hidden", new URL("https://a.test")],
    ["a circle in a map", new Map([["a", circle]])],
    ["a circle", circle],
  ])("refuses %s", (_, value) => {
    expect(() => cacheKey(value)).toThrow(input(/has no key/))
  })
})
