import type { Clock } from "../../ports/clock.ts"
import { checkDelay, longestTimerMs } from "./timer-range.ts"

/**
 * The platform's clock: `performance.now`, `Date.now` and `setTimeout`. A wait beyond the range of one platform timer
 * is chained from several, so it neither fires early nor overflows. Works in browsers, workers and servers.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  schedule(delayMs, callback, options) {
    let remaining = checkDelay(delayMs)
    let timer: unknown
    const arm = (): void => {
      const step = Math.min(remaining, longestTimerMs)
      remaining -= step
      timer = setTimeout(remaining > 0 ? arm : callback, step)
      if (options?.background === true) release(timer)
    }
    arm()
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0])
  },
}

/** A browser's timer is a number and never keeps anything alive. */
function release(timer: unknown): void {
  if (typeof timer === "object" && timer !== null) (timer as { unref?: () => void }).unref?.()
}
