import { describe, expect } from "vitest"
import { circuitBreaker, type CircuitState } from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import { consecutiveFailures } from "../../../src/adapters/circuit-breaker/consecutive-failures.ts"
import type { BreakerOutcome, BreakerReport } from "../../../src/ports/circuit-breaker.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { it } from "../../test.ts"

const limits = { threshold: 3, openMs: 100, maxOpenMs: 400, probes: 2, probeLimitMs: 250 }

/**
 * What a breaker should do, written as plainly as possible: a list of tickets with the era they belong to, no callbacks,
 * everything recomputed. An era ends with every change of state.
 */
class ModelBreaker {
  #state: CircuitState = "closed"
  #era = 0
  #failures = 0
  #openings = 0
  #openUntil = 0
  #probed = 0
  #tickets: { readonly id: number; readonly era: number; readonly at: number }[] = []

  enter(id: number, now: number): boolean {
    const probes = this.#tickets.filter(({ era }) => this.#state === "half_open" && era === this.#era)
    const expired = probes.map(({ at }) => at + limits.probeLimitMs).filter((end) => end <= now)
    if (expired.length > 0) this.#open(Math.min(...expired))
    if (this.#state === "open" && now >= this.#openUntil) this.#turn("half_open")
    const underWay = this.#tickets.filter(({ era }) => era === this.#era).length
    const free = this.#state === "half_open" && underWay + this.#probed < limits.probes
    if (this.#state !== "closed" && !free) return false
    this.#tickets.push({ id, era: this.#era, at: now })
    return true
  }

  /** What somebody sees who only looks. */
  stateAt(now: number): CircuitState {
    const probes = this.#tickets.filter(({ era }) => this.#state === "half_open" && era === this.#era)
    if (probes.some(({ at }) => at + limits.probeLimitMs <= now)) return "open"
    return this.#state === "open" && now >= this.#openUntil ? "half_open" : this.#state
  }

  report(id: number, outcome: BreakerOutcome, now: number): void {
    const ticket = this.#tickets.find((each) => each.id === id)
    this.#tickets = this.#tickets.filter((each) => each !== ticket)
    if (ticket?.era !== this.#era || outcome === "ignored") return
    if (this.#state === "half_open") {
      const late = now >= ticket.at + limits.probeLimitMs
      if (outcome === "failure" || late) this.#open(now)
      else if (++this.#probed === limits.probes) {
        this.#openings = 0
        this.#turn("closed")
      }
    } else if (outcome === "success") this.#failures = 0
    else if (++this.#failures === limits.threshold) this.#open(now)
  }

  #open(at: number): void {
    this.#openUntil = at + Math.min(limits.maxOpenMs, limits.openMs * 2 ** this.#openings)
    this.#openings += 1
    this.#turn("open")
  }

  #turn(state: CircuitState): void {
    this.#state = state
    this.#era += 1
    this.#failures = 0
    this.#probed = 0
  }
}

describe("C40 random histories", () => {
  it.each([1, 2, 3])("are those of the model over 10,000 steps, seed %i", (seed) => {
    const random = seededRandom(seed)
    const pick = (count: number) => Math.floor(random() * count)
    let now = 0
    const clock = { now: () => now, wallTime: () => now, schedule: () => expect.unreachable("It armed a timer") }
    const breaker = circuitBreaker({ ...limits, trip: consecutiveFailures(limits.threshold), clock })
    const model = new ModelBreaker()
    const underWay: { readonly id: number; readonly report: BreakerReport }[] = []
    const visited = new Set<CircuitState>()
    for (let step = 0; step < 10_000; step++) {
      const what = random()
      if (what < 0.35) {
        let report: BreakerReport | undefined
        try {
          report = breaker.enter()
        } catch {
          report = undefined
        }
        expect(report !== undefined).toBe(model.enter(step, now))
        if (report !== undefined) underWay.push({ id: step, report })
      } else if (what < 0.75) {
        const [one] = underWay.splice(pick(underWay.length), 1)
        const outcome = (["success", "failure", "failure", "ignored"] as const)[pick(4)] ?? "ignored"
        one?.report(outcome)
        if (one !== undefined) model.report(one.id, outcome, now)
      } else now += [1, 10, 99, 250][pick(4)] ?? 1
      expect(breaker.state).toBe(model.stateAt(now))
      visited.add(breaker.state)
    }
    expect(visited.size).toBe(3)
  })
})
