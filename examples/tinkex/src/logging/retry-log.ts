import { isPristineError, type Hooks } from "pristine-runtime"
import type { Log } from "./log.ts"

/** Logs each attempt that is repeated, at level `debug`. */
export function retryLog(log: Log): Hooks {
  return {
    onRetry({ delayMs, error }, { operation, attempt }) {
      // Nobody vouches for the text of another error.
      const reason = isPristineError(error) ? error.message : "unexpected error"
      log.debug(`Attempt ${attempt} of ${operation} failed: ${reason}. The next one is in ${Math.round(delayMs)} ms`)
    },
  }
}
