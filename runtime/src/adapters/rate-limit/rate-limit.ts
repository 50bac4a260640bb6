import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { RateLimit, RateLimitSpec, Release } from "../../ports/rate-limit.ts"
import { createByteSemaphore } from "../semaphore/byte-semaphore.ts"
import { createCountingSemaphore } from "../semaphore/counting-semaphore.ts"
import type { FifoSemaphore } from "../semaphore/fifo-semaphore.ts"
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
  const paid = (weight: number, throttled: boolean): number => (throttled ? weight * bytePenaltyMultiplier : weight)

  return {
    tryAcquire(weight) {
      const held: Release[] = []
      const hold = (semaphore: FifoSemaphore | undefined, amount: number): boolean => {
        const release = semaphore?.tryAcquire(amount)
        if (release) held.push(release)
        return semaphore === undefined || release !== undefined
      }
      let admitted = false
      try {
        const throttled = isThrottled()
        admitted = hold(all, 1) && (!throttled || hold(slow, 1)) && hold(bytes, paid(weight, throttled))
      } finally {
        if (!admitted) releaseAll(held)
      }
      return admitted ? () => releaseAll(held) : undefined
    },
    async acquire(weight, signal) {
      signal.throwIfAborted()
      const held: Release[] = []
      const hold = async (semaphore: FifoSemaphore | undefined, amount: number): Promise<void> => {
        if (semaphore !== undefined) held.push(await semaphore.acquire(amount, signal))
      }
      try {
        await hold(all, 1)
        const throttled = isThrottled()
        if (throttled) await hold(slow, 1)
        await hold(bytes, paid(weight, throttled))
      } catch (error) {
        releaseAll(held)
        throw error
      }
      return () => releaseAll(held)
    },
    throttle: (delayMs) => window.extend(delayMs),
    trySettle: () => clock.now() >= window.until,
    settled: (signal) => window.settled(signal),
  }
}

/** In reverse; a second time there is nothing left. */
function releaseAll(held: Release[]): void {
  for (let release = held.pop(); release; release = held.pop()) release()
}
