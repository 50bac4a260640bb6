import fc from "fast-check"
import { describe, expect } from "vitest"
import { failureRate, type FailureRateOptions } from "../../../src/adapters/circuit-breaker/failure-rate.ts"
import { serviceBreaker } from "../../../src/adapters/circuit-breaker/service-breaker.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { breakerBench, times } from "./breaker-bench.ts"

/** One attempt: when it ends, whether it failed, how long it took. */
type Told = readonly [at: number, failed: boolean, durationMs?: number]

/** The time of the attempt that trips the rule, or `undefined`. */
async function trippedAt(options: FailureRateOptions, story: readonly Told[]): Promise<number | undefined> {
  const clock = new VirtualClock()
  const count = failureRate(options).begin(clock)
  for (const [at, failed, durationMs = 1] of story) {
    await clock.advance(at - clock.now())
    if (count({ failed, durationMs })) return at
  }
  return undefined
}

const atOnce = (failures: number, successes: number): Told[] => [
  ...Array.from({ length: successes }, (): Told => [0, false]),
  ...Array.from({ length: failures }, (): Told => [0, true]),
]

describe("the share of failures", () => {
  it.each<[name: string, options: FailureRateOptions, story: readonly Told[], opens: boolean]>([
    ["at the ratio and the minimum", {}, atOnce(10, 10), true],
    ["one below the ratio", {}, atOnce(9, 11), false],
    ["one below the minimum, all failed", {}, atOnce(19, 0), false],
    ["at the minimum, all failed", {}, atOnce(20, 0), true],
    ["a small share of many", { ratio: 0.1, minimumCalls: 100 }, atOnce(10, 90), true],
    ["less than a small share of many", { ratio: 0.1, minimumCalls: 100 }, atOnce(9, 91), false],
    ["everything must fail: one success", { ratio: 1, minimumCalls: 5 }, atOnce(50, 1), false],
    ["everything must fail: no success", { ratio: 1, minimumCalls: 5 }, atOnce(5, 0), true],
  ])("C30 opens it or not: %s", async (_, options, story, opens) => {
    expect((await trippedAt(options, story)) !== undefined).toBe(opens)
  })
})

describe("a window of time", () => {
  const options = { ratio: 1, minimumCalls: 2, windowMs: 1000 }
  it.each<[name: string, story: readonly Told[], at: number | undefined]>([
    [
      "still counts a millisecond before its edge",
      [
        [0, true],
        [999, true],
      ],
      999,
    ],
    [
      "forgets at its edge",
      [
        [0, true],
        [1000, true],
      ],
      undefined,
    ],
    [
      "forgets a millisecond after its edge",
      [
        [0, true],
        [1001, true],
      ],
      undefined,
    ],
    [
      "forgets successes too",
      [
        [0, false],
        [500, true],
        [1000, true],
      ],
      1000,
    ],
    [
      "forgets one by one",
      [
        [0, true],
        [900, false],
        [1800, true],
        [1900, true],
      ],
      1900,
    ],
    [
      "is empty after a long silence",
      [
        [0, true],
        [3_600_000, true],
      ],
      undefined,
    ],
    [
      "counts again after a silence",
      [
        [0, true],
        [9000, true],
        [9001, true],
      ],
      9001,
    ],
  ])("C30 %s", async (_, story, at) => {
    expect(await trippedAt(options, story)).toBe(at)
  })

  it("C30 counts as a list of the attempts within it would", async () => {
    const step = fc.tuple(fc.nat(700), fc.boolean())
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = new VirtualClock()
        const count = failureRate({ ratio: 0.6, minimumCalls: 4, windowMs: 1000 }).begin(clock)
        const seen: { readonly at: number; readonly failed: boolean }[] = []
        for (const [wait, failed] of steps) {
          await clock.advance(wait)
          seen.push({ at: clock.now(), failed })
          const inside = seen.filter(({ at }) => at > clock.now() - 1000)
          const failures = inside.filter((each) => each.failed).length
          expect(count({ failed, durationMs: 1 })).toBe(inside.length >= 4 && failures >= 0.6 * inside.length)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe("a window of attempts", () => {
  const options = { ratio: 0.5, minimumCalls: 4, windowCalls: 4 }
  const story = (letters: string): Told[] => Array.from(letters, (letter, index) => [index * 1_000_000, letter === "x"])
  it.each<[letters: string, trips: number | undefined]>([
    ["..xx", 3],
    ["xx..", 3],
    ["x...x", undefined],
    ["x..x", 3],
    ["x....x.x", 7],
    ["....", undefined],
    ["xxx", undefined],
  ])("C30 holds the latest alone, however old: %s", async (letters, trips) => {
    expect(await trippedAt(options, story(letters))).toBe(trips === undefined ? undefined : trips * 1_000_000)
  })
})

describe("slow attempts", () => {
  const slow = { minimumCalls: 4, slowMs: 100, slowRatio: 0.5 }
  it.each<[name: string, options: FailureRateOptions, durations: readonly number[], opens: boolean]>([
    ["enough of them open it, though none failed", slow, [50, 50, 101, 101], true],
    ["too few do not", slow, [50, 50, 50, 101], false],
    ["one at the limit is not slow", slow, [50, 50, 100, 100], false],
    ["all must be slow by default", { minimumCalls: 4, slowMs: 100 }, [101, 101, 101, 50], false],
    ["all are slow", { minimumCalls: 4, slowMs: 100 }, [101, 101, 101, 101], true],
    ["count for nothing without a limit", { minimumCalls: 4 }, [1e9, 1e9, 1e9, 1e9], false],
  ])("C34 %s", async (_, options, durations, opens) => {
    const story = durations.map((duration): Told => [0, false, duration])
    expect((await trippedAt(options, story)) !== undefined).toBe(opens)
  })

  it("C34 are measured from the entry to the report", async () => {
    const { breaker, clock } = breakerBench({ trip: failureRate({ minimumCalls: 1, slowMs: 100, slowRatio: 0.5 }) })
    const quick = breaker.enter()
    await clock.advance(100)
    quick("success")
    expect(breaker.state).toBe("closed")
    const late = breaker.enter()
    await clock.advance(101)
    late("success")
    expect(breaker.state).toBe("open")
  })
})

describe("the breaker of a service", () => {
  const start = () => {
    const clock = new VirtualClock()
    const breaker = serviceBreaker({ clock, random: () => 0.999999 })
    const attempt = (...outcomes: readonly ("success" | "failure" | "ignored")[]) => {
      for (const outcome of outcomes) breaker.enter()(outcome)
    }
    return { clock, breaker, attempt }
  }

  it("C30 opens at half of 20 attempts in 30 s", () => {
    const { breaker, attempt } = start()
    attempt(...times(10, "success"), ...times(9, "failure"))
    expect(breaker.state).toBe("closed")
    attempt("failure")
    expect(breaker.state).toBe("open")
  })

  it("C36 stays open for 5, 10, 20, 40, 60 and 60 s", async () => {
    const { breaker, clock, attempt } = start()
    attempt(...times(20, "failure"))
    const lengths: number[] = []
    for (let opening = 0; opening < 6; opening++) {
      const { openForMs } = breaker.snapshot()
      lengths.push(openForMs)
      await clock.advance(openForMs)
      attempt("failure")
    }
    expect(lengths).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000])
  })

  it("C33 gives a probe 10 s", async () => {
    const { breaker, clock, attempt } = start()
    attempt(...times(20, "failure"))
    await clock.advance(5000)
    breaker.enter()
    await clock.advance(9999)
    expect(() => breaker.enter()).toThrow(/open/)
    expect(breaker.state).toBe("half_open")
    await clock.advance(1)
    expect(() => breaker.enter()).toThrow(/open/)
    expect(breaker.state).toBe("open")
  })

  it("C36 takes other numbers in place of its own", () => {
    const breaker = serviceBreaker({ trip: failureRate({ minimumCalls: 1 }), openMs: 1, jitter: [1, 1] })
    breaker.enter()("failure")
    expect(breaker.snapshot()).toMatchObject({ state: "open" })
  })
})

it("C30 counts anew each time it closes", async () => {
  const { breaker, clock, open, attempt } = breakerBench({ trip: failureRate({ minimumCalls: 2, windowMs: 1e6 }) })
  open()
  await clock.advance(30_000)
  attempt("success", "failure")
  expect(breaker.state).toBe("closed")
})
