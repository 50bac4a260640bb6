import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { RateLimit, RateLimitSpec, Release } from "../../ports/rate-limit.ts"
import type { Semaphore } from "../../ports/semaphore.ts"
import { createByteSemaphore } from "../semaphore/bytes.ts"
import { createCountingSemaphore } from "../semaphore/counting.ts"
import { createBackoffWindow } from "./backoff-window.ts"

/**
 * The limiter of one named limit of one client. Admission takes a place among `concurrency`, while throttled also one
 * among `throttledConcurrency`, then its weight of the byte budget, dearer while throttled. Each queue is served in
 * order. Whether a call counts as throttled is decided when it gets its place, and holds until it ends.
 *
 * @throws PristineError with code `config` for numbers that a limit cannot have.
 */
export function createRateLimit(spec: RateLimitSpec, clock: Clock): RateLimit {
  const { name, bytePenaltyMultiplier = 1, backoffWindowMs = 10_000, maxQueue } = spec
  if (spec.requestsPerSecond !== undefined || spec.maxRequests !== undefined) {
    throw new PristineError(
      "config",
      `Rate limit ${name}: this build has no limits of pace; the manifest must name one`,
    )
  }
  if (!(bytePenaltyMultiplier >= 0 && backoffWindowMs >= 0)) {
    throw new PristineError("config", `Rate limit ${name}: multiplier and window must be 0 or more`)
  }
  const queue = maxQueue === undefined ? {} : { maxQueue }
  const { concurrency, throttledConcurrency, byteBudget } = spec
  const all = concurrency === undefined ? undefined : createCountingSemaphore(concurrency, queue)
  const slow = throttledConcurrency === undefined ? undefined : createCountingSemaphore(throttledConcurrency, queue)
  const bytes = byteBudget === undefined ? undefined : createByteSemaphore(byteBudget, queue)
  const window = createBackoffWindow(clock)
  const isThrottled = (): boolean => clock.now() < window.until + backoffWindowMs

  return {
    async acquire(weight, signal) {
      signal.throwIfAborted()
      const held: Release[] = []
      const release = (): void => {
        for (const one of held.splice(0).reverse()) one()
      }
      const hold = async (semaphore: Semaphore | undefined, amount: number): Promise<void> => {
        if (semaphore !== undefined) held.push(await semaphore.acquire(amount, signal))
      }
      try {
        await hold(all, 1)
        const throttled = isThrottled()
        if (throttled) await hold(slow, 1)
        await hold(bytes, throttled ? weight * bytePenaltyMultiplier : weight)
      } catch (error) {
        release()
        throw error
      }
      return release
    },
    throttle: (delayMs) => window.extend(delayMs),
    settled: (signal) => window.settled(signal),
  }
}
