import type { FailureReader } from "../../ports/failure-reader.ts"
import { resetDelay, type ResetForm } from "./reset-delay.ts"

/** The headers in which a service tells of one of its quotas. */
export interface QuotaHeaders {
  /** What is left of it. */
  readonly remaining?: string
  /** When it begins anew. */
  readonly reset: string
  readonly form: ResetForm
}

/** A rate limit is not closed for longer, in milliseconds: later calls may as well fail and tell why. */
const longestClosedMs = 60_000

/**
 * How long to wait, from the quotas that are used up: the latest of their resets. A quota whose `remaining` is 0 is used
 * up; where nothing is said of what remains, all are after 429 and 503, and none after another status.
 */
export function quotaReset(...quotas: readonly QuotaHeaders[]): FailureReader {
  return ({ status, headers }, wallTime) => {
    const delays = quotas.flatMap(({ remaining, reset, form }) => {
      const left = remaining === undefined ? "" : (headers.get(remaining)?.trim() ?? "")
      const used = /^\d/.test(left) ? Number(left) === 0 : status === 429 || status === 503
      const delay = used ? resetDelay(headers.get(reset) ?? "", form, wallTime) : undefined
      return delay ?? []
    })
    if (delays.length === 0) return {}
    const retryAfterMs = Math.max(...delays)
    return { retryAfterMs, throttleMs: retryAfterMs <= longestClosedMs ? retryAfterMs : undefined }
  }
}
