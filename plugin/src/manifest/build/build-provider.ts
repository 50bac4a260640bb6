import type { ProviderModel, QuotaModel } from "../../model/provider.ts"
import { flagOf, member, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import { pointerSteps } from "../source/pointer.ts"

/** The profile of a service that says something in its own words. */
export function buildProvider(tree: Tree | undefined): ProviderModel | undefined {
  if (tree === undefined) return undefined
  const shouldRetry = textOf(tree, "should_retry")
  const error = member(tree, "error")
  const [code, message] = [textOf(error, "code"), textOf(error, "message")]
  return {
    requestId: oneOrMany(member(tree, "request_id")).flatMap((name) => textOf(name) ?? []),
    quotas: oneOrMany(member(tree, "rate_limit")).flatMap((quota) => buildQuota(quota) ?? []),
    problem: flagOf(error, "problem"),
    ...(shouldRetry !== undefined && { shouldRetry }),
    ...(code !== undefined && { errorCode: pointerSteps(code) }),
    ...(message !== undefined && { errorMessage: pointerSteps(message) }),
  }
}

/** `undefined` where a part is missing or wrong, which was reported. */
function buildQuota(tree: Tree): QuotaModel | undefined {
  const remaining = textOf(tree, "remaining")
  const reset = textOf(member(tree, "reset"), "header")
  const form = textOf(member(tree, "reset"), "form")
  if (reset === undefined || !isForm(form)) return undefined
  return { ...(remaining !== undefined && { remaining }), reset, form }
}

function isForm(text: string | undefined): text is QuotaModel["form"] {
  return text === "epoch" || text === "delta" || text === "iso" || text === "duration"
}
