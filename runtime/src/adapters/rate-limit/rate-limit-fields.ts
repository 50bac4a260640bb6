import { parseItemList, type FieldItem } from "./structured-items.ts"

/** What a service tells of one of its quotas. */
export interface ServiceLimit {
  readonly policy: string
  /** Of the quota, in its unit. */
  readonly remaining: number
  /** Until the quota begins anew, in milliseconds. */
  readonly resetMs?: number
  /** All of it, where `RateLimit-Policy` tells. */
  readonly quota?: number
  /** Length of its window, in milliseconds. */
  readonly windowMs?: number
}

/**
 * Reads `RateLimit` and, beside it, `RateLimit-Policy`: lists of strings with the parameters `r`, `t` and `q`, `w` (IETF
 * draft-ietf-httpapi-ratelimit-headers, versions 08 and later). An entry without a usable `r` is left out; a field that
 * does not parse says nothing, as RFC 9651, section 4.2, wants it.
 */
export function parseRateLimitFields(headers: Headers): readonly ServiceLimit[] {
  const policies = new Map(parseItemList(headers.get("ratelimit-policy") ?? "")?.map((item) => [item.value, item]))
  return (parseItemList(headers.get("ratelimit") ?? "") ?? []).flatMap((item) => {
    const remaining = count(item, "r")
    if (remaining === undefined || typeof item.value !== "string") return []
    const policy = policies.get(item.value)
    const [reset, quota, window] = [count(item, "t"), count(policy, "q"), count(policy, "w")]
    return {
      policy: item.value,
      remaining,
      ...(reset !== undefined && { resetMs: reset * 1000 }),
      ...(quota !== undefined && { quota }),
      ...(window !== undefined && { windowMs: window * 1000 }),
    }
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

function count(item: FieldItem | undefined, name: string): number | undefined {
  const value = item?.parameters.get(name)
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined
}
