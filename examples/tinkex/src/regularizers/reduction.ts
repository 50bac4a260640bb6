/** How the terms of a loss become one number. */
export type Reduction = "sum" | "mean"

export const reductions: readonly Reduction[] = ["sum", "mean"]

/** What each of `count` terms counts in the reduced loss. A mean of nothing is zero. */
export function shareOf(reduction: Reduction, count: number): number {
  return reduction === "sum" ? 1 : count === 0 ? 0 : 1 / count
}

export function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** The highest of any number of values; of none, `-Infinity`. */
export function highest(values: Iterable<number>): number {
  let found = -Infinity
  for (const value of values) found = Math.max(found, value)
  return found
}
