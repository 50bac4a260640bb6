import { describe, expect } from "vitest"
import { measure } from "../../src/data/measure.ts"
import { it } from "../test.ts"

describe("a number that was computed", () => {
  it.each<[string, number, unknown]>([
    ["a number", 0.5, 0.5],
    ["NaN", NaN, "NaN"],
    ["infinity", Infinity, "Infinity"],
    ["its opposite", -Infinity, "-Infinity"],
  ])("goes there and back: %s", (_, value, wire) => {
    expect(measure.encode(value)).toBe(wire)
    expect(measure.decode(wire)).toBe(value)
  })

  it("is NaN where a writer of JSON had none", () => {
    expect(measure.decode(JSON.parse(JSON.stringify(NaN)))).toBeNaN()
  })

  it.each([
    ["text", "0.5"],
    ["nothing", undefined],
    ["a list", [1]],
    ["an object", {}],
  ])("is not %s", (_, wire) => {
    expect(() => measure.decode(wire)).toThrow(new TypeError("A measure is not a number"))
  })
})
