/**
 * Time as the runtime sees it. Every wait, deadline and timestamp of a client goes through one `Clock`,
 * so a test can drive all of them without a real timer.
 */
export interface Clock {
  /** Milliseconds on a monotonic scale; only differences mean something. */
  now(): number
  /** Milliseconds since 1970-01-01T00:00:00Z, for timestamps and HTTP dates. */
  wallTime(): number
  /**
   * Calls `callback` once after `delayMs` (negative: at once; longer than a platform timer takes: chained, never early)
   * and returns a function that cancels it. `background: true` never keeps a process alive.
   */
  schedule(delayMs: number, callback: () => void, options?: { readonly background?: boolean }): () => void
}
