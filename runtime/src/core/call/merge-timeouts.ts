import { PristineError } from "../../errors/pristine-error.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"

/** What a platform's timer takes: 2^31 - 1 milliseconds. */
const longestMs = 2_147_483_647

/**
 * Each phase of `over` that is given replaces that of `base`; a number is the limit of one attempt. A limit is more than 0
 * and at most 2^31 - 1 milliseconds, or `Infinity` for none.
 *
 * @param caller What was given the limits, for the error; absent where they were checked before.
 * @throws PristineError with code `input` for a limit out of range.
 */
export function mergeTimeouts(base: TimeoutSpec, over: number | TimeoutSpec | undefined, caller?: string): TimeoutSpec {
  if (over === undefined) return base
  const merged: Record<string, number> = { ...base }
  const given: Readonly<Record<string, number | undefined>> =
    typeof over === "number" ? { attemptMs: over } : { ...over }
  for (const [name, limit] of Object.entries(given)) {
    if (limit === undefined) continue
    if (limit !== Infinity && !(limit > 0 && limit <= longestMs)) {
      const message = `${caller}: Timeout ${name} must be more than 0 and at most ${longestMs} ms, or Infinity`
      throw new PristineError("input", message, { phase: "prepare" })
    }
    merged[name] = limit
  }
  return merged
}
