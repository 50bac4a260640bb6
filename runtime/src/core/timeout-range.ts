import { PristineError } from "../errors/pristine-error.ts"
import type { TimeoutSpec } from "./operation-spec.ts"

const longestMs = 2_147_483_647

/**
 * A limit as it was given, checked: a positive number of at most 2^31 - 1 milliseconds, or `Infinity` for none.
 *
 * @throws PristineError with code `input`.
 */
export function checkTimeout(limit: number, name: string): number {
  if (limit === Infinity || (limit > 0 && limit <= longestMs)) return limit
  throw new PristineError("input", `Timeout ${name} must be between 0 and ${longestMs} milliseconds, or Infinity`, {
    phase: "prepare",
  })
}

/** Each phase of `over` that is given replaces that of `base`; a number is the limit of one attempt. */
export function mergeTimeouts(base: TimeoutSpec, over: number | TimeoutSpec | undefined): TimeoutSpec {
  if (over === undefined) return base
  if (typeof over === "number") return { ...base, attemptMs: checkTimeout(over, "attemptMs") }
  const merged: Record<string, number> = { ...base }
  for (const name of ["connectMs", "headersMs", "idleMs", "attemptMs", "totalMs"] as const) {
    const limit = over[name]
    if (limit !== undefined) merged[name] = checkTimeout(limit, name)
  }
  return merged
}
