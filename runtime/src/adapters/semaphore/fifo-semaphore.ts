import { PristineError } from "../../errors/pristine-error.ts"
import type { Release } from "../../ports/rate-limit.ts"
import type { Semaphore } from "../../ports/semaphore.ts"
import { WaitQueue } from "./wait-queue.ts"

/** What a semaphore has left, and who waits for it. */
export interface FifoSemaphore extends Semaphore {
  /** Permits or bytes that are free; negative while a byte budget is overdrawn. */
  readonly available: number
  readonly waiting: number
  tryAcquire(weight: number): Release | undefined
}

export interface SemaphoreOptions {
  /** Most that may wait; one more rejects at once with code `limit`. Default: any number. */
  readonly maxQueue?: number
}

/**
 * A first-in, first-out semaphore over an admission rule. Nobody overtakes: a heavy waiter at the head holds up light
 * ones behind it, so it cannot starve.
 *
 * @param admits Whether a weight may enter when so much is available.
 */
export function createFifoSemaphore(
  capacity: number,
  admits: (available: number, weight: number) => boolean,
  options: SemaphoreOptions,
): FifoSemaphore {
  let available = capacity
  const queue = new WaitQueue<number>(options.maxQueue)

  const take = (weight: number): Release => {
    available -= weight
    let held = true
    return () => {
      if (!held) return
      held = false
      available += weight
      admitNext()
    }
  }
  const tryAcquire = (weight: number): Release | undefined => {
    if (!(weight >= 0 && weight < Infinity)) {
      throw new PristineError("config", "A weight must be a number of 0 or more", { phase: "admission" })
    }
    return queue.size === 0 && admits(available, weight) ? take(weight) : undefined
  }
  const admitNext = (): void => {
    while (queue.first !== undefined && admits(available, queue.first)) queue.admitFirst(take)
  }

  return {
    get available() {
      return available
    },
    get waiting() {
      return queue.size
    },
    tryAcquire,
    async acquire(weight, signal) {
      signal?.throwIfAborted()
      // A heavy waiter that leaves may have held up the rest.
      return tryAcquire(weight) ?? queue.wait(weight, signal, admitNext)
    },
  }
}
