import type { AttemptTarget } from "../../ports/attempt-target.ts"
import type { Retry } from "../../ports/retry.ts"

/** What retries cost, in tokens. */
export interface RetryAllowance {
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
 * Puts a price on each retry that an engine grants, and says `budget` where there are too few tokens left for it.
 *
 * @param keyFor What has an allowance of its own. Default: each origin, of which a manifest names a few.
 * @param spent Tokens spent by key.
 */
export function allowRetries(
  retry: Retry,
  { capacity = 500, cost = 14, throttledCost = 5, reward = 1 }: RetryAllowance = {},
  keyFor: (target?: AttemptTarget) => string = originOf,
  spent: Map<string, number> = new Map(),
): Retry {
  return {
    begin(policy, target) {
      const run = retry.begin(policy, target)
      // Without a limit to its attempts a policy lives by its limits of time, and repeats what is no failure, too.
      if (policy.rules.some(({ maxAttempts }) => maxAttempts === Infinity)) return run
      let refund = reward
      const pay = (price: number): boolean => {
        const key = keyFor(target)
        const sum = Math.max(0, (spent.get(key) ?? 0) + price)
        const enough = sum <= capacity
        if (enough) spent.set(key, sum)
        return enough
      }
      return {
        next(outcome) {
          const delay = run.next(outcome)
          if (typeof delay !== "number") return delay
          const price = outcome.cause === 429 ? throttledCost : cost
          if (!pay(price)) return "budget"
          refund = price
          return delay
        },
        withdrawn() {
          pay(-refund)
          run.withdrawn?.()
        },
        succeeded() {
          // While nothing is spent nobody need look whose allowance this is: a URL is dear to read.
          if (spent.size > 0) pay(-refund)
          run.succeeded()
        },
      }
    },
  }
}

function originOf(target?: AttemptTarget): string {
  return target ? new URL(target.url).origin : ""
}
