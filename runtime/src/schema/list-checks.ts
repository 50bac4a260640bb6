import { defineCheck } from "./define-check.ts"
import { isDeepEqual } from "./is-deep-equal.ts"
import type { Check } from "./schema.ts"

export function minItems(limit: number): Check<readonly unknown[]> {
  return defineCheck("min_length", `at least ${limit} items`, (value) => value.length >= limit, limit)
}

export function maxItems(limit: number): Check<readonly unknown[]> {
  return defineCheck("max_length", `at most ${limit} items`, (value) => value.length <= limit, limit)
}

/** No two items are the same JSON. */
export function uniqueItems(): Check<readonly unknown[]> {
  return defineCheck("unique_items", "items that differ", (value) => {
    const plain = new Set<unknown>()
    const others: unknown[] = []
    return value.every((item) => {
      if (typeof item === "object" && item !== null) {
        return !others.some((other) => isDeepEqual(other, item)) && others.push(item)
      }
      return !plain.has(item) && plain.add(item)
    })
  })
}

export function minProperties(limit: number): Check<object> {
  return defineCheck("min_entries", `at least ${limit} keys`, (value) => Object.keys(value).length >= limit, limit)
}

export function maxProperties(limit: number): Check<object> {
  return defineCheck("max_entries", `at most ${limit} keys`, (value) => Object.keys(value).length <= limit, limit)
}
