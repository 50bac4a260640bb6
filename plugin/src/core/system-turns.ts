import { setImmediate, setTimeout } from "node:timers/promises"
import type { Turns } from "./take-turns.ts"

/** The process's own time: the one place of the plugin that reads it. */
export const systemTurns: Turns = {
  now: () => performance.now(),
  others: () => setImmediate(),
  later: (ms, signal) =>
    setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    }),
}
