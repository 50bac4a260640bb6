import { PristineError } from "../../errors/pristine-error.ts"
import type { AttemptOutcome, Retry } from "../../ports/retry.ts"
import { KeyedState } from "../keyed-state/keyed-state.ts"
import { keyOf, type TargetKey } from "../keyed-state/target-key.ts"

export interface RetryBudgetOptions {
  /** Tokens at the start and at most. Default 500: a storm ends after 35 retries, a healthy client never notices. */
  readonly capacity?: number
  /** Price of a retry. Default 14. */
  readonly cost?: number
  /** Price of a retry after 429, which costs the server little. Default 5. */
  readonly throttledCost?: number
  /** Tokens for a call that succeeds without a retry. Default 1; after retries the last one's price comes back. */
  readonly reward?: number
  /** What has a budget of its own. Default: each origin. */
  readonly per?: TargetKey
}

/** Budgets kept; beyond, the one that was used the longest time ago is forgotten and would begin full. */
const mostBudgets = 1000

/**
 * Lets all calls of a client to one origin share one allowance of retries, so that an outage is not answered with a
 * storm, nor one host's outage with silence to the others. Without tokens left a failure is final. The numbers follow
 * the AWS SDKs' retry quota of 2026.
 *
 * @throws PristineError with code `config` for numbers below 0.
 * @example createClient({ retry: withRetryBudget(defaultRetry({ clock: systemClock, random: Math.random })) })
 */
export function withRetryBudget(retry: Retry, options: RetryBudgetOptions = {}): Retry {
  const { capacity = 500, cost = 14, throttledCost = 5, reward = 1, per = "origin" } = options
  if (!(capacity >= 0 && cost >= 0 && throttledCost >= 0 && reward >= 0)) {
    throw new PristineError("config", "The numbers of a retry budget must be 0 or more")
  }
  const budgets = new KeyedState(() => ({ tokens: capacity }), mostBudgets)
  const price = ({ cause }: AttemptOutcome): number => (cause === 429 ? throttledCost : cost)

  return {
    begin(policy, target) {
      const run = retry.begin(policy, target)
      const budget = budgets.get(keyOf(per, target))
      let refund = reward
      return {
        next(outcome) {
          const delay = run.next(outcome)
          if (delay === undefined) return undefined
          const paid = price(outcome)
          if (paid > budget.tokens) return undefined
          budget.tokens -= paid
          refund = paid
          return delay
        },
        succeeded() {
          budget.tokens = Math.min(capacity, budget.tokens + refund)
          run.succeeded()
        },
      }
    },
  }
}
