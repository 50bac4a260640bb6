/** Longest delay a platform timer takes, in milliseconds (2^31 - 1, about 24.8 days). Anything above fires at once. */
export const longestTimerMs = 2_147_483_647

/**
 * Checks a delay before it reaches a timer: negative becomes 0, `Infinity` stays.
 *
 * @throws RangeError for `NaN`: platforms take it for 0, which turns a miscomputed wait into a busy loop.
 */
export function checkDelay(delayMs: number): number {
  if (Number.isNaN(delayMs)) throw new RangeError("A delay must be a number of milliseconds, not NaN")
  return Math.max(0, delayMs)
}
