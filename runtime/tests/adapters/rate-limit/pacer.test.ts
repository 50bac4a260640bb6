import fc from "fast-check"
import { getEventListeners } from "node:events"
import { describe, expect } from "vitest"
import type { Pace } from "../../../src/adapters/rate-limit/pace.ts"
import { createPacer, type PacerOptions } from "../../../src/adapters/rate-limit/pacer.ts"
import { slidingWindow } from "../../../src/adapters/rate-limit/sliding-window.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

function start(paces: readonly Pace[], options: Omit<PacerOptions, "clock"> = {}) {
  const clock = new VirtualClock()
  const pacer = createPacer(paces, { clock, ...options })
  const times: number[] = []
  const ask = (count: number) => {
    const turns = Array.from({ length: count }, () => pacer.turn().then(() => void times.push(clock.now())))
    return Promise.all(turns)
  }
  return { clock, pacer, times, ask }
}

/** When each of so many requests goes that are all there at the start. */
async function grants(paces: readonly Pace[], count: number, forMs = 1e9): Promise<readonly number[]> {
  const { clock, ask, times } = start(paces)
  const all = ask(count)
  await clock.advance(forMs)
  await all
  return times
}

describe("a token bucket", () => {
  it.each<[name: string, pace: () => Pace, want: readonly number[]]>([
    ["one at a time by default", () => tokenBucket({ requestsPerSecond: 10 }), [0, 100, 200, 300]],
    ["a burst, then exact spacing", () => tokenBucket({ requestsPerSecond: 10, burst: 3 }), [0, 0, 0, 100, 200, 300]],
    ["a rate below one a second", () => tokenBucket({ requestsPerSecond: 0.5 }), [0, 2000, 4000]],
    ["on whole milliseconds, never early", () => tokenBucket({ requestsPerSecond: 3 }), [0, 334, 668, 1002, 1336]],
    ["more than one a millisecond", () => tokenBucket({ requestsPerSecond: 2000, burst: 2 }), [0, 0, 1, 1, 2, 2]],
    ["fractions that a burst makes up for", () => tokenBucket({ requestsPerSecond: 3, burst: 2 }), [0, 0, 334, 667]],
    ["a burst larger than what is asked", () => tokenBucket({ requestsPerSecond: 1, burst: 9 }), [0, 0, 0]],
  ])("D41 grants %s", async (_, pace, want) => {
    expect(await grants([pace()], want.length)).toEqual(want)
  })

  it.each([
    ["nothing at once", 0, [0, 0, 100]],
    ["one token", 100, [0, 0, 100, 200]],
    ["both tokens, no third", 10_000, [0, 0, 10_000, 10_000, 10_100]],
  ])("D41 is refilled by a pause: %s", async (_, pauseMs, want) => {
    const { clock, ask, times } = start([tokenBucket({ requestsPerSecond: 10, burst: 2 })])
    await ask(2)
    await clock.advance(pauseMs)
    const rest = ask(want.length - 2)
    await clock.advance(1000)
    await rest
    expect(times).toEqual(want)
  })

  it("D41 does not drift over a million requests", () => {
    const pace = tokenBucket({ requestsPerSecond: 3 })
    let now = 0
    for (let request = 0; request < 1_000_000; request++) {
      now += pace.delayMs(now)
      pace.take(now)
    }
    expect(Math.abs(now - 999_999_000 / 3)).toBeLessThan(1e-3)
  })

  it("D41 never grants more than burst + rate × t in any stretch of time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 8 })), { minLength: 1, maxLength: 20 }),
        async (requestsPerSecond, burst, story) => {
          const { clock, ask, times } = start([tokenBucket({ requestsPerSecond, burst })])
          for (const [waitMs, count] of story) {
            void ask(count)
            await clock.advance(waitMs)
          }
          await clock.advance(1e6)
          for (let from = 0; from < times.length; from++) {
            for (let to = from; to < times.length; to++) {
              const spanMs = (times[to] ?? 0) - (times[from] ?? 0)
              expect(to - from + 1).toBeLessThanOrEqual(burst + (requestsPerSecond * spanMs) / 1000 + 1e-6)
            }
          }
          expect(times).toHaveLength(story.reduce((sum, [, count]) => sum + count, 0))
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each([
    { requestsPerSecond: 0 },
    { requestsPerSecond: -1 },
    { requestsPerSecond: Number.NaN },
    { requestsPerSecond: Infinity },
    { requestsPerSecond: 1, burst: 0 },
    { requestsPerSecond: 1, burst: 1.5 },
  ])("D41 refuses %j", (options) => {
    expect(() => tokenBucket(options)).toThrow(expect.objectContaining({ code: "config" }))
  })
})

describe("a sliding window", () => {
  it.each<[name: string, maxRequests: number, windowMs: number, want: readonly number[]]>([
    ["all at once, then all again", 2, 1000, [0, 0, 1000, 1000, 2000]],
    ["one at a time", 1, 250, [0, 250, 500]],
    ["fewer than it may", 5, 1000, [0, 0, 0]],
  ])("D42 grants %s", async (_, maxRequests, windowMs, want) => {
    expect(await grants([slidingWindow({ maxRequests, windowMs })], want.length)).toEqual(want)
  })

  it("D42 knows no boundary: a late burst holds up the next window", async () => {
    const { clock, ask, times } = start([slidingWindow({ maxRequests: 2, windowMs: 1000 })])
    await clock.advance(999)
    await ask(2)
    await clock.advance(1)
    const late = ask(2)
    await clock.advance(5000)
    await late
    expect(times).toEqual([999, 999, 1999, 1999])
  })

  it("D42 never grants more than its count in any window", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 8 })), { minLength: 1, maxLength: 20 }),
        async (maxRequests, windowMs, story) => {
          const { clock, ask, times } = start([slidingWindow({ maxRequests, windowMs })])
          for (const [waitMs, count] of story) {
            void ask(count)
            await clock.advance(waitMs)
          }
          await clock.advance(1e6)
          for (const from of times) {
            const inside = times.filter((at) => at >= from && at < from + windowMs)
            expect(inside.length).toBeLessThanOrEqual(maxRequests)
          }
          expect(times).toHaveLength(story.reduce((sum, [, count]) => sum + count, 0))
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each([
    { maxRequests: 0, windowMs: 1 },
    { maxRequests: 1.5, windowMs: 1 },
    { maxRequests: 1, windowMs: 0 },
    { maxRequests: 1, windowMs: Infinity },
    { maxRequests: 1, windowMs: Number.NaN },
  ])("D42 refuses %j", (options) => {
    expect(() => slidingWindow(options)).toThrow(expect.objectContaining({ code: "config" }))
  })
})

describe("several paces", () => {
  it("D41 hold together: nobody waits for one with the turn of another", async () => {
    const paces = [tokenBucket({ requestsPerSecond: 10 }), slidingWindow({ maxRequests: 3, windowMs: 1000 })]
    expect(await grants(paces, 7)).toEqual([0, 100, 200, 1000, 1100, 1200, 2000])
  })

  it("D41 need at least one", () => {
    expect(() => createPacer([], { clock: new VirtualClock() })).toThrow(expect.objectContaining({ code: "config" }))
  })
})

describe("who waits for a turn", () => {
  const one = () => [tokenBucket({ requestsPerSecond: 10 })]

  it("D43 is served in order, whatever comes later", async () => {
    const { clock, pacer } = start(one())
    const order: string[] = []
    const turn = (name: string) => void pacer.turn().then(() => order.push(name))
    for (const name of ["a", "b", "c"]) turn(name)
    await clock.advance(50)
    turn("d")
    await clock.advance(1000)
    expect(order).toEqual(["a", "b", "c", "d"])
  })

  it("D44 may leave, with its listener, and takes no turn with it", async () => {
    const { clock, pacer, times, ask } = start(one())
    await ask(1)
    const controller = new AbortController()
    const left = pacer.turn(controller.signal)
    const stays = ask(1)
    controller.abort("enough")
    await expect(left).rejects.toBe("enough")
    expect([getEventListeners(controller.signal, "abort").length, pacer.waiting]).toEqual([0, 1])
    await clock.advance(1000)
    await stays
    expect(times).toEqual([0, 100])
  })

  it("D44 leaves no timer when nobody is left", async () => {
    const { clock, pacer, ask } = start(one())
    await ask(1)
    const controller = new AbortController()
    const left = pacer.turn(controller.signal)
    expect(clock.pending).toBe(1)
    controller.abort("enough")
    await expect(left).rejects.toBe("enough")
    expect(clock.pending).toBe(0)
  })

  it("D44 with an aborted signal takes no turn", async () => {
    const { pacer, times, ask } = start(one())
    await expect(pacer.turn(AbortSignal.abort("gone"))).rejects.toBe("gone")
    await ask(1)
    expect(times).toEqual([0])
  })

  it.each([
    [0, 0],
    [1, 1],
    [3, 3],
  ])("D46 is refused beyond a queue of %i", async (maxQueue, waiting) => {
    const { clock, pacer, ask } = start(one(), { maxQueue })
    await ask(1)
    const queued = Array.from({ length: maxQueue }, () => pacer.turn())
    await expect(pacer.turn()).rejects.toMatchObject({ code: "limit", phase: "admission", maybeExecuted: false })
    expect(pacer.waiting).toBe(waiting)
    await clock.advance(1000)
    await Promise.all(queued)
    await pacer.turn()
  })

  it.each([-1, 0.5, Number.NaN])("D46 %d is no length of a queue", (maxQueue) => {
    expect(() => start(one(), { maxQueue })).toThrow(expect.objectContaining({ code: "config" }))
  })

  it.each<[name: string, pauses: readonly number[], want: readonly number[]]>([
    ["one", [500], [500, 600, 700]],
    ["a longer one", [500, 900], [900, 1000, 1100]],
    ["a shorter one, which changes nothing", [500, 100], [500, 600, 700]],
    ["a negative one, which changes nothing", [-100], [0, 100, 200]],
    ["one that is no number, which changes nothing", [Number.NaN, 500], [500, 600, 700]],
  ])("D41 waits for the end of a pause, and keeps to the pace after it: %s", async (_, pauses, want) => {
    const { clock, pacer, ask, times } = start(one())
    for (const pauseMs of pauses) pacer.pause(pauseMs)
    const all = ask(3)
    await clock.advance(5000)
    await all
    expect(times).toEqual(want)
  })

  it("D41 is held by a pause that comes while it waits", async () => {
    const { clock, pacer, ask, times } = start(one())
    const all = ask(3)
    await clock.advance(50)
    pacer.pause(1000)
    await clock.advance(5000)
    await all
    expect(times).toEqual([0, 1050, 1150])
  })
})

describe("a clock that jumps", () => {
  /** A clock whose readings a test chooses; its timers run when they are told to. */
  function jumping() {
    let read = 0
    let due: (() => void) | undefined
    const clock = {
      now: () => read,
      wallTime: () => read,
      schedule: (_delayMs: number, callback: () => void) => {
        due = callback
        return () => (due = undefined)
      },
    }
    return { clock, jump: (ms: number) => (read += ms), fire: () => due?.() }
  }

  it.each<[name: string, pace: () => Pace]>([
    ["bucket", () => tokenBucket({ requestsPerSecond: 10 })],
    ["window", () => slidingWindow({ maxRequests: 1, windowMs: 100 })],
  ])("D41 back by an hour stops no %s", async (_, pace) => {
    const { clock, jump, fire } = jumping()
    const pacer = createPacer([pace()], { clock })
    await pacer.turn()
    jump(-3_600_000)
    const next = pacer.turn()
    jump(100)
    fire()
    await next
    expect(pacer.waiting).toBe(0)
  })

  it("D41 back by an hour gives nothing away either", async () => {
    const { clock, jump, fire } = jumping()
    const pacer = createPacer([tokenBucket({ requestsPerSecond: 10, burst: 2 })], { clock })
    await Promise.all([pacer.turn(), pacer.turn()])
    jump(-3_600_000)
    const controller = new AbortController()
    const next = pacer.turn(controller.signal)
    jump(99)
    fire()
    expect(pacer.waiting).toBe(1)
    controller.abort("enough")
    await expect(next).rejects.toBe("enough")
  })
})

it("D44 conserves turns over random aborts", async () => {
  const step = fc.record({ waitMs: fc.nat(120), abort: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const { clock, pacer } = start([tokenBucket({ requestsPerSecond: 10 })])
      let granted = 0
      let left = 0
      for (const { waitMs, abort } of steps) {
        const controller = new AbortController()
        pacer.turn(controller.signal).then(
          () => granted++,
          () => left++,
        )
        await clock.advance(waitMs)
        if (abort) controller.abort()
      }
      await clock.advance(1e6)
      expect([granted + left, pacer.waiting, clock.pending]).toEqual([steps.length, 0, 0])
      const spare = clock.now()
      await pacer.turn()
      expect(clock.now()).toBe(spare)
    }),
    { numRuns: 30 },
  )
})
