import { PristineError, type ErrorFacts } from "./pristine-error.ts"

/**
 * Adds what the thrower could not know. Facts that the error has stay, except the count of attempts. An error about an
 * input that knows no operation becomes one whose message begins with it, because who wrote the call looks for that.
 */
export function completeError(given: PristineError, facts: ErrorFacts): PristineError {
  const { operation } = facts
  const isNameless = given.code === "input" && operation && !given.operation
  const error = isNameless ? new PristineError("input", `${operation}: ${given.message}`, given) : given
  const open = error as unknown as Record<string, unknown>
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) open[name] ||= value
  if (facts.attempts !== undefined) open.attempts = facts.attempts
  return error
}
