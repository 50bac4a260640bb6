/** Refuses calls to a failing origin. */
export interface CircuitBreaker {
  /** Throws a `PristineError` with code `circuit_open`, or returns how to report the outcome of one attempt. */
  enter(): (outcome: "success" | "failure" | "ignored") => void
}
