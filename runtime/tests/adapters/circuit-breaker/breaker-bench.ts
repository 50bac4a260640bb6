import {
  circuitBreaker,
  type CircuitBreakerOptions,
  type StatefulCircuitBreaker,
} from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { BreakerOutcome } from "../../../src/ports/circuit-breaker.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"

export interface BreakerBench {
  readonly breaker: StatefulCircuitBreaker
  readonly clock: VirtualClock
  /** Changes so far, as `from>to`. */
  readonly changes: readonly string[]
  /** Attempts that end at once, in order. */
  readonly attempt: (...outcomes: readonly BreakerOutcome[]) => void
  /** What an attempt is refused with; one that is let in stays under way. */
  readonly refusal: () => PristineError | undefined
  /** Opens it by failures and waits until just before the probe. */
  readonly open: () => void
}

/** A breaker on a clock that stands still. */
export function breakerBench(options: CircuitBreakerOptions = {}): BreakerBench {
  const clock = new VirtualClock()
  const changes: string[] = []
  const onStateChange = ({ from, to }: { from: string; to: string }) => void changes.push(`${from}>${to}`)
  const breaker = circuitBreaker({ clock, onStateChange, ...options })
  return {
    breaker,
    clock,
    changes,
    attempt(...outcomes) {
      for (const outcome of outcomes) breaker.enter()(outcome)
    },
    refusal() {
      try {
        breaker.enter()
        return undefined
      } catch (error) {
        return error as PristineError
      }
    },
    open() {
      while (breaker.state === "closed") breaker.enter()("failure")
    },
  }
}

/** So many times the same outcome. */
export function times(count: number, outcome: BreakerOutcome): readonly BreakerOutcome[] {
  return Array.from({ length: count }, () => outcome)
}
