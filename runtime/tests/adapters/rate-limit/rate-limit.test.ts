import fc from "fast-check"
import { describe, expect, onTestFinished } from "vitest"
import { createRateLimit } from "../../../src/adapters/rate-limit/rate-limit.ts"
import type { RateLimitSpec, Release } from "../../../src/ports/rate-limit.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

const turn = () => new Promise((resolve) => setImmediate(resolve))

function start(spec: Omit<RateLimitSpec, "name">) {
  const clock = new VirtualClock()
  const limit = createRateLimit({ name: "test", ...spec }, clock)
  const releases: Release[] = []
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const idle = controller.signal
  const admit = async (...weights: number[]) => {
    for (const weight of weights)
      limit.acquire(weight, idle).then(
        (release) => releases.push(release),
        () => undefined,
      )
    await turn()
    return releases.length
  }
  return { clock, limit, releases, admit }
}

describe("D43 admission", () => {
  it("is free without limits", async () => {
    expect(await start({}).admit(1, 1e9, 0)).toBe(3)
  })

  it("keeps to the concurrency, in order", async () => {
    const { admit, releases } = start({ concurrency: 2 })
    expect(await admit(1, 1, 1, 1)).toBe(2)
    releases[0]?.()
    releases[0]?.()
    await turn()
    expect(releases).toHaveLength(3)
  })

  it("keeps to the byte budget, which one call may overdraw", async () => {
    const { admit, releases } = start({ byteBudget: 100 })
    expect(await admit(60, 60, 1)).toBe(2)
    releases[0]?.()
    await turn()
    expect(releases).toHaveLength(3)
  })

  it("holds a place while it waits for bytes, and gives it back on abort", async () => {
    const { limit, admit, releases } = start({ concurrency: 2, byteBudget: 10 })
    await admit(20)
    const controller = new AbortController()
    const waiting = limit.acquire(1, controller.signal)
    waiting.catch(() => undefined)
    expect(await admit(1)).toBe(1)
    controller.abort("enough")
    await expect(waiting).rejects.toBe("enough")
    releases[0]?.()
    await turn()
    expect(releases).toHaveLength(2)
  })

  it("refuses a signal that is aborted", async () => {
    await expect(start({}).limit.acquire(1, AbortSignal.abort("gone"))).rejects.toBe("gone")
  })

  it.each<[spec: Omit<RateLimitSpec, "name">]>([
    [{ concurrency: 0 }],
    [{ throttledConcurrency: 1.5 }],
    [{ byteBudget: -1 }],
    [{ bytePenaltyMultiplier: Number.NaN }],
    [{ backoffWindowMs: -1 }],
  ])("refuses %j", (spec) => {
    expect(() => start(spec)).toThrow(expect.objectContaining({ code: "config" }))
  })
})

describe("D47 while throttled", () => {
  const spec = { concurrency: 10, throttledConcurrency: 2, byteBudget: 100, bytePenaltyMultiplier: 20 }

  it.each<[name: string, afterMs: number, throttled: boolean]>([
    ["during the back-off", 500, true],
    ["at its end", 1000, true],
    ["within ten seconds after", 10_999, true],
    ["ten seconds after", 11_000, false],
  ])("is throttled %s: %i ms", async (_, afterMs, throttled) => {
    const { admit, clock, limit } = start(spec)
    limit.throttle(1000)
    await clock.advance(afterMs)
    expect(await admit(1, 1, 1, 1)).toBe(throttled ? 2 : 4)
  })

  it("makes bytes dearer", async () => {
    const { admit, limit } = start({ byteBudget: 100, bytePenaltyMultiplier: 20 })
    limit.throttle(1000)
    expect(await admit(6, 1)).toBe(1)
  })

  it("charges what was admitted before as it was then", async () => {
    const { admit, clock, limit, releases } = start(spec)
    await admit(1, 1, 1)
    limit.throttle(0)
    expect(await admit(1, 1, 1)).toBe(5)
    for (const release of releases) release()
    await clock.advance(20_000)
    expect(await admit(1, 1, 1)).toBeGreaterThanOrEqual(8)
  })

  it("takes a window of its own", async () => {
    const { admit, clock, limit } = start({ ...spec, backoffWindowMs: 0 })
    limit.throttle(1000)
    await clock.advance(1000)
    expect(await admit(1, 1, 1)).toBe(3)
  })
})

describe("D44 settled", () => {
  const when = (
    limit: ReturnType<typeof start>["limit"],
    clock: VirtualClock,
    signal: AbortSignal = new AbortController().signal,
  ) => limit.settled(signal).then(() => clock.now())

  it("is at once without a window", async () => {
    const { clock, limit } = start({})
    expect(await when(limit, clock)).toBe(0)
  })

  it.each<[name: string, story: [at: number, delay: number][], expected: number]>([
    ["one window", [[0, 100]], 100],
    [
      "a shorter one does not shorten it",
      [
        [0, 100],
        [20, 10],
      ],
      100,
    ],
    [
      "a longer one extends it",
      [
        [0, 100],
        [20, 130],
      ],
      150,
    ],
    [
      "an extension at the last moment",
      [
        [0, 100],
        [99, 50],
      ],
      149,
    ],
    [
      "a negative one changes nothing",
      [
        [0, 100],
        [50, -80],
      ],
      100,
    ],
  ])("waits for the latest end: %s", async (_, story, expected) => {
    const { clock, limit } = start({})
    limit.throttle(story[0]?.[1] ?? 0)
    const settled = when(limit, clock)
    for (const [at, delay] of story) {
      await clock.advance(at - clock.now())
      limit.throttle(delay)
    }
    await clock.advance(1000)
    expect(await settled).toBe(expected)
    expect(clock.pending).toBe(0)
  })

  it("rejects with the reason, without a timer or listener left", async () => {
    const { clock, limit } = start({})
    limit.throttle(1000)
    const controller = new AbortController()
    const settled = limit.settled(controller.signal)
    const rejected = expect(settled).rejects.toBe("enough")
    await turn()
    controller.abort("enough")
    await rejected
    expect(clock.pending).toBe(0)
    await expect(limit.settled(controller.signal)).rejects.toBe("enough")
  })

  it("ends at the maximum of all windows, whatever their order", async () => {
    const windows = fc.array(fc.tuple(fc.nat(100), fc.nat(500)), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(windows, async (given) => {
        const { clock, limit } = start({})
        let expected = 0
        for (const [wait, delay] of given) {
          await clock.advance(wait)
          limit.throttle(delay)
          expected = Math.max(expected, clock.now() + delay)
        }
        const settled = when(limit, clock)
        const from = clock.now()
        await clock.advance(1000)
        expect(await settled).toBe(Math.max(from, expected))
      }),
      { numRuns: 30 },
    )
  })
})
