import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  circuitBreaker,
  type CircuitBreakerOptions,
  type CircuitState,
} from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"

type Outcome = "success" | "failure" | "ignored"

function start(options: CircuitBreakerOptions = {}) {
  const clock = new VirtualClock()
  const changes: CircuitState[] = []
  const breaker = circuitBreaker({ clock, onChange: (state) => changes.push(state), ...options })
  const attempt = (...outcomes: Outcome[]) => {
    for (const outcome of outcomes) breaker.enter()(outcome)
  }
  const refusal = () => {
    try {
      breaker.enter()
      return undefined
    } catch (error) {
      return error as PristineError
    }
  }
  return { breaker, clock, changes, attempt, refusal }
}
const failures = (count: number) => Array.from({ length: count }, (): Outcome => "failure")

describe("closed", () => {
  it.each<[name: string, outcomes: Outcome[], state: CircuitState]>([
    ["one below the threshold", failures(4), "closed"],
    ["the threshold", failures(5), "open"],
    ["a success between", [...failures(4), "success", ...failures(4)], "closed"],
    ["ignored outcomes between", [...failures(4), "ignored", "failure"], "open"],
    ["ignored outcomes only", Array.from({ length: 50 }, (): Outcome => "ignored"), "closed"],
  ])("after %s", (_, outcomes, state) => {
    const { attempt, breaker } = start()
    attempt(...outcomes)
    expect(breaker.state).toBe(state)
  })

  it("counts a report once", () => {
    const { breaker } = start({ failureThreshold: 2 })
    const report = breaker.enter()
    report("failure")
    report("failure")
    expect(breaker.state).toBe("closed")
  })
})

describe("open", () => {
  it("refuses, and says for how long", async () => {
    const { attempt, clock, refusal } = start()
    attempt(...failures(5))
    await clock.advance(10_000)
    expect(refusal()).toMatchObject({ code: "circuit_open", retryAfterMs: 20_000, maybeExecuted: false })
  })

  it("ignores outcomes from before", () => {
    const { attempt, breaker } = start()
    const late = breaker.enter()
    attempt(...failures(5))
    late("success")
    expect(breaker.state).toBe("open")
  })

  it("arms no timer", () => {
    const { attempt, clock } = start()
    attempt(...failures(5))
    expect(clock.pending).toBe(0)
  })
})

describe("half open", () => {
  async function probing(options?: CircuitBreakerOptions) {
    const started = start(options)
    started.attempt(...failures(5))
    await started.clock.advance(29_999)
    expect(started.refusal()).toBeDefined()
    await started.clock.advance(1)
    return { ...started, probe: started.breaker.enter() }
  }

  it("lets one of a hundred callers probe", async () => {
    const { refusal, breaker } = await probing()
    expect(breaker.state).toBe("half_open")
    for (let caller = 0; caller < 99; caller++) expect(refusal()?.code).toBe("circuit_open")
  })

  it.each<[outcome: Outcome, state: CircuitState]>([
    ["success", "closed"],
    ["failure", "open"],
    ["ignored", "half_open"],
  ])("after a probe's %s it is %s", async (outcome, state) => {
    const { breaker, probe } = await probing()
    probe(outcome)
    expect(breaker.state).toBe(state)
  })

  it("gives the probe to the next after one that was cancelled", async () => {
    const { breaker, probe, refusal } = await probing()
    probe("ignored")
    breaker.enter()("success")
    expect([breaker.state, refusal()]).toEqual(["closed", undefined])
  })

  it("gives up a probe that never ends, and its late outcome", async () => {
    const { breaker, clock, probe, refusal } = await probing({ probeLimitMs: 1000 })
    await clock.advance(999)
    expect(refusal()).toMatchObject({ retryAfterMs: 1 })
    await clock.advance(1)
    const second = breaker.enter()
    probe("failure")
    expect(breaker.state).toBe("half_open")
    second("success")
    expect(breaker.state).toBe("closed")
  })

  it("starts with a clean count once closed", async () => {
    const { attempt, breaker, probe } = await probing()
    probe("success")
    attempt(...failures(4))
    expect(breaker.state).toBe("closed")
  })

  it("stays open longer after each failed probe, up to a limit", async () => {
    const { attempt, breaker, clock } = start({ openMs: 10_000, maxOpenMs: 25_000 })
    attempt(...failures(5))
    for (const openMs of [10_000, 20_000, 25_000, 25_000]) {
      await clock.advance(openMs - 1)
      expect(() => breaker.enter()).toThrow(/open/)
      await clock.advance(1)
      breaker.enter()("failure")
    }
    await clock.advance(25_000)
    breaker.enter()("success")
    attempt(...failures(5))
    await clock.advance(10_000)
    expect(() => breaker.enter()).not.toThrow()
  })

  it("tells of each change once", async () => {
    const { changes, probe } = await probing()
    probe("success")
    expect(changes).toEqual(["open", "half_open", "closed"])
  })
})

describe("options", () => {
  it.each<[options: CircuitBreakerOptions]>([
    [{ failureThreshold: 0 }],
    [{ failureThreshold: 1.5 }],
    [{ failureThreshold: Number.NaN }],
    [{ openMs: 0 }],
    [{ openMs: 10, maxOpenMs: 5 }],
    [{ probeLimitMs: Number.NaN }],
  ])("refuses %j", (options) => {
    expect(() => circuitBreaker(options)).toThrow(expect.objectContaining({ code: "config" }))
  })
})

it("follows a model through random histories", async () => {
  type Step = { readonly wait: number } | { readonly report: number; readonly outcome: Outcome } | "enter"
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constant("enter" as const),
    fc.record({ wait: fc.constantFrom(1, 50, 99, 100) }),
    fc.record({ report: fc.nat(20), outcome: fc.constantFrom<Outcome>("success", "failure", "ignored") }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { breaker, clock } = start({ failureThreshold: 2, openMs: 100, maxOpenMs: 100, probeLimitMs: 1e9 })
      // The model: an epoch per state, at most one probe.
      let [state, count, openedAt, epoch, probe]: [CircuitState, number, number, number, boolean] = [
        "closed",
        0,
        0,
        0,
        false,
      ]
      const entered: { readonly report: (outcome: Outcome) => void; readonly epoch: number }[] = []
      for (const each of steps) {
        if (each === "enter") {
          if (state === "open" && clock.now() - openedAt >= 100) [state, probe, epoch] = ["half_open", false, epoch + 1]
          const allowed = state === "closed" || (state === "half_open" && !probe)
          if (allowed && state === "half_open") [probe, epoch] = [true, epoch + 1]
          let report: ((outcome: Outcome) => void) | undefined
          try {
            report = breaker.enter()
          } catch {
            report = undefined
          }
          expect(report !== undefined).toBe(allowed)
          if (report !== undefined) entered.push({ report, epoch })
        } else if ("wait" in each) await clock.advance(each.wait)
        else if (entered.length > 0) {
          const [one] = entered.splice(each.report % entered.length, 1)
          one?.report(each.outcome)
          if (one?.epoch === epoch) {
            if (state === "half_open") {
              probe = false
              if (each.outcome === "success") [state, count, epoch] = ["closed", 0, epoch + 1]
              if (each.outcome === "failure") [state, openedAt, epoch] = ["open", clock.now(), epoch + 1]
            } else if (each.outcome === "success") count = 0
            else if (each.outcome === "failure" && ++count === 2)
              [state, count, openedAt, epoch] = ["open", 0, clock.now(), epoch + 1]
          }
        }
        expect(breaker.state).toBe(state)
      }
    }),
    { numRuns: 100 },
  )
})
