import type { ErrorFacts, PristineError } from "./pristine-error.ts"

/** Adds what the thrower could not know. Facts that the error has stay, except the count of attempts. */
export function completeError(error: PristineError, facts: ErrorFacts): PristineError {
  const open = error as unknown as Record<string, unknown>
  for (const [name, value] of Object.entries(facts)) open[name] ||= value
  open.attempts = facts.attempts ?? open.attempts
  return error
}
