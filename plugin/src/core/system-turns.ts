import { setImmediate } from "node:timers/promises"
import type { Turns } from "./take-turns.ts"

/** The process's own time: the one place of the plugin that reads it. */
export const systemTurns: Turns = { now: () => performance.now(), others: () => setImmediate() }
