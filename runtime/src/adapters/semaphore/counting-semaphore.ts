import { PristineError } from "../../errors/pristine-error.ts"
import { createFifoSemaphore, type FifoSemaphore, type SemaphoreOptions } from "./fifo-semaphore.ts"

/**
 * A semaphore with so many permits. An acquisition of more than all of them would wait for ever and rejects with code
 * `limit` instead.
 *
 * @throws PristineError with code `config` unless `permits` is a whole number of at least 1, or `Infinity`, and
 *   `maxQueue` of 0 or more.
 */
export function createCountingSemaphore(permits: number, options: SemaphoreOptions = {}): FifoSemaphore {
  if (permits !== Infinity && (!Number.isInteger(permits) || permits < 1)) {
    throw new PristineError("config", "A semaphore needs a whole number of at least 1 permit")
  }
  const semaphore = createFifoSemaphore(permits, (available, weight) => available >= weight, options)
  const check = (weight: number): void => {
    if (weight <= permits || Number.isNaN(weight)) return
    throw new PristineError("limit", `${weight} permits are more than the ${permits} there are`, { phase: "admission" })
  }
  return {
    get available() {
      return semaphore.available
    },
    get waiting() {
      return semaphore.waiting
    },
    tryAcquire(weight) {
      check(weight)
      return semaphore.tryAcquire(weight)
    },
    async acquire(weight, signal) {
      check(weight)
      return semaphore.acquire(weight, signal)
    },
  }
}
