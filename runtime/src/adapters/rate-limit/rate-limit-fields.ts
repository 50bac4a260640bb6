import type { FieldItem, FieldParameters, InnerList } from "../../codec/structured-fields/field-member.ts"
import { parseDictionary } from "../../codec/structured-fields/parse-dictionary.ts"
import { parseList } from "../../codec/structured-fields/parse-list.ts"

/** What a service tells of one of its quotas. */
export interface ServiceLimit {
  /** Empty where the service names none, as in the first versions of the draft. */
  readonly policy: string
  /** Of the quota, in its unit. */
  readonly remaining: number
  /** Until the quota begins anew, in milliseconds. */
  readonly resetMs?: number
  /** All of it, where the service tells. */
  readonly quota?: number
  /** Length of its window, in milliseconds. */
  readonly windowMs?: number
}

type Member = FieldItem | InnerList

/**
 * Reads `RateLimit` and, beside it, `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers): lists of strings with
 * the parameters `r`, `t` and `q`, `w` since version 08, the dictionary `limit`, `remaining`, `reset` in version 07. An
 * entry without a usable number of what remains is left out; a field that does not parse says nothing, as RFC 9651,
 * section 4.2, wants it. Never throws.
 */
export function parseRateLimitFields(headers: Headers): readonly ServiceLimit[] {
  const field = headers.get("ratelimit") ?? ""
  if (field === "") return []
  const policies = parseList(headers.get("ratelimit-policy") ?? "") ?? []
  const quotas = parseList(field)
  if (quotas === undefined) return ofDictionary(parseDictionary(field), policies)
  return quotas.flatMap((quota) => {
    const name = stringOf(quota)
    if (name === undefined) return []
    const policy = policies.findLast((each) => stringOf(each) === name)
    const { parameters } = quota
    return serviceLimit(name, count(parameters, "r"), count(parameters, "t"), count(policy?.parameters, "q"), policy)
  })
}

/**
 * How long to wait before the next request, in milliseconds: until the latest of the used up quotas begins anew, 0 while
 * all have something left, `undefined` without such fields or without a time.
 */
export function rateLimitDelay(headers: Headers): number | undefined {
  const limits = parseRateLimitFields(headers)
  if (limits.length === 0) return undefined
  const used = limits.filter(({ remaining }) => remaining === 0)
  if (used.length === 0) return 0
  const resets = used.flatMap(({ resetMs }) => (resetMs === undefined ? [] : [resetMs]))
  return resets.length === 0 ? undefined : Math.max(...resets)
}

function ofDictionary(
  members: ReadonlyMap<string, Member> | undefined,
  policies: readonly Member[],
): readonly ServiceLimit[] {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((key) => integerOf(members?.get(key)))
  // A policy has no name there: the quota tells which one is meant.
  const policy = policies.find((each) => limit !== undefined && integerOf(each) === limit)
  return serviceLimit("", remaining, reset, limit, policy)
}

function serviceLimit(
  policy: string,
  remaining: number | undefined,
  reset: number | undefined,
  quota: number | undefined,
  described: Member | undefined,
): readonly ServiceLimit[] {
  if (remaining === undefined) return []
  const window = count(described?.parameters, "w")
  return [
    {
      policy,
      remaining,
      ...(reset !== undefined && { resetMs: reset * 1000 }),
      ...(quota !== undefined && { quota }),
      ...(window !== undefined && { windowMs: window * 1000 }),
    },
  ]
}

function stringOf(member: Member): string | undefined {
  return "item" in member && member.item.type === "string" ? member.item.value : undefined
}

function integerOf(member: Member | undefined): number | undefined {
  return member && "item" in member ? whole(member.item) : undefined
}

function count(parameters: FieldParameters | undefined, name: string): number | undefined {
  return whole(parameters?.get(name))
}

function whole(item: FieldItem["item"] | undefined): number | undefined {
  return item?.type === "integer" && item.value >= 0 ? item.value : undefined
}
