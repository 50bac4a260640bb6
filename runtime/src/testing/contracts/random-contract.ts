import type { Random } from "../../ports/random.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

const count = 10_000

function define(name: string, check: (numbers: readonly number[]) => void): ContractCase<Random> {
  return {
    name,
    async run(make) {
      const random = await make()
      check(Array.from({ length: count }, () => random()))
    },
  }
}

/** What every `Random` of a running program promises. Tests may give the same number for ever. */
export const randomContract: readonly ContractCase<Random>[] = [
  define("gives numbers from 0 up to, but not, 1", (numbers) => {
    claim(
      numbers.every((number) => number >= 0 && number < 1),
      "each number must lie in [0, 1)",
    )
  }),
  define("spreads what it gives, so that clients do not come back together", (numbers) => {
    const tenths = new Set(numbers.map((number) => Math.floor(number * 10)))
    claim(tenths.size === 10, "every tenth of [0, 1) must be met")
    const mean = numbers.reduce((sum, number) => sum + number, 0) / count
    // 17 standard deviations of the mean: not by chance.
    claim(Math.abs(mean - 0.5) < 0.05, `the mean must be near a half, not ${mean}`)
  }),
]
