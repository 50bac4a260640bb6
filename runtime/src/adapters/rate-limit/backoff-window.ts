import type { Clock } from "../../ports/clock.ts"

/** One moment before which nothing is sent: what a server's "slow down" means to everybody who shares a limit. */
export interface BackoffWindow {
  /** End of the latest window on the clock's scale; `-Infinity` before the first. */
  readonly until: number
  /** Opens the window for so long; one that ends later stays. */
  extend(delayMs: number): void
  /** Resolves when no window is open, also if it is extended meanwhile. Rejects with the signal's reason. */
  settled(signal: AbortSignal): Promise<void>
}

/** A closed window. */
export function createBackoffWindow(clock: Clock): BackoffWindow {
  let until = -Infinity

  const sleep = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = clock.schedule(until - clock.now(), () => {
        signal.removeEventListener("abort", onAbort)
        resolve()
      })
      const onAbort = (): void => {
        cancel()
        reject(signal.reason as Error)
      }
      signal.addEventListener("abort", onAbort, { once: true })
    })

  return {
    get until() {
      return until
    },
    extend(delayMs) {
      // What is no number asks for nothing, and must not make every later window compare with nothing.
      until = Math.max(until, clock.now() + (delayMs > 0 ? delayMs : 0))
    },
    async settled(signal) {
      signal.throwIfAborted()
      while (clock.now() < until) await sleep(signal)
    },
  }
}
