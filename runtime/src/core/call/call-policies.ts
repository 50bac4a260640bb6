import { PristineError } from "../../errors/pristine-error.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
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
export function callPolicies({
  options: { retry },
  plan: { policies, client },
  lifetime,
}: Call): readonly RetryPolicy[] {
  if (retry === undefined) return policies
  if (retry === false) return []
  const { maxAttempts } = retry
  const endless = maxAttempts === Infinity && lifetime.deadline === Infinity
  const whole = Math.trunc(maxAttempts) === maxAttempts && maxAttempts > 0 && !endless
  if (whole && client.options.retry === false) return []
  if (!whole || !client.retry) {
    throw new PristineError(
      whole ? "config" : "input",
      whole
        ? "This build has no retries"
        : endless
          ? "`retry.maxAttempts` can be endless under a total limit of time alone"
          : "`retry.maxAttempts` must be a whole number of at least 1",
      { phase: "prepare" },
    )
  }
  return (policies.length > 0 ? policies : [fallback]).map((policy) => ({
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, maxAttempts })),
  }))
}
