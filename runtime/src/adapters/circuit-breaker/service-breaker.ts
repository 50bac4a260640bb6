import { circuitBreaker, type CircuitBreakerOptions, type StatefulCircuitBreaker } from "./circuit-breaker.ts"
import { failureRate } from "./failure-rate.ts"

/**
 * A circuit breaker with the numbers that suit the client of a remote service: it opens when half of at least 20
 * attempts within 30 s failed, for 5 s doubled up to 60 s, less up to a fifth, and gives one probe 10 s. Options go over
 * these.
 */
export function serviceBreaker(options: CircuitBreakerOptions = {}): StatefulCircuitBreaker {
  return circuitBreaker({
    trip: failureRate(),
    openMs: 5000,
    maxOpenMs: 60_000,
    jitter: [0.8, 1],
    probeLimitMs: 10_000,
    ...options,
  })
}
