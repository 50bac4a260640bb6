import { describe, expect } from "vitest"
import {
  circuitBreaker,
  type CircuitBreakerOptions,
  type CircuitSnapshot,
  type CircuitState,
} from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import { consecutiveFailures } from "../../../src/adapters/circuit-breaker/consecutive-failures.ts"
import { failureRate } from "../../../src/adapters/circuit-breaker/failure-rate.ts"
import type { BreakerOutcome } from "../../../src/ports/circuit-breaker.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { breakerBench, times } from "./breaker-bench.ts"

describe("a closed circuit", () => {
  it.each<[name: string, outcomes: readonly BreakerOutcome[], state: CircuitState]>([
    ["one failure below the threshold", times(4, "failure"), "closed"],
    ["failures at the threshold", times(5, "failure"), "open"],
    ["a success between", [...times(4, "failure"), "success", ...times(4, "failure")], "closed"],
    ["ignored outcomes between", [...times(4, "failure"), ...times(9, "ignored"), "failure"], "open"],
    ["ignored outcomes only", times(50, "ignored"), "closed"],
    ["successes only", times(50, "success"), "closed"],
    ["nothing", [], "closed"],
  ])("C30 after %s", (_, outcomes, state) => {
    const { attempt, breaker } = breakerBench()
    attempt(...outcomes)
    expect(breaker.state).toBe(state)
  })

  it("C30 counts failures in the order they are reported, not begun", () => {
    const { breaker } = breakerBench({ trip: consecutiveFailures(2) })
    const [first, second, third] = [breaker.enter(), breaker.enter(), breaker.enter()]
    second("failure")
    third("success")
    first("failure")
    expect(breaker.state).toBe("closed")
  })

  it("C35 counts a report once", () => {
    const { breaker } = breakerBench({ trip: consecutiveFailures(2) })
    const report = breaker.enter()
    report("failure")
    report("failure")
    expect(breaker.state).toBe("closed")
  })
})

describe("an open circuit", () => {
  it.each([
    [0, 30_000],
    [10_000, 20_000],
    [29_999, 1],
  ])("C31 refuses after %i ms, and says for how long", async (passed, retryAfterMs) => {
    const { open, clock, refusal } = breakerBench()
    open()
    await clock.advance(passed)
    expect(refusal()).toMatchObject({ code: "circuit_open", retryAfterMs, maybeExecuted: false, retryable: true })
  })

  it.each<[outcome: BreakerOutcome]>([["success"], ["failure"], ["ignored"]])(
    "C39 ignores a late %s from before it opened",
    async (outcome) => {
      const { open, breaker, clock, refusal } = breakerBench()
      const late = breaker.enter()
      open()
      await clock.advance(15_000)
      late(outcome)
      expect([breaker.state, refusal()?.retryAfterMs]).toEqual(["open", 15_000])
    },
  )

  it("C38 arms no timer in any state", async () => {
    const { open, breaker, clock } = breakerBench()
    breaker.enter()
    open()
    await clock.advance(30_000)
    breaker.enter()
    expect(clock.pending).toBe(0)
  })

  it("C38 keeps no process alive on the platform's clock", () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length
    const before = timers()
    const breaker = circuitBreaker({ trip: consecutiveFailures(1) })
    breaker.enter()("failure")
    expect(() => breaker.enter()).toThrow(/open/)
    expect(timers()).toBe(before)
  })
})

async function probing(options?: CircuitBreakerOptions) {
  const started = breakerBench(options)
  started.open()
  await started.clock.advance(29_999)
  expect(started.refusal()).toBeDefined()
  await started.clock.advance(1)
  return { ...started, probe: started.breaker.enter() }
}

describe("a half open circuit", () => {
  it("C31 lets one of a hundred callers probe", async () => {
    const { refusal, breaker } = await probing()
    expect(breaker.state).toBe("half_open")
    for (let caller = 0; caller < 99; caller++) expect(refusal()?.code).toBe("circuit_open")
  })

  it("C31 lets as many probe as it is told, and the rest wait for the first of them", async () => {
    const { breaker, clock, refusal } = await probing({ probes: 3 })
    await clock.advance(10)
    breaker.enter()
    breaker.enter()
    expect(refusal()?.retryAfterMs).toBe(29_990)
  })

  it.each<[outcome: BreakerOutcome, state: CircuitState]>([
    ["success", "closed"],
    ["failure", "open"],
    ["ignored", "half_open"],
  ])("C32 after a probe's %s it is %s", async (outcome, state) => {
    const { breaker, probe } = await probing()
    probe(outcome)
    expect(breaker.state).toBe(state)
  })

  it("C32 gives the place of a cancelled probe to the next, for ever", async () => {
    const { breaker, clock, probe, refusal } = await probing()
    probe("ignored")
    for (let caller = 0; caller < 20; caller++) {
      await clock.advance(3_600_000)
      breaker.enter()("ignored")
    }
    expect(breaker.state).toBe("half_open")
    breaker.enter()("success")
    expect([breaker.state, refusal()]).toEqual(["closed", undefined])
  })

  it.each<[name: string, outcomes: readonly BreakerOutcome[], state: CircuitState]>([
    ["two of three succeeded", ["success", "success"], "half_open"],
    ["all succeeded", ["success", "success", "success"], "closed"],
    ["one failed", ["success", "failure"], "open"],
    ["one was cancelled and one more succeeded", ["success", "ignored", "success", "success"], "closed"],
  ])("C31 with three probes: %s", async (_, outcomes, state) => {
    const { breaker, clock, open } = breakerBench({ probes: 3 })
    open()
    await clock.advance(30_000)
    for (const outcome of outcomes) breaker.enter()(outcome)
    expect(breaker.state).toBe(state)
  })

  it("C31 admits no more probes than succeed are needed", async () => {
    const { breaker, clock, open, refusal } = breakerBench({ probes: 2 })
    open()
    await clock.advance(30_000)
    breaker.enter()("success")
    breaker.enter()
    expect(refusal()).toBeDefined()
  })

  it("C33 opens again when a probe never ends", async () => {
    const { breaker, changes, clock, refusal } = await probing({ probeLimitMs: 1000 })
    await clock.advance(999)
    expect(refusal()).toMatchObject({ retryAfterMs: 1 })
    await clock.advance(1)
    expect(refusal()).toMatchObject({ retryAfterMs: 60_000 })
    expect([breaker.state, changes.at(-1)]).toEqual(["open", "half_open>open"])
  })

  it("C33 counts the open time from the moment the probe was given up", async () => {
    const { breaker, clock } = await probing({ probeLimitMs: 1000 })
    await clock.advance(1000 + 60_000)
    breaker.enter()("success")
    expect(breaker.state).toBe("closed")
  })

  it.each<[outcome: BreakerOutcome]>([["success"], ["failure"], ["ignored"]])(
    "C39 ignores the late %s of a probe that was given up",
    async (outcome) => {
      const { breaker, clock, probe } = await probing({ probeLimitMs: 1000 })
      await clock.advance(1000 + 60_000)
      const second = breaker.enter()
      probe(outcome)
      expect(breaker.state).toBe("half_open")
      second("success")
      expect(breaker.state).toBe("closed")
    },
  )

  it("C33 takes a success after the limit for a failure", async () => {
    const { breaker, clock, probe } = await probing({ probeLimitMs: 1000 })
    await clock.advance(1000)
    probe("success")
    expect(breaker.state).toBe("open")
  })

  it.each<[outcome: BreakerOutcome]>([["success"], ["failure"]])(
    "C39 ignores a late %s from when it was closed",
    async (outcome) => {
      const { breaker, clock, open } = breakerBench()
      const late = breaker.enter()
      open()
      await clock.advance(30_000)
      breaker.enter()
      late(outcome)
      expect(breaker.state).toBe("half_open")
    },
  )

  it("C39 ignores the outcome of a second probe after the first failed", async () => {
    const { breaker, probe, clock } = await probing({ probes: 2 })
    const second = breaker.enter()
    probe("failure")
    second("success")
    expect(breaker.state).toBe("open")
    await clock.advance(60_000)
    breaker.enter()("success")
    expect(breaker.state).toBe("half_open")
  })

  it("C39 ignores attempts of an earlier closed time once closed again", async () => {
    const { breaker, clock, open } = breakerBench({ trip: consecutiveFailures(2) })
    const early = [breaker.enter(), breaker.enter()]
    open()
    await clock.advance(30_000)
    breaker.enter()("success")
    for (const report of early) report("failure")
    expect(breaker.state).toBe("closed")
  })

  it("C36 starts with a clean count once closed", async () => {
    const { attempt, breaker, probe } = await probing()
    probe("success")
    attempt(...times(4, "failure"))
    expect(breaker.state).toBe("closed")
  })
})

describe("how long it stays open", () => {
  it("C36 doubles after each failed probe up to the limit, and begins anew once closed", async () => {
    const { open, breaker, clock } = breakerBench({ openMs: 10_000, maxOpenMs: 25_000 })
    open()
    for (const openMs of [10_000, 20_000, 25_000, 25_000]) {
      await clock.advance(openMs - 1)
      expect(() => breaker.enter()).toThrow(/open/)
      await clock.advance(1)
      breaker.enter()("failure")
    }
    await clock.advance(25_000)
    breaker.enter()("success")
    open()
    await clock.advance(10_000)
    expect(() => breaker.enter()).not.toThrow()
  })

  it.each<[draw: number, openMs: number]>([
    [0, 8000],
    [0.5, 9000],
    [0.999999, 10_000],
  ])("C36 is spread by the jitter: a draw of %d gives %i ms", (draw, openMs) => {
    const { open, breaker } = breakerBench({ openMs: 10_000, jitter: [0.8, 1], random: () => draw })
    open()
    expect(breaker.snapshot().openForMs).toBe(openMs)
  })

  it("C36 stays within its bounds for a thousand draws and two clients do not align", async () => {
    const lengths = async (seed: number) => {
      const { open, breaker, clock } = breakerBench({ jitter: [0.5, 1], random: seededRandom(seed) })
      open()
      const found: number[] = []
      for (let opening = 0; opening < 1000; opening++) {
        found.push(breaker.snapshot().openForMs)
        await clock.advance(60_000)
        breaker.enter()("failure")
      }
      return found
    }
    const [first, second] = [await lengths(1), await lengths(2)]
    expect(first.slice(1).every((openMs) => openMs >= 30_000 && openMs <= 60_000)).toBe(true)
    expect(first.filter((openMs, index) => openMs === second[index]).length).toBeLessThan(20)
  })
})

describe("what it tells", () => {
  it("C30 of each change once, with where it came from", async () => {
    const { changes, probe } = await probing()
    probe("success")
    expect(changes).toEqual(["closed>open", "open>half_open", "half_open>closed"])
  })

  it("C30 of a change after it has happened", () => {
    const seen: CircuitState[] = []
    const breaker = circuitBreaker({
      trip: consecutiveFailures(1),
      clock: new VirtualClock(),
      onStateChange: () => seen.push(breaker.state),
    })
    breaker.enter()("failure")
    expect(seen).toEqual(["open"])
  })

  it.each<[name: string, passed: number, want: CircuitSnapshot]>([
    ["just opened", 0, { state: "open", openings: 1, openForMs: 30_000 }],
    ["almost over", 29_999, { state: "open", openings: 1, openForMs: 1 }],
    ["over, nobody asked yet", 31_000, { state: "half_open", openings: 1, openForMs: 0 }],
  ])("C30 in a snapshot: %s", async (_, passed, want) => {
    const { open, breaker, clock } = breakerBench()
    open()
    await clock.advance(passed)
    expect(breaker.snapshot()).toEqual(want)
    expect(breaker.state).toBe(want.openForMs > 0 ? "open" : "half_open")
  })

  it("C30 in a snapshot that is plain JSON", async () => {
    const { breaker } = await probing()
    expect(JSON.parse(JSON.stringify(breaker.snapshot()))).toEqual({ state: "half_open", openings: 1, openForMs: 0 })
  })
})

describe("a restored circuit", () => {
  it.each<[name: string, restore: CircuitSnapshot, refused: boolean, state: CircuitState]>([
    ["closed", { state: "closed", openings: 0, openForMs: 0 }, false, "closed"],
    ["open", { state: "open", openings: 2, openForMs: 500 }, true, "open"],
    ["open, its time over", { state: "open", openings: 2, openForMs: 0 }, false, "half_open"],
    [
      "half open, whose probe nobody waits for any more",
      { state: "half_open", openings: 1, openForMs: 0 },
      false,
      "half_open",
    ],
  ])("C30 goes on %s", (_, restore, refused, state) => {
    const { breaker, refusal } = breakerBench({ restore })
    expect([refusal() !== undefined, breaker.state]).toEqual([refused, state])
  })

  it("C36 stays open as long as the openings before ask for", async () => {
    const { breaker, clock } = breakerBench({
      openMs: 1000,
      maxOpenMs: 60_000,
      restore: { state: "open", openings: 3, openForMs: 10 },
    })
    await clock.advance(10)
    breaker.enter()("failure")
    expect(breaker.snapshot().openForMs).toBe(8000)
  })

  it("C30 is what a snapshot of it says", () => {
    const restore: CircuitSnapshot = { state: "open", openings: 2, openForMs: 500 }
    expect(breakerBench({ restore }).breaker.snapshot()).toEqual(restore)
  })
})

it("may stay open longer than by default", () => {
  expect(() =>
    circuitBreaker({ clock: new VirtualClock(), trip: consecutiveFailures(1), openMs: 90_000 }),
  ).not.toThrow()
})

describe("impossible numbers", () => {
  const snapshot = { state: "open", openings: 0, openForMs: 0 } as const
  it.each<[options: CircuitBreakerOptions]>([
    [{ openMs: 0 }],
    [{ openMs: Number.NaN }],
    [{ openMs: Infinity, maxOpenMs: Infinity }],
    [{ openMs: 10, maxOpenMs: 5 }],
    [{ probeLimitMs: 0 }],
    [{ probeLimitMs: Number.NaN }],
    [{ probes: 0 }],
    [{ probes: 1.5 }],
    [{ probes: Infinity }],
    [{ jitter: [1, 0] }],
    [{ jitter: [-1, 1] }],
    [{ jitter: [0, Number.NaN] }],
    [{ restore: { ...snapshot, openings: -1 } }],
    [{ restore: { ...snapshot, openings: 0.5 } }],
    [{ restore: { ...snapshot, openForMs: -1 } }],
    [{ restore: { ...snapshot, openForMs: Number.NaN } }],
  ])("C30 are refused: %j", (options) => {
    expect(() => circuitBreaker(options)).toThrow(expect.objectContaining({ code: "config" }))
  })

  it.each([0, -1, 1.5, Number.NaN, Infinity])("C30 %d is no threshold", (threshold) => {
    expect(() => consecutiveFailures(threshold)).toThrow(expect.objectContaining({ code: "config" }))
  })

  it.each<[options: Parameters<typeof failureRate>[0]]>([
    [{ ratio: 0 }],
    [{ ratio: 1.01 }],
    [{ ratio: Number.NaN }],
    [{ minimumCalls: 0 }],
    [{ minimumCalls: 2.5 }],
    [{ windowMs: 0 }],
    [{ windowMs: Infinity }],
    [{ windowMs: 1000, windowCalls: 50 }],
    [{ windowCalls: 19 }],
    [{ windowCalls: 20.5 }],
    [{ slowMs: 0 }],
    [{ slowMs: 100, slowRatio: 0 }],
    [{ slowRatio: 0.5 }],
  ])("C30 make no failure rate: %j", (options) => {
    expect(() => failureRate(options)).toThrow(expect.objectContaining({ code: "config" }))
  })
})
