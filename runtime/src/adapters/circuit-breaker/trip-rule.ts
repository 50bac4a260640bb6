import type { Clock } from "../../ports/clock.ts"

/** One attempt that ended, as a closed circuit counts it. Ignored outcomes are not among them. */
export interface CountedAttempt {
  readonly failed: boolean
  readonly durationMs: number
}

/** Decides when a closed circuit opens. Plain description: the counts are made by `begin`. */
export interface TripRule {
  /** Begins to count, whenever a circuit closes. The function takes one attempt; true: the circuit opens. */
  begin(clock: Clock): (attempt: CountedAttempt) => boolean
}
