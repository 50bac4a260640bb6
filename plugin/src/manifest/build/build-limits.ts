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
  const weight = parseCodeRef(member(tree, "weight"), report)
  return {
    name,
    pointer: tree.pointer,
    ...(concurrency !== undefined && { concurrency }),
    ...(throttledConcurrency !== undefined && { throttledConcurrency }),
    ...(byteBudget !== undefined && { byteBudget }),
    ...(bytePenaltyMultiplier !== undefined && { bytePenaltyMultiplier }),
    ...(backoffWindowMs !== undefined && { backoffWindowMs }),
    ...(weight && { weight }),
  }
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
