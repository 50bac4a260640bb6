/**
 * How often something may happen, on a scale of milliseconds that never goes backwards. It neither waits nor reads a
 * clock: a `Pacer` does, for one or several of them together.
 */
export interface Pace {
  /** Milliseconds until one more may go; 0: now. */
  delayMs(now: number): number
  /** One goes now. */
  take(now: number): void
}
