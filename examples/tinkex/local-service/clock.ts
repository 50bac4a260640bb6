/**
 * Time as the service sees it. A runtime `Clock` fits as it is, so a test may hand over its virtual one and drive every
 * long poll and expiry without waiting.
 */
export interface ServiceClock {
  /** Milliseconds since 1970-01-01T00:00:00Z: timestamps, expiries, hourly usage buckets. */
  wallTime(): number
  /** Calls `callback` once after `delayMs` milliseconds and returns a function that cancels it. */
  schedule(delayMs: number, callback: () => void): () => void
}

/** The platform's time and timers. */
export const systemClock: ServiceClock = {
  wallTime: () => Date.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
