import { describe, expect } from "vitest"
import { budgetedRetry } from "../../../src/adapters/retry/budgeted-retry.ts"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import type { Retry } from "../../../src/ports/retry.ts"
import { retryContract } from "../../../src/testing/contracts/retry-contract.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

const engine = (random = seededRandom(1)) => defaultRetry({ clock: new VirtualClock(), random })

runContract("A defaultRetry", retryContract, () => engine())
runContract("A defaultRetry, least draws", retryContract, () => engine(() => 0))
runContract("A defaultRetry, most draws", retryContract, () => engine(() => 0.999999))
runContract("A budgetedRetry", retryContract, () =>
  budgetedRetry({ clock: new VirtualClock(), random: seededRandom(1) }),
)
runContract("A withRetryBudget", retryContract, () => withRetryBudget(engine(), { capacity: 10_000 }))

describe("A the contract notices", () => {
  const changing = (change: (delay: number | undefined) => number | undefined): Retry => {
    const inner = engine()
    return {
      begin(policy) {
        const run = inner.begin(policy)
        return { next: (outcome) => change(run.next(outcome) as number | undefined), succeeded: () => run.succeeded() }
      },
    }
  }
  it.each<[name: string, retry: Retry]>([
    ["one that never gives up", changing((delay) => delay ?? 100)],
    ["one that never tries again", changing(() => undefined)],
    ["one that is early", changing((delay) => (delay === undefined ? undefined : delay / 2))],
    ["one that waits too long", changing((delay) => (delay === undefined ? undefined : delay + 2000))],
    ["one that waits for ever", changing((delay) => (delay === undefined ? undefined : Infinity))],
  ])("%s", async (_, retry) => {
    expect(await brokenPromises(retryContract, () => retry)).not.toEqual([])
  })
})
