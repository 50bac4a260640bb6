import type { Turns } from "../../src/core/take-turns.ts"

/** Time that passes when a test says so. */
export interface TestTurns extends Turns {
  readonly pass: (ms: number) => Promise<void>
  /** How many wait for a time to come. */
  readonly waiting: () => number
}

export function createTurns(): TestTurns {
  let now = 0
  const due = new Set<{ readonly at: number; readonly end: () => void }>()
  return {
    now: () => now,
    others: () => Promise.resolve(),
    later: (ms, signal) =>
      new Promise((resolve) => {
        const timer = { at: now + ms, end: resolve }
        due.add(timer)
        signal.addEventListener("abort", () => resolve(), { once: true })
      }),
    waiting: () => due.size,
    async pass(ms) {
      await new Promise(setImmediate)
      now += ms
      for (const timer of due) {
        if (timer.at > now) continue
        due.delete(timer)
        timer.end()
      }
      await new Promise(setImmediate)
    },
  }
}
