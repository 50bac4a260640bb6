import { describe, expect } from "vitest"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { encodeQuery } from "../../../src/core/request/encode-query.ts"
import { segment, segments } from "../../../src/core/request/segment.ts"
import {
  allowReserved,
  commaJoined,
  deepObject,
  formExplode,
  pipeJoined,
  spaceJoined,
} from "../../../src/core/request/query-style.ts"
import { headerList } from "../../../src/core/request/header-style.ts"
import type { EncodedText, PairValue } from "../../../src/core/client/scope.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, rejection, spec, testService } from "../fixture.ts"

/** What a segment cannot carry is refused; of everything else a URL parser must see exactly what was meant. */
const hostile = [
  ...[
    "",
    ".",
    "..",
    "...",
    "%2e",
    "%2e%2e",
    ".%2E",
    "%252e%252e",
    "..;",
    "..%2f",
    "..\\..",
    "../../..",
    "./x",
    "x/../y",
  ],
  ...["/", "//", "//evil.test", "\\\\evil.test", "\\", "@evil.test", ":80", "http://evil.test/x", "javascript:x"],
  ...[
    "?x=1",
    "#f",
    "a?b#c",
    "a;b=c",
    "a&b",
    " ",
    "\t",
    ".\t.",
    "\t..",
    "\n..",
    "a\r\nX: y",
    "\u0000",
    "a\u0000b",
    "\u007f",
  ],
  ...["é", "\u202e", "\ud800", "😀", "+", "a+b", "%", "%zz", "~", "*'()!", "x".repeat(10_000)],
] as const

const templates: readonly (readonly [template: string, base: string])[] = [
  ["/{v}", ""],
  ["/{v}/", ""],
  ["/pets/{v}", ""],
  ["/pets/{v}/toys", ""],
  ["/pets/{v}/toys/{v}", ""],
  ["/{v}/{v}/{v}", ""],
  ["/a/{v}.json", ""],
  ["/a/x-{v}", ""],
  ["/a/x-{v}-y", ""],
  ["/a/{v}:run", ""],
  ["/a/.{v}", ""],
  ["/a/{v}.", ""],
  ["/a/..{v}", ""],
  ["/{v}", "/v1"],
  ["/pets/{v}", "/v1/"],
  ["pets/{v}", "/v1"],
  ["/pets/{v}/toys", "/a/b/c"],
  ["/pets;{v}/x", "/v1"],
]

describe("G76 a path parameter", () => {
  it.each(templates)("in %s after a base path of %j: every hostile value", async (template, base) => {
    const transport = fakeTransport()
    const client = createClient(testService(), { baseUrl: `https://zoo.test${base}`, transport })
    const operation = defineOperation(() => ({
      ...spec(),
      path: (input) => template.replaceAll("{v}", () => segment((input as { v: unknown }).v, "v")),
    }))
    const meant = new URL((await operation.request({ v: "x" }, { client })).url).pathname.split("/")
    let checked = 0
    for (const value of hostile) {
      checked += 1
      const made = await operation.request({ v: value }, { client }).catch((error: unknown) => error as PristineError)
      if (!("url" in made)) {
        expect(made.code, value).toBe("input")
        expect(["", ".", "..", "\ud800"], value).toContain(value)
        continue
      }
      const url = new URL(made.url)
      expect([url.host, url.username, url.search, url.hash], value).toEqual(["zoo.test", "", "", ""])
      const seen = url.pathname.split("/")
      expect(seen.length, value).toBe(meant.length)
      const filled = template.replaceAll("{v}", "\u0001").split("/").at(-1) ?? ""
      const last = decodeURIComponent(seen.at(-1) ?? "")
      expect(last, value).toBe(filled.replaceAll("\u0001", () => value))
    }
    expect(checked * templates.length).toBeGreaterThan(600)
    expect(transport.requests).toHaveLength(0)
  })

  it("of several segments: every pair of hostile values is refused or stays apart", () => {
    let checked = 0
    for (const one of hostile) {
      for (const other of hostile) {
        checked += 1
        let path: string
        try {
          path = segments([one, other], "v")
        } catch (error) {
          expect(error).toMatchObject({ code: "input" })
          expect([one, other].some((value) => ["", ".", "..", "\ud800"].includes(value))).toBe(true)
          continue
        }
        const seen = new URL(`https://zoo.test/v1/${path}`).pathname.split("/").slice(2)
        expect(seen.map(decodeURIComponent)).toEqual([one, other])
      }
    }
    expect(checked).toBe(hostile.length ** 2)
  })

  it.each<[name: string, value: unknown]>([
    ["null", null],
    ["nothing", undefined],
    ["NaN", Number.NaN],
    ["Infinity", -Infinity],
    ["an object", {}],
    ["a list", ["a"]],
    ["a symbol", Symbol.iterator],
    ["a date", new Date(0)],
    ["an object with a text", { toString: () => "x" }],
    ["a function", () => "x"],
    ["a text in a box", Object("x")],
    ["a URL", new URL("https://evil.test")],
  ])("G78 %s is refused, never [object Object]", (_, value) => {
    expect(() => segment(value, "v")).toThrow(expect.objectContaining({ code: "input" }))
  })
})

describe("G79 the base URL", () => {
  const bases: readonly (readonly [name: string, base: string, want: string])[] = [
    ["plain", "https://zoo.test", "https://zoo.test"],
    ["with a slash", "https://zoo.test/", "https://zoo.test"],
    ["with slashes", "https://zoo.test///", "https://zoo.test"],
    ["with a prefix", "https://zoo.test/v1", "https://zoo.test/v1"],
    ["with a prefix and a slash", "https://zoo.test/v1/", "https://zoo.test/v1"],
    ["with dot segments", "https://zoo.test/a/../v1", "https://zoo.test/v1"],
    ["with a port", "https://zoo.test:8443", "https://zoo.test:8443"],
    ["with its scheme's port", "https://zoo.test:443/v1", "https://zoo.test/v1"],
    ["in capitals", "HTTPS://ZOO.TEST/V1", "https://zoo.test/V1"],
    ["of IPv6", "http://[::1]:8080/v1", "http://[::1]:8080/v1"],
    ["of IPv4 in other words", "http://127.1/v1", "http://127.0.0.1/v1"],
    ["of an international name", "https://zöö.test", "https://xn--z-1gaa.test"],
    ["with spaces around", " https://zoo.test/v1 ", "https://zoo.test/v1"],
  ]
  const paths = [
    ...["/pets", "pets", "@evil.test/x", "//evil.test/x", "\\\\evil.test/x", ":80/x", ".evil.test/x", "/..//evil.test"],
    ...["http://evil.test/x", "%2f%2fevil.test", "\t//evil.test", "/%2e%2e/%2e%2e/x", "/?x=1", "/#f"],
  ]

  it.each(bases)("%s: no path leads to another host", async (_, base, want) => {
    const client = createClient(testService(), { baseUrl: base, transport: fakeTransport() })
    expect(client.baseUrl).toBe(want)
    for (const path of paths) {
      const { url } = await defineOperation(() => ({ ...spec(), path: () => path })).request({}, { client })
      expect(new URL(url).origin, path).toBe(new URL(want).origin)
      expect(url.startsWith(`${want}/`), path).toBe(true)
    }
  })

  it.each([
    ...["", "zoo.test", "/v1", "//zoo.test", "https://", "https:// zoo.test", "https://zoo.test:99999", "http://[::1"],
    ...["javascript:alert(1)", "data:text/plain,x", "file:///etc", "ftp://zoo.test", "ws://zoo.test", "unix:/run/x"],
    ...["https://me@zoo.test", "https://:pw@zoo.test", "https://me:pw@zoo.test", "http://127.0.0.1@evil.test"],
    ...["https://zoo.test?x", "https://zoo.test/v1?x=1", "https://zoo.test#f", "https://zoo.test/#/v1"],
  ])("refuses %j", (baseUrl) => {
    expect(() => createClient(testService(), { baseUrl })).toThrow(expect.objectContaining({ code: "config" }))
  })
})

const texts = [
  ...["", "a", "a b", "a+b", "a&b=c", "a=b", "#", "?", "%", "%41", "é", "😀", "\r\n", "\u0000", "a,b", "a|b", "a%20b"],
  ...["[x]", "__proto__", "/", ":", "@", "!$'()*;", "'\"<>", "\\", "\u202e", "a;b", "&&", "=", "x".repeat(2_000)],
] as const

describe("G82 what stands in a query", () => {
  it("every hostile name with every hostile value comes back from a parser", () => {
    let checked = 0
    for (const name of texts) {
      for (const value of texts) {
        checked += 1
        expect([...new URLSearchParams(encodeQuery([[name, value]]))]).toEqual([[name, value]])
      }
    }
    expect(checked).toBe(texts.length ** 2)
  })

  it("all at once keep their order and number", () => {
    const pairs = texts.map((text, index): [string, string] => [text, texts.at(-1 - index) ?? ""])
    expect([...new URLSearchParams(encodeQuery(pairs))]).toEqual(pairs)
  })

  it.each(["call", "client"] as const)("of a %s's options, likewise, and nothing leaves the query", async (whose) => {
    const query = Object.fromEntries(texts.map((text, index) => [text, `${text}${index}`]))
    const { client, transport } = bench(() => ({}), whose === "client" ? { query } : {})
    await defineOperation(() => spec())({}, { client, ...(whose === "call" && { query }) })
    const url = new URL(transport.requests[0]?.url ?? "")
    expect([url.host, url.pathname, url.hash]).toEqual(["zoo.test", "/v1/pets/7", ""])
    expect([...url.searchParams].sort()).toEqual(Object.entries(query).sort())
  })

  it.each<[name: string, value: unknown]>([
    ["a text that says it is encoded", { encoded: "x&admin=true" }],
    ["an object", {}],
    ["a list", ["a"]],
    ["a date", new Date(0)],
    ["NaN", Number.NaN],
    ["Infinity", Infinity],
    ["a symbol", Symbol.iterator],
    ["a function", () => "x"],
  ])("G78 %s is refused in a query and in a header, whatever checks are off", async (_, value) => {
    const { client, transport } = bench(() => ({}))
    const pair: [string, PairValue] = ["q", value as PairValue]
    const operations = [
      spec({ query: () => [pair] }),
      spec({ query: () => formExplode("q", [value]) }),
      spec({ query: () => [["q", commaJoined([value], "a")]] }),
      spec({ query: () => deepObject("q", { a: [value] }) }),
      spec({ headers: () => [pair] }),
      spec({ headers: () => [["X-List", headerList([value], "a")]] }),
    ]
    for (const [index, one] of operations.entries()) {
      const call = defineOperation(() => one)({}, { client, validate: "off" })
      // An object is what deepObject is for, and a list of it what it repeats.
      if (index === 3 && typeof value === "object" && !(value instanceof Date)) await call
      else expect(await rejection(call), String(index)).toMatchObject({ code: "input" })
    }
    for (const { url } of transport.requests) expect(url).not.toMatch(/object|undefined|admin=/)
  })

  it("half of a surrogate pair is refused wherever it stands", async () => {
    const { client, transport } = bench(() => ({}))
    for (const query of [{ "\udc00": "x" }, { x: "\udc00" }]) {
      expect(await rejection(defineOperation(() => spec())({}, { client, query }))).toMatchObject({ code: "input" })
    }
    expect(transport.requests).toHaveLength(0)
  })
})

/** Lists of every length and shape with what is left of them when absent items are dropped. */
const lists: readonly (readonly [name: string, value: unknown, items: readonly string[] | undefined])[] = [
  ["undefined", undefined, undefined],
  ["null", null, undefined],
  ["an empty list", [], []],
  ["a list of nothing", [null, undefined], []],
  ["an empty text", "", [""]],
  ["a list of an empty text", [""], [""]],
  ["two empty texts", ["", ""], ["", ""]],
  ["a number", 1.5, ["1.5"]],
  ["minus zero", -0, ["0"]],
  ["zero", 0, ["0"]],
  ["a big integer", 2n ** 64n, ["18446744073709551616"]],
  ["a boolean", false, ["false"]],
  ["booleans", [true, false], ["true", "false"]],
  ["mixed items", ["a", 1, true, null, 2n], ["a", "1", "true", "2"]],
  ["equal items", ["a", "a"], ["a", "a"]],
  ["a long list", Array.from({ length: 1_000 }, (_, index) => index), Array.from({ length: 1_000 }, (_, i) => `${i}`)],
  ...texts
    .filter((text) => text !== "")
    .slice(0, 20)
    .map((text) => [`the text ${JSON.stringify(text.slice(0, 10))}`, [text, "z"], [text, "z"]] as const),
]

describe("G81 styles: 36 values each", () => {
  const pair = (encoded: EncodedText | undefined): string => encodeQuery([["n", encoded]])
  const joined = (separator: string) => (query: string) =>
    query === "" ? [] : query.slice("n=".length).split(separator).map(decodeURIComponent)
  const parsed = (query: string): readonly string[] => new URLSearchParams(query).getAll("n")

  it.each<[name: string, write: (value: unknown) => string, read: (query: string) => readonly string[]]>([
    ["form, exploded", (value) => encodeQuery(formExplode("n", value)), parsed],
    ["form, joined", (value) => pair(commaJoined(value, "a")), joined(",")],
    ["spaceDelimited", (value) => pair(spaceJoined(value, "a")), joined("%20")],
    ["pipeDelimited", (value) => pair(pipeJoined(value, "a")), joined("%7C")],
  ])("%s", (_, write, read) => {
    expect(lists).toHaveLength(36)
    for (const [name, value, items] of lists) {
      const query = write(value)
      // A text with the separator in it cannot be told from two: what joins says so by its encoding alone.
      const hasSeparator = items?.some((item) => (read === parsed ? false : separatorIn(write, item))) ?? false
      if (hasSeparator) continue
      expect(read(query), name).toEqual(items ?? [])
      expect(new URL(`https://zoo.test/?${query}`).hash, name).toBe("")
    }
  })

  /** Whether an item is written with the very characters that join items. */
  function separatorIn(write: (value: unknown) => string, item: string): boolean {
    const separator = write(["", ""]).slice("n=".length)
    return separator !== "" && encodeURIComponent(item).includes(separator)
  }

  it("simple, of a header", () => {
    for (const [name, value, items] of lists)
      expect(headerList(value, "a"), name).toBe(items?.length === 0 ? undefined : items?.join(","))
  })

  it("allowReserved keeps what RFC 3986 reserves but what ends or splits a query", () => {
    for (const text of texts) {
      const encoded = encodeQuery(allowReserved([["n", text]])).slice("n=".length)
      expect([...new URLSearchParams(`n=${encoded}`)], text).toEqual([["n", text]])
      expect(new URL(`https://zoo.test/?n=${encoded}`).hash, text).toBe("")
    }
    expect(encodeQuery(allowReserved([["n", "/:?@!$'()*,;=[]#&+"]]))).toBe("n=/:?@!$'()*,;=%5B%5D%23%26%2B")
    const absent = [
      ["a", undefined],
      ["b", null],
    ] as const
    expect(allowReserved(absent)).toEqual(absent)
  })

  it("deepObject: every name and value, flat and nested, comes back", () => {
    for (const text of texts) {
      const query = encodeQuery(deepObject("n", { [text]: text, deep: { [text]: [text, 1, null] } }))
      const want = [
        [`n[${text}]`, text],
        [`n[deep][${text}]`, text],
        [`n[deep][${text}]`, "1"],
      ]
      const got = [...new URLSearchParams(query)]
      // A name that is an index of a list would move forward.
      expect(got, text).toEqual(text === "deep" ? got : want)
    }
    expect(deepObject("n", undefined)).toEqual([])
    expect(encodeQuery(deepObject("n", {}))).toBe("")
    expect(encodeQuery(deepObject("n", { a: undefined, b: null, c: [] }))).toBe("")
  })
})
