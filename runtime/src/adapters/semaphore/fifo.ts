import { PristineError } from "../../errors/pristine-error.ts"
import type { Release } from "../../ports/rate-limit.ts"
import type { Semaphore } from "../../ports/semaphore.ts"

/** What a semaphore has left, and who waits for it. */
export interface FifoSemaphore extends Semaphore {
  /** Permits or bytes that are free; negative while a byte budget is overdrawn. */
  readonly available: number
  readonly waiting: number
}

interface Waiter {
  readonly weight: number
  readonly admit: () => void
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
): FifoSemaphore {
  let available = capacity
  const queue = new Set<Waiter>()

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

  const admitNext = (): void => {
    for (const waiter of queue) {
      if (!admits(available, waiter.weight)) return
      queue.delete(waiter)
      waiter.admit()
    }
  }

  const wait = (weight: number, signal: AbortSignal | undefined): Promise<Release> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        queue.delete(waiter)
        // The reason is what the caller gave, of whatever type.
        reject(signal?.reason as Error)
        // A heavy waiter that leaves may have held up the rest.
        admitNext()
      }
      const waiter: Waiter = {
        weight,
        admit() {
          signal?.removeEventListener("abort", onAbort)
          resolve(take(weight))
        },
      }
      queue.add(waiter)
      signal?.addEventListener("abort", onAbort, { once: true })
    })

  return {
    get available() {
      return available
    },
    get waiting() {
      return queue.size
    },
    async acquire(weight, signal) {
      signal?.throwIfAborted()
      if (!(weight >= 0 && weight < Infinity)) {
        throw new PristineError("config", "A weight must be a number of 0 or more", { phase: "admission" })
      }
      return queue.size === 0 && admits(available, weight) ? take(weight) : wait(weight, signal)
    },
  }
}
