/** Receives what the SDK has to say to a person; `console` is one. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

const silent = (): void => undefined

/** `console`, quieter: warnings and errors, and more when `TINKER_LOG` is `info` or `debug`. */
export function consoleLog(level: string | undefined): Log {
  return {
    debug: level === "debug" ? (message) => console.debug(message) : silent,
    info: level === "debug" || level === "info" ? (message) => console.info(message) : silent,
    warn: (message) => console.warn(message),
    error: (message) => console.error(message),
  }
}
