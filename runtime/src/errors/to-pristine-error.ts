import { isPristineError } from "./is-pristine-error.ts"
import { PristineError, type ErrorCode, type ErrorFacts } from "./pristine-error.ts"
import { toError } from "./to-error.ts"

/** The error itself if it is one of ours, else one of the given code whose cause is what was thrown. */
export function toPristineError(
  thrown: unknown,
  code: ErrorCode,
  message: string,
  facts: ErrorFacts = {},
): PristineError {
  return isPristineError(thrown) ? thrown : new PristineError(code, message, { ...facts, cause: toError(thrown) })
}
