import { PristineError } from "../../errors/pristine-error.ts"
import type { CircuitBreaker } from "../../ports/circuit-breaker.ts"
import type { Clock } from "../../ports/clock.ts"
import { systemClock } from "../clock/system-clock.ts"

export type CircuitState = "closed" | "open" | "half_open"

export interface CircuitBreakerOptions {
  /** Consecutive failures that open it. Default 5. */
  readonly failureThreshold?: number
  /** How long it stays open, in milliseconds; doubles each time a probe fails. Default 30,000. */
  readonly openMs?: number
  /** Longest it stays open, in milliseconds. Default 60,000. */
  readonly maxOpenMs?: number
  /** A probe without an outcome for so long is given up, and the next call probes. In milliseconds, default 30,000. */
  readonly probeLimitMs?: number
  readonly onChange?: (state: CircuitState) => void
  /** Default: the platform's. */
  readonly clock?: Clock
}

export interface StatefulCircuitBreaker extends CircuitBreaker {
  readonly state: CircuitState
}

/**
 * Refuses attempts after consecutive failures. Once the open time is over, one attempt probes while all others are
 * still refused: its success closes the circuit, its failure opens it again, an ignored outcome leaves the probe to the
 * next. No timer is involved. Outcomes that come in after the state has changed are ignored.
 *
 * Give it to `createClient({ circuitBreaker })`; clients share it only if they were given the same one.
 *
 * @throws PristineError with code `config` for numbers that a breaker cannot have.
 */
export function circuitBreaker(options: CircuitBreakerOptions = {}): StatefulCircuitBreaker {
  const { failureThreshold = 5, openMs = 30_000, maxOpenMs = 60_000, probeLimitMs = 30_000, onChange } = options
  const clock = options.clock ?? systemClock
  if (!Number.isInteger(failureThreshold) || failureThreshold < 1) {
    throw new PristineError("config", "failureThreshold must be a whole number of at least 1")
  }
  if (!(openMs > 0 && maxOpenMs >= openMs && probeLimitMs > 0)) {
    throw new PristineError("config", "openMs and probeLimitMs must be more than 0, maxOpenMs at least openMs")
  }
  let state: CircuitState = "closed"
  let failures = 0
  let openings = 0
  let since = 0
  // Grows with every change of state and every probe: an older number is a late outcome.
  let generation = 0

  const change = (next: CircuitState): void => {
    generation += 1
    since = clock.now()
    if (state === next) return
    state = next
    onChange?.(next)
  }
  const open = (): void => {
    openings += 1
    failures = 0
    change("open")
  }
  const refuseFor = (remainingMs: number): never => {
    throw new PristineError("circuit_open", "The circuit to this service is open after repeated failures", {
      retryAfterMs: Math.max(0, remainingMs),
    })
  }
  let probing = false

  const settle = (outcome: "success" | "failure" | "ignored"): void => {
    if (state === "half_open") {
      probing = false
      if (outcome === "failure") open()
      if (outcome !== "success") return
      openings = 0
      change("closed")
    } else if (outcome === "success") failures = 0
    else if (outcome === "failure" && ++failures >= failureThreshold) open()
  }

  return {
    get state() {
      return state
    },
    enter() {
      if (state === "open") {
        const remaining = since + Math.min(maxOpenMs, openMs * 2 ** (openings - 1)) - clock.now()
        if (remaining > 0) refuseFor(remaining)
        change("half_open")
        probing = false
      }
      if (state === "half_open") {
        const remaining = since + probeLimitMs - clock.now()
        if (probing && remaining > 0) refuseFor(remaining)
        probing = true
        change("half_open")
      }
      const entered = generation
      let reported = false
      return (outcome) => {
        if (reported || entered !== generation) return
        reported = true
        settle(outcome)
      }
    },
  }
}
