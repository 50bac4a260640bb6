import { describe, expect } from "vitest"
import type { Random } from "../../../src/ports/random.ts"
import { randomContract } from "../../../src/testing/contracts/random-contract.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

runContract("seededRandom", randomContract, () => seededRandom(1))

describe("the contract notices", () => {
  it.each<[name: string, change: (random: Random) => Random]>([
    ["one that always gives the same", () => () => 0.5],
    ["a 1", (random) => () => Math.ceil(random() * 10) / 10],
    ["negative numbers", (random) => () => random() - 0.5],
    ["no numbers", () => () => Number.NaN],
    ["one that leans to one side", (random) => () => random() ** 2],
  ])("%s", async (_, change) => {
    expect(await brokenPromises(randomContract, () => change(seededRandom(1)))).not.toEqual([])
  })
})
