import { PristineError } from "../../errors/pristine-error.ts"
import type { Retry } from "../../ports/retry.ts"
import { RecentMap } from "../../state/recent-map.ts"
import { keyOf, type TargetKey } from "../../state/target-key.ts"
import { allowRetries, type RetryAllowance } from "./retry-allowance.ts"

export interface RetryBudgetOptions extends RetryAllowance {
  /** What has a budget of its own. Default: each origin. */
  readonly per?: TargetKey
}

/** Budgets kept; beyond, the one that was used the longest time ago is forgotten and would begin full. */
const mostBudgets = 1000

/**
 * Lets all calls of a client to one origin share one allowance of retries, so that an outage is not answered with a
 * storm, nor one host's outage with silence to the others. Without tokens left a failure is final, and its `reason` says
 * `budget`. Policies whose attempts have no limit take no part: they rely on their limits of time. The numbers follow the
 * AWS SDKs' retry quota of 2026.
 *
 * @throws PristineError with code `config` for numbers below 0.
 * @example createClient({ retry: (environment) => withRetryBudget(defaultRetry(environment), { capacity: 1000 }) })
 */
export function withRetryBudget(retry: Retry, { per = "origin", ...allowance }: RetryBudgetOptions = {}): Retry {
  if (!Object.values(allowance).every((number) => number >= 0)) {
    throw new PristineError("config", "The numbers of a retry budget must be 0 or more")
  }
  return allowRetries(retry, allowance, (target) => keyOf(per, target), new RecentMap(mostBudgets))
}
