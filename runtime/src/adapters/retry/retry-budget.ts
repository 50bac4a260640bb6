import type { AttemptOutcome, Retry } from "../../ports/retry.ts"

export interface RetryBudgetOptions {
  /** Tokens at the start and at most. Default 500: a storm ends after 35 retries, a healthy client never notices. */
  readonly capacity?: number
  /** Price of a retry. Default 14. */
  readonly cost?: number
  /** Price of a retry after 429, which costs the server little. Default 5. */
  readonly throttledCost?: number
  /** Tokens for a call that succeeds without a retry. Default 1; after retries the last one's price comes back. */
  readonly reward?: number
}

/**
 * Lets all calls of a client share one allowance of retries, so that an outage is not answered with a storm. Without
 * tokens left a failure is final. The numbers follow the AWS SDKs' retry quota.
 *
 * @example createClient({ retry: withRetryBudget(defaultRetry({ clock: systemClock, random: Math.random })) })
 */
export function withRetryBudget(retry: Retry, options: RetryBudgetOptions = {}): Retry {
  const { capacity = 500, cost = 14, throttledCost = 5, reward = 1 } = options
  let tokens = capacity
  const price = ({ cause }: AttemptOutcome): number => (cause === 429 ? throttledCost : cost)

  return {
    begin(policy) {
      const run = retry.begin(policy)
      let refund = reward
      return {
        next(outcome) {
          const delay = run.next(outcome)
          if (delay === undefined) return undefined
          const paid = price(outcome)
          if (paid > tokens) return undefined
          tokens -= paid
          refund = paid
          return delay
        },
        succeeded() {
          tokens = Math.min(capacity, tokens + refund)
          run.succeeded()
        },
      }
    },
  }
}
