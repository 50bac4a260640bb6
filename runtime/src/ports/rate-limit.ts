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
}

/** Releases what an admission holds; calling it twice does nothing. */
export type Release = () => void

/** Admits calls. One instance serves one named limit of one client. Waiters are served in order and may abort. */
export interface RateLimit {
  acquire(weight: number, signal: AbortSignal): Promise<Release>
  /** Nothing that belongs to this limit is sent for so long; a longer window in force stays. */
  throttle(delayMs: number): void
  /** Resolves when no back-off window is open. */
  settled(signal: AbortSignal): Promise<void>
}
