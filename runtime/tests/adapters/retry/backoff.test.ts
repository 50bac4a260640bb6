import fc from "fast-check"
import { describe, expect } from "vitest"
import { backoffDelay, type Backoff } from "../../../src/adapters/retry/backoff.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { it } from "../../test.ts"

const rule = (rest: Partial<Backoff>): Backoff => ({
  backoff: "exponential",
  baseMs: 100,
  maxMs: 1000,
  jitter: [1, 1],
  ...rest,
})
const delays = (given: Backoff, count: number, random = () => 0) =>
  Array.from({ length: count }, (_, index) => backoffDelay(given, index + 1, random))

describe("A2 backoffDelay", () => {
  it.each<[name: string, given: Backoff, expected: number[]]>([
    ["none", rule({ backoff: "none" }), [0, 0, 0]],
    ["constant", rule({ backoff: "constant" }), [100, 100, 100]],
    ["linear", rule({ backoff: "linear", maxMs: 350 }), [100, 200, 300, 350, 350]],
    ["exponential", rule({}), [100, 200, 400, 800, 1000, 1000]],
    ["Tinker's dispatch", rule({ baseMs: 500, maxMs: 10_000 }), [500, 1000, 2000, 4000, 8000, 10_000, 10_000]],
    ["a base above the cap", rule({ baseMs: 5000 }), [1000, 1000]],
    ["a base of 0", rule({ baseMs: 0 }), [0, 0, 0]],
    ["no cap", rule({ maxMs: Infinity, baseMs: 1_000_000_000 }), [1_000_000_000, 2_000_000_000, 2_147_483_647]],
  ])("grows: %s", (_, given, expected) => {
    expect(delays(given, expected.length)).toEqual(expected)
  })

  it.each<[name: string, jitter: [number, number], draw: number, expected: number]>([
    ["full, least", [0, 1], 0, 0],
    ["full, middle", [0, 1], 0.5, 500],
    ["full, most", [0, 1], 0.999999, 1000],
    ["a quarter down, least", [0.75, 1], 0, 750],
    ["a quarter down, most", [0.75, 1], 0.999999, 1000],
    ["both ways, least", [0.75, 1.25], 0, 750],
    ["both ways, never above the cap", [0.75, 1.25], 0.9, 1000],
    ["additive below the cap", [1, 1.1], 0.5, 1000],
  ])("jitters: %s", (_, jitter, draw, expected) => {
    expect(backoffDelay(rule({ backoff: "constant", baseMs: 1000, jitter }), 1, () => draw)).toBe(expected)
  })

  it("has half the delay as the mean of full jitter", () => {
    const random = seededRandom(3)
    const given = rule({ backoff: "constant", baseMs: 1000, jitter: [0, 1] })
    const mean = delays(given, 10_000, random).reduce((sum, delay) => sum + delay, 0) / 10_000
    expect(mean).toBeGreaterThan(485)
    expect(mean).toBeLessThan(515)
  })

  it("stays a whole number within its bounds, for every rule and count", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("none", "constant", "linear", "exponential"),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.oneof(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.constant(Infinity)),
        fc.tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (backoff, baseMs, maxMs, [from, over], failures, draw) => {
          const delay = backoffDelay({ backoff, baseMs, maxMs, jitter: [from, from + over] }, failures, () => draw)
          expect(Number.isInteger(delay)).toBe(true)
          expect(delay).toBeGreaterThanOrEqual(0)
          expect(delay).toBeLessThanOrEqual(Math.min(2_147_483_647, Math.ceil(maxMs)))
        },
      ),
    )
  })
})
