import { guardListener, type ClientOptions } from "pristine-runtime"
import type { Log } from "./log.ts"

/** A log whose failures disturb nobody, told once for all its levels. */
export function guardedLog(log: Log, onWarning?: ClientOptions["onWarning"]): Log {
  const say = guardListener("The log", (level: keyof Log, message: string): unknown => log[level](message), onWarning)
  return {
    debug: (message) => say("debug", message),
    info: (message) => say("info", message),
    warn: (message) => say("warn", message),
    error: (message) => say("error", message),
  }
}
