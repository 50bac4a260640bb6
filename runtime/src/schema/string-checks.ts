import { defineCheck } from "./define-check.ts"
import type { Check } from "./schema.ts"

/** Longest text that a pattern of a manifest is tried on, in UTF-16 units: such a pattern may be slow. */
const maxPatternInput = 16_384

/** At least so many characters, counted as Unicode code points. */
export function minLength(limit: number): Check<string> {
  return defineCheck("min_length", `at least ${limit} characters`, (value) => countUpTo(value, limit) >= limit, limit)
}

/** At most so many characters, counted as Unicode code points. */
export function maxLength(limit: number): Check<string> {
  return defineCheck(
    "max_length",
    `at most ${limit} characters`,
    (value) => countUpTo(value, limit + 1) <= limit,
    limit,
  )
}

/** A text in which the pattern is found. One beyond 16,384 units does not fit any pattern. */
export function pattern(expression: RegExp): Check<string> {
  const test = (value: string): boolean => value.length <= maxPatternInput && expression.test(value)
  return defineCheck("regex", "text of its pattern", test, expression)
}

/** Code points of a text, counted no further than `limit`. */
function countUpTo(text: string, limit: number): number {
  if (text.length < limit) return text.length
  let count = 0
  for (const _ of text) if (++count >= limit) break
  return count
}
