import { describe, expect } from "vitest"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { it } from "../../test.ts"

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random())
}

describe("seededRandom", () => {
  it("repeats itself for one seed and differs between seeds", () => {
    expect(draw(7, 20)).toEqual(draw(7, 20))
    expect(draw(7, 20)).not.toEqual(draw(8, 20))
  })

  it("stays in [0, 1) and fills it evenly", () => {
    const numbers = draw(1, 10_000)
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
    expect(mean).toBeGreaterThan(0.48)
    expect(mean).toBeLessThan(0.52)
  })
})
