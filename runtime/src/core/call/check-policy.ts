import { PristineError } from "../../errors/pristine-error.ts"
import type { RetryPolicy } from "../../ports/retry.ts"

/**
 * Refuses numbers that a policy cannot have: overrides at run time have passed no build.
 *
 * @throws PristineError with code `config` that names the policy and the key.
 */
export function checkPolicy({ name, rules, maxElapsedMs, progressTimeoutMs }: RetryPolicy): void {
  const check = (key: string, allowed: boolean, expected: string): void => {
    if (!allowed) throw new PristineError("config", `Retry policy ${name}: ${key} must be ${expected}`)
  }
  check("maxElapsedMs", maxElapsedMs === undefined || maxElapsedMs >= 0, "0 or more")
  check("progressTimeoutMs", progressTimeoutMs === undefined || progressTimeoutMs > 0, "more than 0")
  for (const { maxAttempts, baseMs, maxMs, jitter, retryAfter, maxElapsedMs: ruleMs } of rules) {
    const whole = maxAttempts === Infinity || Number.isInteger(maxAttempts)
    check("maxAttempts", whole && maxAttempts >= 1, "a whole number of at least 1, or Infinity")
    check("baseMs", baseMs >= 0 && baseMs < Infinity, "0 or more")
    check("maxMs", maxMs >= 0, "0 or more")
    check("jitter", jitter[0] >= 0 && jitter[1] >= jitter[0] && jitter[1] < Infinity, "a range of 0 or more")
    check("maxElapsedMs of a rule", ruleMs === undefined || ruleMs >= 0, "0 or more")
    check("retryAfter.maxMs", retryAfter === false || retryAfter.maxMs >= 0, "0 or more")
  }
}
