import { PristineError, type ClientOptions } from "pristine-runtime"
import type { Log } from "./log.ts"

/**
 * A log whose failures disturb nobody: most of what is said comes from background work, whose errors would end the
 * process. The first failure is told to `onWarning` (default: `console.warn`).
 */
export function guardedLog(log: Log, onWarning: NonNullable<ClientOptions["onWarning"]> = warn): Log {
  let reported = false
  const report = (cause: unknown): void => {
    if (reported) return
    reported = true
    onWarning(new PristineError("config", "The log failed; its errors are not reported again", { cause }))
  }
  const guarded =
    (level: keyof Log): Log["warn"] =>
    (message) => {
      try {
        // One may be an async function after all.
        const say: (said: string) => unknown = log[level].bind(log)
        const done = say(message)
        if (done instanceof Promise) done.catch(report)
      } catch (thrown) {
        report(thrown)
      }
    }
  return { debug: guarded("debug"), info: guarded("info"), warn: guarded("warn"), error: guarded("error") }
}

function warn({ message }: PristineError): void {
  console.warn(message)
}
