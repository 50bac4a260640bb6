import { describe, expect } from "vitest"
import { pacedRateLimit, type PaceMakers } from "../../../src/adapters/rate-limit/paced-rate-limit.ts"
import { createRateLimit } from "../../../src/adapters/rate-limit/rate-limit.ts"
import { slidingWindow } from "../../../src/adapters/rate-limit/sliding-window.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import type { RateLimitSpec } from "../../../src/ports/rate-limit.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

const all: PaceMakers = { tokenBucket, slidingWindow }
type Numbers = Omit<RateLimitSpec, "name">

function start(numbers: Numbers, makers = all) {
  const clock = new VirtualClock()
  const limit = pacedRateLimit(makers)({ name: "test", ...numbers }, clock)
  const signal = new AbortController().signal
  const times: number[] = []
  const settle = (count: number) =>
    Promise.all(Array.from({ length: count }, () => limit.settled(signal).then(() => void times.push(clock.now()))))
  return { clock, limit, signal, times, settle }
}

describe("a limit with a pace", () => {
  it.each<[name: string, numbers: Numbers, want: readonly number[]]>([
    ["a rate", { requestsPerSecond: 2 }, [0, 500, 1000]],
    ["a rate and a burst", { requestsPerSecond: 2, burst: 2 }, [0, 0, 500]],
    ["a count within a window", { maxRequests: 2, windowMs: 1000 }, [0, 0, 1000]],
    ["both", { requestsPerSecond: 2, burst: 3, maxRequests: 2, windowMs: 5000 }, [0, 0, 5000]],
    ["none", { concurrency: 1 }, [0, 0, 0]],
  ])("D41 settles in turn: %s", async (_, numbers, want) => {
    const { clock, settle, times } = start(numbers)
    const settled = settle(want.length)
    await clock.advance(10_000)
    await settled
    expect(times).toEqual(want)
  })

  it("D41 keeps to its pace at the end of a back-off window", async () => {
    const { clock, limit, settle, times } = start({ requestsPerSecond: 10 })
    const settled = settle(4)
    await clock.advance(150)
    limit.throttle(1000)
    await clock.advance(5000)
    await settled
    expect(times).toEqual([0, 100, 1150, 1250])
  })

  it("D43 still admits by concurrency and bytes", async () => {
    const { limit, signal, clock } = start({ requestsPerSecond: 10, concurrency: 1 })
    const release = await limit.acquire(1, signal)
    let second = false
    const waiting = limit.acquire(1, signal).then(() => (second = true))
    await clock.advance(0)
    expect(second).toBe(false)
    release()
    expect(await waiting).toBe(true)
  })

  it("D46 refuses beyond the queue, in each of them", async () => {
    const { limit, signal, settle, clock } = start({ requestsPerSecond: 10, concurrency: 1, maxQueue: 1 })
    const release = await limit.acquire(1, signal)
    const second = limit.acquire(1, signal)
    await expect(limit.acquire(1, signal)).rejects.toMatchObject({ code: "limit" })
    release()
    ;(await second)()
    await settle(1)
    const waiting = settle(1)
    await expect(limit.settled(signal)).rejects.toMatchObject({ code: "limit" })
    await clock.advance(1000)
    await waiting
  })

  it.each<[name: string, makers: PaceMakers, numbers: Numbers]>([
    ["a burst without a rate", all, { burst: 2 }],
    ["a count without a window", all, { maxRequests: 2 }],
    ["a window without a count", all, { windowMs: 2 }],
    ["a rate that is not linked", { slidingWindow }, { requestsPerSecond: 1 }],
    ["a window that is not linked", { tokenBucket }, { maxRequests: 1, windowMs: 1 }],
    ["a rate of 0", all, { requestsPerSecond: 0 }],
    ["half a request", all, { maxRequests: 0.5, windowMs: 1 }],
    ["a queue of less than nothing", all, { requestsPerSecond: 1, maxQueue: -1 }],
  ])("D41 refuses %s", (_, makers, numbers) => {
    expect(() => start(numbers, makers)).toThrow(expect.objectContaining({ code: "config" }))
  })

  it.each<[numbers: Numbers]>([[{ requestsPerSecond: 1 }], [{ maxRequests: 1, windowMs: 1 }]])(
    "D41 says that a build without paces has no %j",
    (numbers) => {
      const make = () => createRateLimit({ name: "test", ...numbers }, new VirtualClock())
      expect(make).toThrow(expect.objectContaining({ code: "config" }))
    },
  )
})
