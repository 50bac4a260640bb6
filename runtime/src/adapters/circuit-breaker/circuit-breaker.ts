import { PristineError } from "../../errors/pristine-error.ts"
import type { BreakerOutcome, BreakerReport, CircuitBreaker } from "../../ports/circuit-breaker.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Random } from "../../ports/random.ts"
import { systemClock } from "../clock/system-clock.ts"
import { backoffDelay } from "../retry/backoff.ts"
import { checkBreakerOptions } from "./check-breaker-options.ts"
import { consecutiveFailures } from "./consecutive-failures.ts"
import type { TripRule } from "./trip-rule.ts"

export type CircuitState = "closed" | "open" | "half_open"

/** What a circuit is in, as plain data: to be shown, or kept over a restart. Counts of a closed circuit are not kept. */
export interface CircuitSnapshot {
  readonly state: CircuitState
  /** How often it opened since it was last closed. */
  readonly openings: number
  /** Milliseconds until an attempt may probe; 0 unless it is open. */
  readonly openForMs: number
}

export interface CircuitChange {
  readonly from: CircuitState
  readonly to: CircuitState
}

export interface CircuitBreakerOptions {
  /** When it opens. Default: `consecutiveFailures(5)`; see also `failureRate`. */
  readonly trip?: TripRule
  /** How long it stays open, in milliseconds; doubles each time a probe fails. Default 30,000. */
  readonly openMs?: number
  /** Longest it stays open, in milliseconds. Default 60,000. */
  readonly maxOpenMs?: number
  /** Range of the factor on the open time, so that clients do not probe together. Default [1, 1]: none. */
  readonly jitter?: readonly [min: number, max: number]
  /** Attempts that probe at once, all of which must succeed to close it. Default 1. */
  readonly probes?: number
  /** A probe without an outcome for so long has failed, in milliseconds. Default 30,000. */
  readonly probeLimitMs?: number
  /** Told of each change, after it. Must not throw: it runs within an attempt. */
  readonly onStateChange?: (change: CircuitChange) => void
  /** Begins as a circuit that was kept. Default: closed. */
  readonly restore?: CircuitSnapshot
  /** Default: the platform's. */
  readonly clock?: Clock
  /** For the jitter. Default `Math.random`. */
  readonly random?: Random
}

export interface StatefulCircuitBreaker extends CircuitBreaker {
  /** As the next attempt would find it: `half_open` once the open time is over. */
  readonly state: CircuitState
  snapshot(): CircuitSnapshot
}

/**
 * Refuses attempts while a service fails. Once the open time is over, a few attempts probe while all others are still
 * refused: their success closes the circuit, a failure opens it again for longer, an ignored outcome leaves the place
 * to the next. No timer is involved, and outcomes that come in after the state has changed are ignored.
 *
 * Give it to `createClient({ circuitBreaker })`; clients share it only if they were given the same one.
 *
 * @throws PristineError with code `config` for numbers that a breaker cannot have.
 */
export function circuitBreaker(options: CircuitBreakerOptions = {}): StatefulCircuitBreaker {
  checkBreakerOptions(options)
  const {
    openMs = 30_000,
    maxOpenMs = Math.max(60_000, openMs),
    jitter = [1, 1],
    probes = 1,
    probeLimitMs = 30_000,
  } = options
  const { trip = consecutiveFailures(5), onStateChange, restore } = options
  const { clock = systemClock, random = Math.random } = options

  let state: CircuitState = restore === undefined || restore.state === "closed" ? "closed" : "open"
  let openings = restore?.openings ?? 0
  let openUntil = clock.now() + (restore?.openForMs ?? 0)
  let countAttempt = trip.begin(clock)
  /** When each probe under way began. */
  const probing = new Set<{ readonly begunAt: number }>()
  let probed = 0

  const change = (to: CircuitState): void => {
    const from = state
    state = to
    probing.clear()
    probed = 0
    if (to === "closed") {
      openings = 0
      countAttempt = trip.begin(clock)
    }
    onStateChange?.({ from, to })
  }
  const open = (at: number): void => {
    openings += 1
    openUntil =
      at + backoffDelay({ backoff: "exponential", baseMs: openMs, maxMs: maxOpenMs, jitter }, openings, random)
    change("open")
  }
  /** What time alone has changed since somebody last asked. */
  const catchUp = (): void => {
    const [oldest] = probing
    if (oldest !== undefined && clock.now() >= oldest.begunAt + probeLimitMs) open(oldest.begunAt + probeLimitMs)
    if (state === "open" && clock.now() >= openUntil) change("half_open")
  }

  const enterClosed = (): BreakerReport => {
    const mine = countAttempt
    const begunAt = clock.now()
    return once((outcome) => {
      if (state !== "closed" || mine !== countAttempt || outcome === "ignored") return
      const durationMs = clock.now() - begunAt
      if (countAttempt({ failed: outcome === "failure", durationMs })) open(clock.now())
    })
  }
  const enterProbe = (): BreakerReport => {
    const probe = { begunAt: clock.now() }
    probing.add(probe)
    return once((outcome) => {
      if (!probing.delete(probe) || outcome === "ignored") return
      if (outcome === "failure" || clock.now() >= probe.begunAt + probeLimitMs) open(clock.now())
      else if (++probed >= probes) change("closed")
    })
  }
  const openFor = (): number => (state === "open" ? Math.max(0, openUntil - clock.now()) : 0)
  /** What the next attempt would find: whoever only looks changes nothing and is told of no change. */
  const seen = (): CircuitState => {
    const [oldest] = probing
    if (oldest !== undefined && clock.now() >= oldest.begunAt + probeLimitMs) return "open"
    return state === "open" && openFor() === 0 ? "half_open" : state
  }

  return {
    get state() {
      return seen()
    },
    snapshot: () => ({ state: seen(), openings, openForMs: openFor() }),
    enter() {
      catchUp()
      if (state === "closed") return enterClosed()
      if (state === "half_open" && probing.size + probed < probes) return enterProbe()
      const [oldest] = probing
      const retryAfterMs = oldest === undefined ? openFor() : oldest.begunAt + probeLimitMs - clock.now()
      throw new PristineError("circuit_open", "The circuit to this service is open after repeated failures", {
        retryAfterMs: Math.ceil(retryAfterMs),
      })
    },
  }
}

/** Lets the first report through. */
function once(report: BreakerReport): BreakerReport {
  let reported = false
  return (outcome: BreakerOutcome) => {
    if (reported) return
    reported = true
    report(outcome)
  }
}
