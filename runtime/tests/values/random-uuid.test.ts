import { describe, expect } from "vitest"
import { randomUuid } from "../../src/values/random-uuid.ts"
import { seededRandom } from "../../src/testing/index.ts"
import { it } from "../test.ts"

describe("a UUID out of a source of chance", () => {
  it.each<[chance: string, random: () => number, uuid: string]>([
    ["the least", () => 0, "00000000-0000-4000-8000-000000000000"],
    ["the middle", () => 0.5, "88888888-8888-4888-a888-888888888888"],
    ["the most", () => 1 - Number.EPSILON, "ffffffff-ffff-4fff-bfff-ffffffffffff"],
  ])("has version and variant of RFC 9562 at %s", (_, random, uuid) => {
    expect(randomUuid(random)).toBe(uuid)
  })

  it("is the same for the same chance, and no other one", () => {
    const draw = (): string[] => {
      const random = seededRandom(7)
      return Array.from({ length: 1000 }, () => randomUuid(random))
    }
    expect(draw()).toEqual(draw())
    expect(new Set(draw()).size).toBe(1000)
  })
})
