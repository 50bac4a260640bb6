import type { Report } from "../../diagnostics/report.ts"
import type { PoolModel, RateLimitModel } from "../../model/policies.ts"
import { member, membersOf, numberOf, type Tree } from "../check/tree.ts"
import { parseCodeRef } from "./parse-code-ref.ts"

/** All named rate limits. */
export function buildRateLimits(tree: Tree | undefined, report: Report): ReadonlyMap<string, RateLimitModel> {
  return new Map(membersOf(tree).map(([name, limit]) => [name, buildRateLimit(name, limit, report)]))
}

function buildRateLimit(name: string, tree: Tree, report: Report): RateLimitModel {
  const concurrency = numberOf(tree, "concurrency")
  const throttledConcurrency = numberOf(tree, "throttled_concurrency")
  const byteBudget = numberOf(tree, "byte_budget")
  const bytePenaltyMultiplier = numberOf(tree, "byte_penalty_multiplier")
  const backoffWindowMs = numberOf(tree, "backoff_window_ms")
  const requestsPerSecond = numberOf(tree, "requests_per_second")
  const burst = numberOf(tree, "burst")
  const maxRequests = numberOf(tree, "max_requests")
  const windowMs = numberOf(tree, "window_ms")
  const maxQueue = numberOf(tree, "max_queue")
  const weight = parseCodeRef(member(tree, "weight"), report)
  for (const [key, other] of companions) checkCompanion(tree, key, other, report)
  return {
    name,
    pointer: tree.pointer,
    ...(concurrency !== undefined && { concurrency }),
    ...(throttledConcurrency !== undefined && { throttledConcurrency }),
    ...(byteBudget !== undefined && { byteBudget }),
    ...(bytePenaltyMultiplier !== undefined && { bytePenaltyMultiplier }),
    ...(backoffWindowMs !== undefined && { backoffWindowMs }),
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(burst !== undefined && { burst }),
    ...(maxRequests !== undefined && { maxRequests }),
    ...(windowMs !== undefined && { windowMs }),
    ...(maxQueue !== undefined && { maxQueue }),
    ...(weight && { weight }),
  }
}

/** Keys that mean nothing without another. */
const companions: readonly (readonly [key: string, other: string])[] = [
  ["burst", "requests_per_second"],
  ["max_requests", "window_ms"],
  ["window_ms", "max_requests"],
]

function checkCompanion(tree: Tree, key: string, other: string, report: Report): void {
  const found = member(tree, key)
  if (found === undefined || member(tree, other) !== undefined) return
  const because = `"${other}" does not stand beside it`
  report.add("PRISTINE_M0109", found.pointer, { key, because, fix: `Add "${other}", or remove "${key}".` }, "key")
}

/** All named pools. */
export function buildPools(tree: Tree | undefined): ReadonlyMap<string, PoolModel> {
  return new Map(
    membersOf(tree).map(([name, pool]) => {
      const maxConnections = numberOf(pool, "max_connections")
      const model: PoolModel = {
        name,
        pointer: pool.pointer,
        ...(maxConnections !== undefined && { maxConnections }),
      }
      return [name, model]
    }),
  )
}
