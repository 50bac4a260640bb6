import { describe, expect } from "vitest"
import { pacedRateLimit } from "../../../src/adapters/rate-limit/paced-rate-limit.ts"
import { createRateLimit } from "../../../src/adapters/rate-limit/rate-limit.ts"
import { slidingWindow } from "../../../src/adapters/rate-limit/sliding-window.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import { createByteSemaphore } from "../../../src/adapters/semaphore/byte-semaphore.ts"
import { createCountingSemaphore } from "../../../src/adapters/semaphore/counting-semaphore.ts"
import type { RateLimit, RateLimitSpec } from "../../../src/ports/rate-limit.ts"
import type { Semaphore } from "../../../src/ports/semaphore.ts"
import { rateLimitContract, type RateLimitSubject } from "../../../src/testing/contracts/rate-limit-contract.ts"
import { semaphoreContract } from "../../../src/testing/contracts/semaphore-contract.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

runContract("D counting semaphore", semaphoreContract, () => ({ semaphore: createCountingSemaphore(2), permits: 2 }))
runContract("D counting semaphore of many", semaphoreContract, () => ({
  semaphore: createCountingSemaphore(7, { maxQueue: 100 }),
  permits: 7,
}))
runContract("D byte semaphore", semaphoreContract, () => ({ semaphore: createByteSemaphore(1), permits: 2 }))

describe("D the contract of semaphores notices", () => {
  const inner = () => createCountingSemaphore(2)
  it.each<[name: string, create: () => Semaphore]>([
    ["one that admits everybody", () => ({ acquire: () => Promise.resolve(() => undefined) })],
    [
      "one that forgets the signal",
      () => ((semaphore) => ({ acquire: (weight) => semaphore.acquire(weight) }))(inner()),
    ],
    [
      "one whose listeners stay",
      () =>
        ((semaphore) => ({
          acquire(weight, signal) {
            signal?.addEventListener("abort", () => undefined)
            return semaphore.acquire(weight, signal)
          },
        }))(inner()),
    ],
    [
      "one that grants more without a wait",
      () => ((semaphore) => ({ ...semaphore, tryAcquire: () => () => undefined }))(inner()),
    ],
    [
      "one that serves the latest first",
      () => {
        let free = 2
        const waiting: (() => void)[] = []
        const release = () => {
          const next = waiting.pop()
          if (next === undefined) free++
          else next()
        }
        return {
          async acquire() {
            if (free-- <= 0) {
              free++
              await new Promise<void>((resolve) => waiting.push(resolve))
            }
            return release
          },
        }
      },
    ],
  ])("%s", async (_, create) => {
    const broken = await brokenPromises(
      semaphoreContract.filter(({ name }) => !/leave at once|head leaves|conserves/.test(name)),
      () => ({ semaphore: create(), permits: 2 }),
    )
    expect(broken).not.toEqual([])
  })
})

function subject(
  create: (spec: RateLimitSpec, clock: VirtualClock) => RateLimit,
  numbers: Omit<RateLimitSpec, "name"> = {},
): RateLimitSubject {
  const clock = new VirtualClock()
  return { limit: create({ name: "test", ...numbers }, clock), advance: (ms) => clock.advance(ms) }
}

const paced = pacedRateLimit({ tokenBucket, slidingWindow })
runContract("D rate limit without numbers", rateLimitContract, () => subject(createRateLimit))
runContract("D rate limit of calls and bytes", rateLimitContract, () =>
  subject(createRateLimit, { concurrency: 10, throttledConcurrency: 10, byteBudget: 100, bytePenaltyMultiplier: 5 }),
)
runContract("D rate limit with a bucket", rateLimitContract, () =>
  subject(paced, { requestsPerSecond: 10_000, burst: 10, concurrency: 10 }),
)
runContract("D rate limit with a window", rateLimitContract, () => subject(paced, { maxRequests: 10, windowMs: 1 }))

describe("D the contract of rate limits notices", () => {
  it.each<[name: string, change: (limit: RateLimit) => RateLimit]>([
    ["one that sends within a window without a wait", (limit) => ({ ...limit, trySettle: () => true })],
    ["one that never admits without a wait", (limit) => ({ ...limit, tryAcquire: () => undefined })],
    ["one that throttles nobody", (limit) => ({ ...limit, throttle: () => undefined })],
    [
      "one that takes the shorter window",
      (limit) => ({ ...limit, throttle: (ms) => limit.throttle(Math.min(ms, 50)) }),
    ],
    [
      "one that forgets the signal",
      (limit) => ({
        ...limit,
        acquire: (weight) => limit.acquire(weight, new AbortController().signal),
      }),
    ],
  ])("%s", async (_, change) => {
    const broken = await brokenPromises(rateLimitContract, () =>
      subject((spec, clock) => change(createRateLimit(spec, clock))),
    )
    expect(broken).not.toEqual([])
  })
})
