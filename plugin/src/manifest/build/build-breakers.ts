import type { Report } from "../../diagnostics/report.ts"
import type { BreakerModel } from "../../model/policies.ts"
import { member, membersOf, numberOf, textOf, type Tree } from "../check/tree.ts"

/** Keys that say when a share of a window opens a breaker. */
const shares = ["failure_ratio", "slow_ms"] as const
/** Keys that mean nothing without such a share. */
const ofWindow = ["minimum_calls", "window_ms"] as const

/** All named circuit breakers. */
export function buildBreakers(tree: Tree | undefined, report: Report): ReadonlyMap<string, BreakerModel> {
  return new Map(membersOf(tree).map(([name, breaker]) => [name, buildBreaker(name, breaker, report)]))
}

function buildBreaker(name: string, tree: Tree, report: Report): BreakerModel {
  const byShare = shares.some((key) => member(tree, key))
  const contradict = (key: string, because: string, fix: string): void => {
    const found = member(tree, key)
    if (found) report.add("PRISTINE_M0109", found.pointer, { key, because, fix }, "key")
  }
  if (byShare) contradict("failures", "the shares of a window decide", 'Remove it, or "failure_ratio" and "slow_ms".')
  else for (const key of ofWindow) contradict(key, "there is no share to count", 'Add "failure_ratio", or remove it.')
  if (!member(tree, "slow_ms")) contradict("slow_ratio", "no attempt is slow", 'Add "slow_ms", or remove it.')
  const [openMs, maxOpenMs] = [numberOf(tree, "open_ms"), numberOf(tree, "max_open_ms")]
  if (maxOpenMs !== undefined && maxOpenMs < (openMs ?? 30_000))
    contradict("max_open_ms", "it is less than the time that it stays open", 'Make it at least "open_ms".')
  const per = textOf(tree, "per")
  const numbers = {
    failures: numberOf(tree, "failures"),
    failureRatio: numberOf(tree, "failure_ratio"),
    minimumCalls: numberOf(tree, "minimum_calls"),
    windowMs: numberOf(tree, "window_ms"),
    slowMs: numberOf(tree, "slow_ms"),
    slowRatio: numberOf(tree, "slow_ratio"),
    openMs,
    maxOpenMs,
    probes: numberOf(tree, "probes"),
  }
  return {
    name,
    pointer: tree.pointer,
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
    ...((per === "origin" || per === "operation") && { per }),
  }
}
