import type { Release } from "./rate-limit.ts"

/** Counts permits; waiters are served strictly in order, and an aborted waiter leaves the queue at once. */
export interface Semaphore {
  acquire(weight: number, signal?: AbortSignal): Promise<Release>
  /** The same without a wait; `undefined` where there is one. */
  tryAcquire?(weight: number): Release | undefined
}
