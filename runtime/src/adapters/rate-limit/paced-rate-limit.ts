import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { RateLimit, RateLimitSpec } from "../../ports/rate-limit.ts"
import type { Pace } from "./pace.ts"
import { createPacer } from "./pacer.ts"
import { createRateLimit } from "./rate-limit.ts"
import type { SlidingWindowOptions } from "./sliding-window.ts"
import type { TokenBucketOptions } from "./token-bucket.ts"

/** The paces that a build has; the others are not linked. */
export interface PaceMakers {
  readonly tokenBucket?: (options: TokenBucketOptions) => Pace
  readonly slidingWindow?: (options: SlidingWindowOptions) => Pace
}

/**
 * `createRateLimit` for manifests whose limits have a pace. A call takes its place once, and each of its attempts waits
 * for its turn: a retry is a request too. While a back-off window is open no turn is given, so that those who waited do
 * not all go at its end.
 *
 * @returns Makes the limiter of a named limit; throws a `PristineError` with code `config` for numbers that it cannot
 *   have, and for a pace that the build does not have.
 */
export function pacedRateLimit(makers: PaceMakers): (spec: RateLimitSpec, clock: Clock) => RateLimit {
  return (spec, clock) => {
    const { requestsPerSecond, burst, maxRequests, windowMs, ...rest } = spec
    const inner = createRateLimit(rest, clock)
    const refuse = (what: string): never => {
      throw new PristineError("config", `Rate limit ${spec.name}: ${what}`)
    }
    const paces: Pace[] = []
    if (requestsPerSecond !== undefined) {
      const make = makers.tokenBucket ?? refuse("no limit of the manifest has `requests_per_second`")
      paces.push(make({ requestsPerSecond, ...(burst !== undefined && { burst }) }))
    } else if (burst !== undefined) refuse("burst needs requestsPerSecond")
    if (maxRequests !== undefined && windowMs !== undefined) {
      const make = makers.slidingWindow ?? refuse("no limit of the manifest has `max_requests`")
      paces.push(make({ maxRequests, windowMs }))
    } else if (maxRequests !== undefined || windowMs !== undefined) refuse("maxRequests and windowMs need each other")
    if (paces.length === 0) return inner

    const { maxQueue } = spec
    const pacer = createPacer(paces, { clock, ...(maxQueue !== undefined && { maxQueue }) })
    return {
      acquire: (weight, signal) => inner.acquire(weight, signal),
      tryAcquire: (weight) => inner.tryAcquire?.(weight),
      throttle(delayMs) {
        inner.throttle(delayMs)
        pacer.pause(delayMs)
      },
      settled: (signal) => pacer.turn(signal),
    }
  }
}
