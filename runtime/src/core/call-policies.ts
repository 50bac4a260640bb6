import { PristineError } from "../errors/pristine-error.ts"
import type { RetryPolicy } from "../ports/retry.ts"
import type { Call } from "./call.ts"

/** For a call that asks for retries of an operation that has no policy of its own: what is safe to assume of any service. */
const fallback: RetryPolicy = {
  name: "call",
  rules: [
    {
      retryOn: ["connection", "timeout", 408, 429, 500, 502, 503, 504],
      maxAttempts: 3,
      backoff: "exponential",
      baseMs: 100,
      maxMs: 20_000,
      jitter: [0, 1],
      retryAfter: { maxMs: 60_000, beyond: "fail" },
    },
  ],
}

/**
 * The policies of one call, outermost first: the operation's, or as the caller's `retry` says.
 *
 * @throws PristineError with code `config` when retries are asked for and the build removed them, `input` for a number
 * of attempts that is none.
 */
export function callPolicies(call: Call): readonly RetryPolicy[] {
  const { retry } = call.options
  if (retry === undefined) return call.plan.policies
  if (retry === false) return []
  const { maxAttempts } = retry
  if (maxAttempts !== Infinity && (!Number.isInteger(maxAttempts) || maxAttempts < 1)) {
    throw new PristineError("input", "`retry.maxAttempts` must be a whole number of at least 1", { phase: "prepare" })
  }
  if (call.plan.client.options.retry === false) return []
  if (call.plan.client.retry === undefined) {
    throw new PristineError("config", "This build has no retries", { phase: "prepare" })
  }
  const policies = call.plan.policies.length === 0 ? [fallback] : call.plan.policies
  return policies.map((policy) => ({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, maxAttempts })) }))
}
