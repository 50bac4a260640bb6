import { PristineError } from "../../errors/pristine-error.ts"
import type { TripRule } from "./trip-rule.ts"

/**
 * Opens after so many failures in a row. A success begins anew.
 *
 * @throws PristineError with code `config` unless `threshold` is a whole number of at least 1.
 */
export function consecutiveFailures(threshold: number): TripRule {
  if (!Number.isInteger(threshold) || threshold < 1) {
    throw new PristineError("config", "A threshold of failures must be a whole number of at least 1")
  }
  return {
    begin() {
      let failures = 0
      return ({ failed }) => {
        failures = failed ? failures + 1 : 0
        return failures >= threshold
      }
    },
  }
}
