/** A named limit of the manifest: plain data. */
export interface RateLimitSpec {
  readonly name: string
  /** Calls at once. */
  readonly concurrency?: number
  /** Calls at once while throttled. */
  readonly throttledConcurrency?: number
  /** Admit while the balance of outstanding bytes is not negative. */
  readonly byteBudget?: number
  /** Weight factor while throttled. Default 1. */
  readonly bytePenaltyMultiplier?: number
  /** Throttled until so long after the last back-off ended, in milliseconds. Default 10,000. */
  readonly backoffWindowMs?: number
  /** Requests a second in the long run, attempts counted one by one. */
  readonly requestsPerSecond?: number
  /** Requests that may go at once after a pause. Default 1; needs `requestsPerSecond`. */
  readonly burst?: number
  /** Requests within any `windowMs`, attempts counted one by one. */
  readonly maxRequests?: number
  /** In milliseconds; needs `maxRequests`. */
  readonly windowMs?: number
  /** Waiters of each of its queues; one more fails with code `limit`. Default: any number. */
  readonly maxQueue?: number
}

/** Releases what an admission holds; calling it twice does nothing. */
export type Release = () => void

/** Admits calls. One instance serves one named limit of one client. Waiters are served in order and may abort. */
export interface RateLimit {
  /** Once for each call, which holds its place until it has ended. Rejects with the signal's reason. */
  acquire(weight: number, signal: AbortSignal): Promise<Release>
  /** The same without a wait; `undefined` where there is one. A limiter without it is always waited for. */
  tryAcquire?(weight: number): Release | undefined
  /** Nothing that belongs to this limit is sent for so long; a longer window in force stays. */
  throttle(delayMs: number): void
  /**
   * Once before each attempt: resolves when it may be sent. No back-off window is open then and, where the limit has a
   * pace, it is the attempt's turn. Rejects with the signal's reason.
   */
  settled(signal: AbortSignal): Promise<void>
  /** The same without a wait: true where the attempt may be sent, whose turn it then was. */
  trySettle?(): boolean
}
