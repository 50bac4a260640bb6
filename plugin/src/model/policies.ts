import type { Pointer } from "./source.ts"
import type { CodeRef } from "./value.ts"

/** Mirrors the runtime's `RetryPolicy`, defaults filled in, policy names in `rules` resolved. */
export interface RetryPolicyModel {
  readonly name: string
  readonly rules: readonly RetryRuleModel[]
  readonly maxElapsedMs?: number
  readonly progressTimeoutMs?: number
  readonly pointer: Pointer
}

export interface RetryRuleModel {
  readonly retryOn: readonly (number | string)[]
  readonly maxAttempts: number | "unlimited"
  readonly backoff: "none" | "constant" | "linear" | "exponential"
  readonly baseMs: number
  readonly maxMs: number
  readonly jitter: readonly [min: number, max: number]
  readonly retryAfter: false | { readonly maxMs: number; readonly beyond: "fail" | "backoff" }
  /**
   * No new try so long after the first of the consecutive answers under this rule, in milliseconds: the deadline of the
   * policy that this rule was taken from by name.
   */
  readonly maxElapsedMs?: number
}

export interface RateLimitModel {
  readonly name: string
  readonly concurrency?: number
  readonly throttledConcurrency?: number
  readonly byteBudget?: number
  readonly bytePenaltyMultiplier?: number
  readonly backoffWindowMs?: number
  readonly requestsPerSecond?: number
  readonly burst?: number
  readonly maxRequests?: number
  readonly windowMs?: number
  readonly maxQueue?: number
  readonly weight?: CodeRef
  readonly pointer: Pointer
}

/** Mirrors the runtime's `BreakerSpec`. */
export interface BreakerModel {
  readonly name: string
  readonly failures?: number
  readonly failureRatio?: number
  readonly minimumCalls?: number
  readonly windowMs?: number
  readonly slowMs?: number
  readonly slowRatio?: number
  readonly openMs?: number
  readonly maxOpenMs?: number
  readonly probes?: number
  readonly per?: "origin" | "operation"
  readonly pointer: Pointer
}

export interface PoolModel {
  readonly name: string
  readonly maxConnections?: number
  readonly pointer: Pointer
}
