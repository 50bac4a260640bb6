import { PristineError } from "../../errors/pristine-error.ts"
import { createFifoSemaphore, type FifoSemaphore, type SemaphoreOptions } from "./fifo-semaphore.ts"

/**
 * A budget of bytes that may be overdrawn once: it admits while the balance is not negative, whatever the weight. So a
 * request larger than the whole budget passes too, and everything behind it waits until it is paid back.
 *
 * @throws PristineError with code `config` unless `budget` and `maxQueue` are 0 or more.
 */
export function createByteSemaphore(budget: number, options: SemaphoreOptions = {}): FifoSemaphore {
  if (!(budget >= 0)) throw new PristineError("config", "A byte budget must be 0 or more")
  return createFifoSemaphore(budget, (available) => available >= 0, options)
}
