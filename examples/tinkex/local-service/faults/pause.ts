import type { ServiceClock } from "../clock.ts"

/** Resolves after `delayMs` milliseconds, or when `signal` aborts. */
export function pause(clock: ServiceClock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      cancel()
      signal.removeEventListener("abort", end)
      resolve()
    }
    const cancel = clock.schedule(delayMs, end)
    signal.addEventListener("abort", end)
  })
}
