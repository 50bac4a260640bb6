import type { Clock } from "../../ports/clock.ts"
import type { Random } from "../../ports/random.ts"
import type { AttemptOutcome, Retry, RetryPolicy, RetryRule, RetryRun } from "../../ports/retry.ts"
import { longestTimerMs } from "../clock/timer-range.ts"
import { backoffDelay } from "./backoff.ts"

/**
 * The retry engine of a client: evaluates the policies of the manifest. It keeps one thing between calls, when a call
 * under a policy last ended well, for `progressTimeoutMs`.
 */
export function defaultRetry({ clock, random }: { readonly clock: Clock; readonly random: Random }): Retry {
  const lastProgress = new Map<string, number>()

  return {
    begin(policy): RetryRun {
      const { name, maxElapsedMs = Infinity, progressTimeoutMs = Infinity } = policy
      const begunAt = clock.now()
      let current: RetryRule | undefined
      let consecutive = 0
      let attempts = 0
      const most = policy.rules.reduce((sum, { maxAttempts }) => sum + maxAttempts, 0)
      let firstAt = begunAt

      return {
        next(outcome) {
          const rule = findRule(policy, outcome)
          consecutive = rule === current ? consecutive + 1 : 1
          if (consecutive === 1) firstAt = clock.now()
          current = rule
          attempts += 1
          // Rules that take turns begin anew each time: together they are no more than one after the other.
          if (rule === undefined || consecutive >= rule.maxAttempts || attempts >= most) return undefined
          const delay = delayAfter(rule, outcome, consecutive, random)
          if (delay === undefined) return undefined
          // A wait that would end too late is not begun.
          const end = clock.now() + delay
          if (end - begunAt > maxElapsedMs || end - firstAt > (rule.maxElapsedMs ?? Infinity)) return "deadline"
          const progressAt = Math.max(begunAt, lastProgress.get(name) ?? begunAt)
          return end - progressAt > progressTimeoutMs ? "deadline" : delay
        },
        succeeded() {
          if (progressTimeoutMs !== Infinity) lastProgress.set(name, clock.now())
        },
      }
    },
  }
}

/** The first rule for what happened. A server's word decides against it, or for the first rule that listens. */
function findRule({ rules }: RetryPolicy, { cause, error, shouldRetry }: AttemptOutcome): RetryRule | undefined {
  if (typeof cause === "string" && !error.retryable) return undefined
  const rule = rules.find((candidate) => candidate.retryOn.some((entry) => covers(entry, cause)))
  if (shouldRetry === true) return rule ?? rules.find(({ retryAfter }) => retryAfter !== false)
  return shouldRetry === false && rule?.retryAfter !== false ? undefined : rule
}

function covers(entry: number | string, cause: AttemptOutcome["cause"]): boolean {
  if (typeof entry === "number" || typeof cause === "string") return entry === cause
  return /^[1-5]xx$/i.test(entry) && Number(entry[0]) === Math.floor(cause / 100)
}

/** What the server asked for if the rule obeys it, else the rule's own back-off; `undefined`: too long to wait. */
function delayAfter(
  rule: RetryRule,
  { retryAfterMs }: AttemptOutcome,
  consecutive: number,
  random: Random,
): number | undefined {
  const { jitter, retryAfter } = rule
  if (retryAfter === false || retryAfterMs === undefined) return backoffDelay(rule, consecutive, random)
  if (retryAfterMs > Math.min(retryAfter.maxMs, longestTimerMs)) {
    return retryAfter.beyond === "fail" ? undefined : backoffDelay(rule, consecutive, random)
  }
  // Spread clients that were told the same moment, never before it.
  const spread = jitter[0] === jitter[1] ? 0 : Math.min(1000, retryAfterMs / 10)
  return Math.ceil(retryAfterMs + spread * random())
}
