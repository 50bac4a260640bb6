import fc from "fast-check"
import { describe, expect } from "vitest"
import { cacheKey } from "../../../src/core/operation/cache-key.ts"
import { plainKey } from "../../../src/core/operation/plain-key.ts"
import { it } from "../../test.ts"

describe("the key of a plain input", () => {
  it.each<[name: string, one: unknown, other: unknown]>([
    ["the order of its fields", { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ["fields that are absent", { a: 1, b: undefined }, { a: 1 }],
  ])("does not depend on %s", (_, one, other) => {
    expect(plainKey(one)).toBe(plainKey(other))
  })

  it("holds a bigint, and tells it from a number", () => {
    expect(plainKey({ a: 2n ** 63n })).toBe('{"a":"!BigInt:9223372036854775808"}')
    expect(plainKey({ a: 1n })).not.toBe(plainKey({ a: 1 }))
  })

  it("is what cacheKey makes of the same input, so that an operation may change from one to the other", () => {
    const text = fc.string().filter((each) => !each.startsWith("!"))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.bigInt(),
        tie("list"),
        tie("record"),
      ),
      list: fc.array(tie("tree"), { maxLength: 4 }),
      record: fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(plainKey(value)).toBe(cacheKey(value))
      }),
    )
  })
})
