import { describe, expect } from "vitest"
import * as v from "valibot"
import * as s from "../../src/schema/index.ts"
import type { Schema } from "../../src/schema/index.ts"
import { it } from "../test.ts"
import { issuesOf } from "./run.ts"

const pet = s.lazy(() =>
  s.object({
    name: s.string(),
    age: s.optional(s.integer()),
    owner: s.nullish(s.object({ email: s.string() })),
    kind: s.optional(s.picklist(["cat", "dog"])),
  }),
)

const tree: Schema = s.lazy(() => s.object({ children: s.optional(s.array(tree)) }))
const json = (text: string): unknown => JSON.parse(text)
const deep = (depth: number): unknown => {
  let value: unknown = {}
  for (let level = 0; level < depth; level++) value = { children: [value] }
  return value
}

const ball = s.lazy(() => s.object({ type: s.optional(s.literal("ball")), size: s.number() }))
const rope = s.lazy(() => s.object({ type: s.optional(s.literal("rope")), length: s.number() }))
const toy = s.variant("type", [
  ["ball", ball],
  ["rope", rope],
])
const distinctToy = s.variant(
  "type",
  [
    ["ball", ball],
    ["rope", rope],
  ],
  true,
)
const event = s.union([
  s.string(),
  s.object({ type: s.literal("start"), at: s.integer() }),
  s.object({ type: s.literal("stop"), code: s.integer() }),
])

type Outcome = readonly string[]
const ok: Outcome = []

describe("strict and tolerant", () => {
  it.each<[name: string, schema: Schema, value: unknown, strict: Outcome, tolerant: Outcome]>([
    ["a full object", pet, { name: "a", age: 1, owner: { email: "e" }, kind: "cat" }, ok, ok],
    ["nothing optional", pet, { name: "a" }, ok, ok],
    ["null where it means absent", pet, { name: "a", owner: null }, ok, ok],
    [
      "undefined counts as missing",
      pet,
      { name: undefined },
      ["name: Expected a value but received undefined"],
      ["name: Expected a value but received undefined"],
    ],
    [
      "a field of the wrong kind",
      pet,
      { name: 1 },
      ["name: Expected string but received number"],
      ["name: Expected string but received number"],
    ],
    [
      "a deep path",
      pet,
      { name: "a", owner: {} },
      ["owner.email: Expected a value but received undefined"],
      ["owner.email: Expected a value but received undefined"],
    ],
    ["an unknown field", pet, { name: "a", extra: 1 }, ["extra: Unknown field"], ok],
    [
      "an unknown enum member",
      pet,
      { name: "a", kind: "bird" },
      ['kind: Expected "cat" | "dog" but received string'],
      ok,
    ],
    [
      "an enum of another kind",
      pet,
      { name: "a", kind: 1 },
      ['kind: Expected "cat" | "dog" but received number'],
      ['kind: Expected "cat" | "dog" but received number'],
    ],
    [
      "a list in place of an object",
      pet,
      [],
      [": Expected object but received array"],
      [": Expected object but received array"],
    ],
    [
      "null in place of an object",
      pet,
      null,
      [": Expected object but received null"],
      [": Expected object but received null"],
    ],
    ["J102 an inherited field", s.object({ toString: s.optional(s.string()) }), {}, ok, ok],
    ["J102 an own field with an inherited name", s.object({ constructor: s.string() }), { constructor: "x" }, ok, ok],
    [
      "J102 a missing field with an inherited name",
      s.object({ constructor: s.string() }),
      {},
      ["constructor: Expected a value but received undefined"],
      ["constructor: Expected a value but received undefined"],
    ],
    ["__proto__ as unknown field", pet, json('{"name":"a","__proto__":{"x":1}}'), ["__proto__: Unknown field"], ok],
    ["__proto__ as declared field", s.object({ ["__proto__"]: s.string() }), json('{"__proto__":"x"}'), ok, ok],
    [
      "__proto__ as map key",
      s.record(s.integer()),
      json('{"__proto__":"x"}'),
      ["__proto__: Expected integer but received string"],
      ["__proto__: Expected integer but received string"],
    ],
    ["an object without prototype", pet, Object.assign(Object.create(null), { name: "a" }), ok, ok],
    ["a frozen object", pet, Object.freeze({ name: "a" }), ok, ok],
    ["rest fields", s.objectWithRest({ a: s.string() }, s.integer()), { a: "x", b: 1 }, ok, ok],
    [
      "a rest field of the wrong kind",
      s.objectWithRest({ a: s.string() }, s.integer()),
      { a: "x", b: "y" },
      ["b: Expected integer but received string"],
      ["b: Expected integer but received string"],
    ],
    [
      "an array item",
      s.array(s.string()),
      ["a", 1],
      ["1: Expected string but received number"],
      ["1: Expected string but received number"],
    ],
    ["a tuple", s.tuple([s.string(), s.integer()]), ["a", 1], ok, ok],
    [
      "a short tuple",
      s.tuple([s.string(), s.integer()]),
      ["a"],
      ["1: Expected a value but received undefined"],
      ["1: Expected a value but received undefined"],
    ],
    [
      "a short tuple whose last may be anything",
      s.tuple([s.string(), s.any()]),
      ["a"],
      ["1: Expected a value but received undefined"],
      ["1: Expected a value but received undefined"],
    ],
    [
      "a short tuple among variants",
      s.union([s.tuple([s.string(), s.integer()]), s.string()]),
      ["a"],
      ["1: Expected a value but received undefined"],
      ["1: Expected a value but received undefined"],
    ],
    ["a long tuple", s.tuple([s.string()]), ["a", 1], [": Expected array of 1 but received array"], ok],
    [
      "a tuple with rest",
      s.tuple([s.string()], s.integer()),
      ["a", 1, "b"],
      ["2: Expected integer but received string"],
      ["2: Expected integer but received string"],
    ],
    ["a variant by tag", toy, { type: "ball", size: 1 }, ok, ok],
    [
      "a broken variant by tag",
      toy,
      { type: "ball" },
      ["size: Expected a value but received undefined"],
      ["size: Expected a value but received undefined"],
    ],
    ["an unknown tag", toy, { type: "kite" }, ['type: Expected "ball" | "rope" but received undefined'], ok],
    [
      "a missing tag",
      toy,
      { size: 1 },
      ["type: Expected a value but received undefined"],
      ["type: Expected a value but received undefined"],
    ],
    [
      "a missing tag where fields are distinct",
      distinctToy,
      { size: 1 },
      ["type: Expected a value but received undefined"],
      ok,
    ],
    [
      "a tag that its writer left out",
      s.object({ type: s.tag(s.literal("ball")) }),
      {},
      ["type: Expected a value but received undefined"],
      ok,
    ],
    [
      "a variant of another kind",
      toy,
      "ball",
      [": Expected object but received string"],
      [": Expected object but received string"],
    ],
    ["a union's primitive", event, "x", ok, ok],
    ["a union's object", event, { type: "stop", code: 1 }, ok, ok],
    [
      "a broken object of a union",
      event,
      { type: "stop" },
      ["code: Expected a value but received undefined"],
      ["code: Expected a value but received undefined"],
    ],
    ["an unknown variant of a union", event, { type: "pause" }, [": Expected string | object but received object"], ok],
    ["an unknown kind in a union", event, 7, [": Expected string | object but received number"], ok],
    [
      "parts of an intersection",
      s.intersection([s.object({ a: s.string() }), s.object({ b: s.string() })]),
      { a: "", b: "" },
      ok,
      ok,
    ],
    [
      "a key that no part knows",
      s.intersection([s.object({ a: s.string() }), s.object({ b: s.string() })]),
      { a: "", b: "", c: 1 },
      ["c: Unknown field", "c: Unknown field"],
      ok,
    ],
    ["null", s.literal(null), null, ok, ok],
    ["a constant object in another key order", s.constant({ a: 1, b: [2] }), { b: [2], a: 1 }, ok, ok],
    [
      "another constant object",
      s.constant({ a: 1 }),
      { a: 2 },
      [": Expected the constant of this place but received object"],
      [": Expected the constant of this place but received object"],
    ],
    ["bytes", s.bytes(), new Uint8Array(), ok, ok],
    [
      "bytes as text",
      s.bytes(),
      "AA==",
      [": Expected Uint8Array but received string"],
      [": Expected Uint8Array but received string"],
    ],
    [
      "any but undefined",
      s.any(),
      undefined,
      [": Expected a value but received undefined"],
      [": Expected a value but received undefined"],
    ],
  ])("%s", (_, schema, value, strict, tolerant) => {
    expect(issuesOf(schema, value, "strict")).toEqual(strict)
    expect(issuesOf(schema, value, "tolerant")).toEqual(tolerant)
  })
})

describe("kinds and constraints", () => {
  const leap = "2016-12-31T23:59:60Z"
  it.each<[name: string, schema: Schema, fits: readonly unknown[], fails: readonly unknown[]]>([
    ["number", s.number(), [0, -1.5, 1e300], [NaN, Infinity, "1", 1n]],
    ["integer", s.integer(), [0, 2 ** 53 - 1, 1.0], [1.5, 2 ** 53, "1"]],
    ["int64", s.int64(), [1, 2n ** 63n - 1n, -(2n ** 63n)], [1.5, 2 ** 53, 2n ** 63n, "1"]],
    ["boolean", s.boolean(), [true], [1, "true"]],
    ["minLength counts code points", s.pipe(s.string(), s.minLength(2)), ["ab", "😀😀"], ["a", "😀"]],
    ["maxLength counts code points", s.pipe(s.string(), s.maxLength(2)), ["", "😀😀"], ["abc", "😀😀😀"]],
    ["pattern", s.pipe(s.string(), s.pattern(/^a+$/u)), ["a", "a".repeat(16_384)], ["b", "a".repeat(16_385)]],
    ["minimum", s.pipe(s.number(), s.minimum(1)), [1], [0.9]],
    ["maximum", s.pipe(s.number(), s.maximum(1)), [1], [1.1]],
    ["exclusiveMinimum", s.pipe(s.number(), s.exclusiveMinimum(1)), [1.1], [1]],
    ["exclusiveMaximum", s.pipe(s.number(), s.exclusiveMaximum(1)), [0.9], [1]],
    ["limits of bigints", s.pipe(s.int64(), s.minimum(1), s.multipleOf(2)), [2n ** 60n], [-2n, 3n]],
    ["multipleOf", s.pipe(s.number(), s.multipleOf(0.1)), [0.3, 1, 0], [0.35]],
    ["multipleOf, small", s.pipe(s.number(), s.multipleOf(0.0001)), [0.0075], [0.00751]],
    ["multipleOf, overflow", s.pipe(s.number(), s.multipleOf(0.123456789)), [], [1e308]],
    ["minItems", s.pipe(s.array(s.any()), s.minItems(1)), [[1]], [[]]],
    ["maxItems", s.pipe(s.array(s.any()), s.maxItems(1)), [[1]], [[1, 2]]],
    [
      "uniqueItems",
      s.pipe(s.array(s.any()), s.uniqueItems()),
      [[1, "1", [1], { a: 1 }]],
      [
        [1, 1],
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    ],
    ["minProperties", s.pipe(s.record(s.any()), s.minProperties(1)), [{ a: 1 }], [{}]],
    ["maxProperties", s.pipe(s.record(s.any()), s.maxProperties(1)), [{ a: 1 }], [{ a: 1, b: 1 }]],
    [
      "date-time",
      s.pipe(s.string(), s.dateTime()),
      ["2026-02-28T23:59:59.123456+01:00", "2024-02-29T00:00:00z", leap, "2016-12-31T15:59:60-08:00"],
      ["2026-02-30T00:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28T00:00:00", "2026-02-28", "2016-12-31T22:59:60Z"],
    ],
    [
      "date",
      s.pipe(s.string(), s.date()),
      ["2024-02-29", "2000-02-29"],
      ["2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "26-01-01"],
    ],
    [
      "uuid",
      s.pipe(s.string(), s.uuid()),
      ["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
      ["2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638"],
    ],
    [
      "uri",
      s.pipe(s.string(), s.uri()),
      ["https://a.b/c?d#e", "tinker://run/weights/1", "urn:x:y", "mailto:a@b"],
      ["/a", "a b", "http://a b", "http://a#b#c", "http://%zz"],
    ],
    [
      "email",
      s.pipe(s.string(), s.email()),
      ["joe.bloggs@example.com", "a+b@x.y", "te~st@example.com"],
      ["joe", "@x", "a..b@x.y", ".a@x.y", "a@-x.y", "a@x..y"],
    ],
    [
      "http-date",
      s.pipe(s.string(), s.httpDate()),
      ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
      ["06 Nov 1994", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 25:49:37 GMT"],
    ],
    ["byte", s.pipe(s.string(), s.byte()), ["", "AA==", "AAA=", "-_8"], ["A", "A===", "!!!!"]],
  ])("%s", (_, schema, fits, fails) => {
    for (const value of fits) expect(issuesOf(schema, value), `${String(value)} fits`).toEqual([])
    for (const value of fails) expect(issuesOf(schema, value), `${String(value)} fails`).toHaveLength(1)
  })

  it("takes Python's date and time without offset from a server only", () => {
    const schema = s.pipe(s.string(), s.dateTime())
    expect(
      issuesOf(
        s.lazy(() => schema),
        "2026-02-28T12:00:00.000001",
        "tolerant",
      ),
    ).toEqual([])
  })
})

describe("a schema", () => {
  it("is built on first use, once", () => {
    let built = 0
    const schema = s.lazy(() => (built++, s.string()))
    expect(built).toBe(0)
    issuesOf(schema, "a")
    issuesOf(schema, "b")
    expect(built).toBe(1)
  })

  it("may name itself, and refuses what is deeper than the stack with an issue", () => {
    expect(issuesOf(tree, deep(500))).toEqual([])
    expect(issuesOf(tree, deep(100_000))).toEqual([": Nested too deeply"])
  })

  it("never names a value in its words", () => {
    const schema = s.object({ a: s.pipe(s.string(), s.minLength(99)), b: s.integer(), c: s.picklist(["x"]) })
    const words = issuesOf(schema, { a: "s3cret", b: "s3cret", c: "s3cret", d: "s3cret" }).join("\n")
    expect(words).not.toContain("s3cret")
  })

  it("stops at about a hundred issues", () => {
    expect(
      issuesOf(
        s.array(s.string()),
        Array.from({ length: 1e6 }, () => 1),
      ),
    ).toHaveLength(100)
    expect(
      issuesOf(s.record(s.string()), Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 1]))),
    ).toHaveLength(100)
  })

  it("returns the very value that went in", () => {
    const value = { name: "a" }
    expect(v.parse(pet, value)).toBe(value)
  })

  it("works inside valibot's own schemas and methods", () => {
    const order = v.object({ pet, count: v.number() })
    expect(v.is(order, { pet: { name: "a" }, count: 1 })).toBe(true)
    expect(v.safeParse(order, { pet: { name: 1 }, count: 1 }).issues?.map((issue) => v.getDotPath(issue))).toEqual([
      "pet.name",
    ])
  })

  it("leaves no trace on Object.prototype", () => {
    issuesOf(s.record(s.any()), json('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'))
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
})
