import type { ErrorFacts, PristineError } from "./pristine-error.ts"

/** Adds what the thrower could not know. Facts that the error has stay, except the count of attempts. */
export function completeError(
  error: PristineError,
  facts: Pick<ErrorFacts, "operation" | "attempts" | "phase">,
): PristineError {
  const open = error as { -readonly [Key in keyof PristineError]: PristineError[Key] }
  open.operation ??= facts.operation
  open.phase ??= facts.phase
  open.attempts = facts.attempts ?? open.attempts
  return error
}
