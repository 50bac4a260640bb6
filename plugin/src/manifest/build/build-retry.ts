import { closest } from "../../diagnostics/closest.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { RetryPolicyModel, RetryRuleModel } from "../../model/policies.ts"
import { member, membersOf, numberOf, textOf, type Tree } from "../check/tree.ts"
import { ruleKeyNames } from "../vocabulary/policy-spec.ts"

/** What is retried where a manifest does not say: overload, gateways and broken connections. */
const defaultRetryOn: readonly (number | string)[] = [408, 429, 500, 502, 503, 504, "connection", "timeout"]

/** Name of the policy that holds where no other is named; a manifest may define it. */
export const defaultPolicyName = "default"

/** All named policies, names in their rules expanded. `names` are those written, invalid ones included. */
export function buildPolicies(
  tree: Tree | undefined,
  names: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, RetryPolicyModel> {
  const trees = new Map(membersOf(tree))
  const rulesOf = (name: string, path: readonly string[]): readonly RetryRuleModel[] => {
    const policy = trees.get(name)
    if (policy === undefined) return []
    const rules = member(policy, "rules")
    const deadline = numberOf(policy, "max_elapsed_ms")
    if (rules === undefined) return [buildRule(policy, deadline !== undefined, report)]
    return (rules.items ?? []).flatMap((entry) => {
      const included = textOf(entry)
      if (included === undefined) return [buildRule(entry, deadline !== undefined, report)]
      if (path.includes(included)) {
        report.add("PRISTINE_M0303", entry.pointer, {
          kind: "retry policy",
          path: [...path.slice(path.indexOf(included)), included],
        })
        return []
      }
      if (!names.has(included)) {
        report.add("PRISTINE_M0302", entry.pointer, {
          kind: "retry policy",
          name: included,
          suggestion: closest(included, names),
        })
      }
      const limit = numberOf(trees.get(included), "max_elapsed_ms")
      return rulesOf(included, [...path, included]).map((rule) => ({
        ...(limit !== undefined && { maxElapsedMs: limit }),
        ...rule,
      }))
    })
  }
  const policies = new Map<string, RetryPolicyModel>()
  for (const [name, policy] of trees) {
    checkKeys(policy, report)
    policies.set(name, {
      name,
      rules: rulesOf(name, [name]),
      pointer: policy.pointer,
      ...entry("maxElapsedMs", numberOf(policy, "max_elapsed_ms")),
      ...entry("progressTimeoutMs", numberOf(policy, "progress_timeout_ms")),
    })
  }
  return policies
}

/** The policy `default` of a manifest that defines none. */
export function builtInPolicy(report: Report): RetryPolicyModel {
  const pointer = ""
  const rules = [buildRule({ pointer, value: {}, members: new Map() }, false, report)]
  return { name: defaultPolicyName, rules, pointer }
}

function buildRule(tree: Tree, hasDeadline: boolean, report: Report): RetryRuleModel {
  const attempts = member(tree, "max_attempts")?.value ?? (hasDeadline ? "unlimited" : 3)
  const baseMs = numberOf(tree, "base_ms") ?? 100
  const maxMs = numberOf(tree, "max_ms") ?? Math.max(20_000, baseMs)
  const maxTree = member(tree, "max_ms")
  if (maxTree && maxMs < baseMs) {
    report.add("PRISTINE_M0503", maxTree.pointer, { what: `"base_ms" is ${baseMs}, and "max_ms" is ${maxMs}` })
  }
  return {
    retryOn: member(tree, "retry_on")?.items?.flatMap((entry) => readCause(entry, report)) ?? defaultRetryOn,
    maxAttempts: typeof attempts === "number" ? attempts : "unlimited",
    backoff: readBackoff(textOf(tree, "backoff")),
    baseMs,
    maxMs,
    jitter: readJitter(member(tree, "jitter"), report),
    retryAfter: readRetryAfter(member(tree, "retry_after")),
  }
}

function readCause(tree: Tree, report: Report): readonly (number | string)[] {
  if (typeof tree.value === "number") return [tree.value]
  const cause = textOf(tree) ?? ""
  if (cause === "connection" || cause === "timeout") return [cause]
  if (/^[1-5]XX$/i.test(cause)) return [cause.toUpperCase()]
  const expected = 'a status, a class such as "5XX", "connection" or "timeout"'
  report.add("PRISTINE_M0108", tree.pointer, { what: "something to retry on", got: cause, expected })
  return []
}

function readBackoff(name: string | undefined): RetryRuleModel["backoff"] {
  return name === "none" || name === "constant" || name === "linear" ? name : "exponential"
}

function readJitter(tree: Tree | undefined, report: Report): RetryRuleModel["jitter"] {
  const given = tree?.value
  if (given === "none") return [1, 1]
  if (typeof given === "number") return [1 - given, 1]
  const [low, high] = tree?.items?.map(({ value }) => value) ?? []
  if (tree === undefined || typeof low !== "number" || typeof high !== "number") return [0, 1]
  if (low > high) report.add("PRISTINE_M0503", tree.pointer, { what: `the range begins at ${low} and ends at ${high}` })
  return [low, high]
}

function readRetryAfter(tree: Tree | undefined): RetryRuleModel["retryAfter"] {
  if (tree?.value === false) return false
  return {
    maxMs: numberOf(tree, "max_ms") ?? 60_000,
    beyond: textOf(tree, "beyond") === "backoff" ? "backoff" : "fail",
  }
}

function checkKeys(policy: Tree, report: Report): void {
  const rules = member(policy, "rules")
  if (rules === undefined) return
  if (rules.items?.length === 0) report.add("PRISTINE_M0503", rules.pointer, { what: '"rules" is empty' })
  for (const key of ruleKeyNames) {
    const found = member(policy, key)
    if (found === undefined) continue
    const because = '"rules" stands beside it'
    report.add("PRISTINE_M0109", found.pointer, { key, because, fix: "Move it into a rule." }, "key")
  }
}

function entry<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: number }
}
