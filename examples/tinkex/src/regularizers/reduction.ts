/** How the terms of a loss become one number. */
export type Reduction = "sum" | "mean"

/** What each of `count` terms counts in the reduced loss. A mean of nothing is zero. */
export function shareOf(reduction: Reduction, count: number): number {
  return reduction === "sum" ? 1 : count === 0 ? 0 : 1 / count
}

export function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
