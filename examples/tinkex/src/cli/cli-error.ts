import { exitCode } from "./exit-code.ts"

/** A failure that a person is told about, with what to do. */
export class CliError extends Error {
  readonly hint: string | undefined
  readonly exitCode: number

  constructor(message: string, hint?: string, code: number = exitCode.failed, cause?: unknown) {
    super(message, { cause })
    this.name = "CliError"
    this.hint = hint
    this.exitCode = code
  }
}

/** The command line is wrong. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, hint, exitCode.usage)
}
