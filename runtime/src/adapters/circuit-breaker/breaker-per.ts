import type { CircuitBreaker } from "../../ports/circuit-breaker.ts"
import { KeyedState } from "../../state/keyed-state.ts"
import { keyOf, type TargetKey } from "../../state/target-key.ts"

/**
 * One breaker for each origin, operation or key of one's own, so that one that fails does not close the others.
 *
 * @param create Makes the breaker of a key when it is first met.
 * @param capacity Breakers kept; beyond, the one that was used the longest time ago is forgotten. Default 1,000.
 * @throws PristineError with code `config` unless `capacity` is a whole number of at least 1.
 * @example createClient({ circuitBreaker: breakerPer("origin", () => serviceBreaker()) })
 */
export function breakerPer(key: TargetKey, create: (key: string) => CircuitBreaker, capacity = 1000): CircuitBreaker {
  const breakers = new KeyedState(create, capacity)
  return { enter: (target) => breakers.get(keyOf(key, target)).enter(target) }
}
