import type { Client } from "../../core/client/client.ts"
import type { BreakerSpec, CircuitBreaker } from "../../ports/circuit-breaker.ts"
import { breakerPer } from "./breaker-per.ts"
import { circuitBreaker, type CircuitBreakerOptions } from "./circuit-breaker.ts"
import { consecutiveFailures } from "./consecutive-failures.ts"
import { failureRate } from "./failure-rate.ts"
import type { TripRule } from "./trip-rule.ts"

/**
 * The breaker of a manifest, by name: one for each client, shared by the operations that name it. What `createClient` was
 * given under its name in `circuitBreakers` goes over the manifest's numbers.
 *
 * @returns Gives the breaker of a client; throws a `PristineError` with code `config` for numbers that it cannot have.
 */
export function namedBreaker(spec: BreakerSpec): (client: Client) => CircuitBreaker {
  return (client) =>
    client.state(`pristine:breaker:${spec.name}`, () => {
      const { circuitBreakers: given = {} } = client.options
      return createBreaker({ ...spec, ...(Object.hasOwn(given, spec.name) && given[spec.name]) }, client)
    })
}

function createBreaker(spec: BreakerSpec, { clock, random }: Pick<Client, "clock" | "random">): CircuitBreaker {
  const { openMs, maxOpenMs, probes, per } = spec
  const options: CircuitBreakerOptions = {
    clock,
    random,
    ...(openMs !== undefined && { openMs, maxOpenMs: Math.max(openMs, maxOpenMs ?? 60_000) }),
    ...(maxOpenMs !== undefined && { maxOpenMs }),
    ...(probes !== undefined && { probes }),
  }
  // A rule counts for one circuit.
  const make = (): CircuitBreaker => circuitBreaker({ ...options, trip: ruleOf(spec) })
  return per === undefined ? make() : breakerPer(per, make)
}

function ruleOf({ failures = 5, failureRatio, minimumCalls, windowMs, slowMs, slowRatio }: BreakerSpec): TripRule {
  if (failureRatio === undefined && slowMs === undefined) return consecutiveFailures(failures)
  return failureRate({
    ...(failureRatio !== undefined && { ratio: failureRatio }),
    ...(minimumCalls !== undefined && { minimumCalls }),
    ...(windowMs !== undefined && { windowMs }),
    ...(slowMs !== undefined && { slowMs }),
    ...(slowRatio !== undefined && { slowRatio }),
  })
}
