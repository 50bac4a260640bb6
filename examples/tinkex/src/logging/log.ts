/** Receives what the SDK has to say to a person; `console` is one. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** The least important thing that is still logged. */
export type LogLevel = keyof Log

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"]

export function isLogLevel(value: unknown): value is LogLevel {
  return levels.some((level) => level === value)
}

/** A log that leaves out what is less important than `level`. */
export function atLevel(log: Log, level: LogLevel): Log {
  const say = (at: LogLevel): Log["warn"] =>
    levels.indexOf(at) < levels.indexOf(level) ? () => undefined : (message) => log[at](message)
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") }
}
