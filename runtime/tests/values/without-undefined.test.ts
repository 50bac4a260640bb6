import { describe, expect, expectTypeOf } from "vitest"
import { withoutUndefined } from "../../src/values/without-undefined.ts"
import { it } from "../test.ts"

describe("an object without what is undefined", () => {
  it("keeps everything else, and nothing of a prototype", () => {
    const given = { a: undefined, b: null, c: 0, d: "", e: false, ["__proto__"]: 1 }
    const kept = withoutUndefined(given)
    expect(Object.entries(kept)).toEqual([
      ["b", null],
      ["c", 0],
      ["d", ""],
      ["e", false],
      ["__proto__", 1],
    ])
    expect(Object.keys(given)).toHaveLength(6)
  })

  it("is of a type whose properties are there or not", () => {
    const limit: number | undefined = [1, 2].at(7)
    const kept = withoutUndefined({ id: "a", limit })
    expectTypeOf(kept.id).toEqualTypeOf<string>()
    expectTypeOf(kept).toExtend<{ readonly id: string; readonly limit?: number }>()
    expect(kept).toEqual({ id: "a" })
  })
})
