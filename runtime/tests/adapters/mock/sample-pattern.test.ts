import { describe, expect } from "vitest"
import { samplePattern } from "../../../src/adapters/mock/sample-pattern.ts"
import { it } from "../../test.ts"

describe("text that fits a pattern", () => {
  it.for<readonly [pattern: string, minLength?: number, maxLength?: number]>([
    ["^[A-Z]{2,3}-(?:\\d{4}|x+)\\.?$"],
    ["^[a-z0-9]+(?:[._-][a-z0-9]+)*$"],
    ["^(?<year>\\d{4})-(0[1-9]|1[0-2])$"],
    ["^[^\\s/]+$"],
    ["^\\W\\D\\S$"],
    ["^[\\w.]+@[a-z]+\\.(com|org)$"],
    ["^.{3,}$"],
    ["abc", 10],
    ["^a*$", 2, 3],
    ["^$"],
    ["^[\\]\\-a]$"],
    ["^#(?:[\\da-fA-F]{3}){1,2}$"],
    ["^\\n\\t$"],
  ])("%s", ([pattern, minLength = 0, maxLength = Infinity], { random }) => {
    for (let count = 0; count < 20; count += 1) {
      const text = samplePattern(pattern, random, minLength, maxLength)
      expect(text).toMatch(new RegExp(pattern, "u"))
      expect(text.length).toBeGreaterThanOrEqual(minLength)
      expect(text.length).toBeLessThanOrEqual(maxLength)
    }
  })

  it.for([
    ["looking ahead", "^(?=a)a$", 0],
    ["a reference back", "^(a|b)\\1$", 0],
    ["a boundary", "a\\bb", 0],
    ["longer than it can be", "^ab$", 9],
  ] as const)("is not made up where it cannot be: %s", ([, pattern, minLength], { random }) => {
    expect(() => samplePattern(pattern, random, minLength, Infinity)).toThrow(/No text for the pattern/)
  })
})
