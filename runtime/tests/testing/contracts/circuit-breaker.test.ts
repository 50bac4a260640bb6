import { describe, expect } from "vitest"
import { breakerPer } from "../../../src/adapters/circuit-breaker/breaker-per.ts"
import { circuitBreaker } from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import { failureRate } from "../../../src/adapters/circuit-breaker/failure-rate.ts"
import { namedBreaker } from "../../../src/adapters/circuit-breaker/named-breaker.ts"
import { serviceBreaker } from "../../../src/adapters/circuit-breaker/service-breaker.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { CircuitBreaker } from "../../../src/ports/circuit-breaker.ts"
import {
  circuitBreakerContract,
  type CircuitBreakerSubject,
} from "../../../src/testing/contracts/circuit-breaker-contract.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { testService } from "../../core/fixture.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

function subject(
  create: (clock: VirtualClock) => CircuitBreaker,
  failures: number,
  openMs: number,
): CircuitBreakerSubject {
  const clock = new VirtualClock()
  return { breaker: create(clock), failures, openMs, advance: (ms) => clock.advance(ms) }
}

const ordinary = (clock: VirtualClock) => circuitBreaker({ clock })

runContract("C circuitBreaker, failures in a row", circuitBreakerContract, () => subject(ordinary, 5, 30_000))
runContract("C circuitBreaker, the latest failures", circuitBreakerContract, () =>
  subject(
    (clock) => circuitBreaker({ clock, trip: failureRate({ ratio: 1, minimumCalls: 3, windowCalls: 3 }) }),
    3,
    30_000,
  ),
)
runContract("C serviceBreaker", circuitBreakerContract, () =>
  subject(
    (clock) =>
      serviceBreaker({ clock, jitter: [1, 1], trip: failureRate({ ratio: 1, minimumCalls: 4, windowCalls: 4 }) }),
    4,
    5000,
  ),
)
runContract("C breakerPer", circuitBreakerContract, () =>
  subject((clock) => breakerPer("operation", () => ordinary(clock)), 5, 30_000),
)
runContract("C namedBreaker", circuitBreakerContract, () =>
  subject(
    (clock) => namedBreaker({ name: "api", failures: 3, openMs: 10_000 })(createClient(testService(), { clock })),
    3,
    10_000,
  ),
)

describe("C the contract notices", () => {
  const refuse = (): never => {
    throw new PristineError("circuit_open", "open")
  }
  it.each<[name: string, create: (clock: VirtualClock) => CircuitBreaker]>([
    ["a breaker that never opens", () => ({ enter: () => () => undefined })],
    ["a breaker that is always open", () => ({ enter: refuse })],
    [
      "an error of another kind",
      (clock) => {
        const inner = ordinary(clock)
        return {
          enter(target) {
            try {
              return inner.enter(target)
            } catch {
              throw new Error("open")
            }
          },
        }
      },
    ],
    [
      "one that takes an ignored outcome for a failure",
      (clock) => {
        const inner = ordinary(clock)
        return {
          enter: () =>
            (
              (report) => (outcome) =>
                report(outcome === "ignored" ? "failure" : outcome)
            )(inner.enter()),
        }
      },
    ],
    [
      "one that takes an ignored outcome for a success",
      (clock) => {
        const inner = ordinary(clock)
        return {
          enter: () =>
            (
              (report) => (outcome) =>
                report(outcome === "ignored" ? "success" : outcome)
            )(inner.enter()),
        }
      },
    ],
    [
      "one that loses the place of an ignored probe",
      (clock) => {
        const inner = ordinary(clock)
        return {
          enter: () => ((report) => (outcome) => (outcome === "ignored" ? undefined : report(outcome)))(inner.enter()),
        }
      },
    ],
  ])("%s", async (_, create) => {
    expect(await brokenPromises(circuitBreakerContract, () => subject(create, 5, 30_000))).not.toEqual([])
  })
})
