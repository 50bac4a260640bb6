import { hashUnordered } from "./tuple-hash.ts"

/** Metrics of one request and the number of examples behind them. */
export interface WeightedMetrics {
  readonly metrics: Readonly<Record<string, number>>
  readonly weight: number
}

/** Metrics of a whole batch. */
export interface ReducedMetrics {
  readonly metrics: Readonly<Record<string, number>>
  /** Metrics reduced by `hash_unordered`: 64-bit integers, which a number cannot hold. */
  readonly hashes: Readonly<Record<string, bigint>>
}

type Reduction = (values: readonly number[], weights: readonly number[]) => number

const reductions: Readonly<Record<string, Reduction>> = {
  mean,
  sum: (values) => values.reduce((total, value) => total + value, 0),
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max,
  slack: (values, weights) => max(values) - mean(values, weights),
}

/**
 * Combines the metrics of the requests of one batch. A metric's name ends in its reduction (`loss:sum`); what is missing
 * in a request, or has an unknown reduction, is left out, and so is a hash of what is no finite number.
 *
 * Throws a `TypeError` when a name does not have exactly one `:`.
 */
export function reduceMetrics(parts: readonly WeightedMetrics[]): ReducedMetrics {
  const metrics: Record<string, number> = {}
  const hashes: Record<string, bigint> = {}
  const weights = parts.map((part) => part.weight)
  for (const key of Object.keys(parts[0]?.metrics ?? {})) {
    const [, reduction, ...rest] = key.split(":")
    if (reduction === undefined || rest.length > 0) throw new TypeError(`Metric without a single reduction: ${key}`)
    const values = parts.flatMap(({ metrics: own }) => (Object.hasOwn(own, key) ? [own[key] ?? 0] : []))
    if (values.length < parts.length) continue
    if (reduction === "hash_unordered") {
      if (values.every(Number.isFinite)) hashes[key] = hashUnordered(values)
    } else if (reduction === "unique") values.forEach((value, n) => (metrics[n === 0 ? key : `${key}_${n}`] = value))
    else if (Object.hasOwn(reductions, reduction)) metrics[key] = reductions[reduction]?.(values, weights) ?? NaN
  }
  return { metrics, hashes }
}

function max(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity)
}

/** Weighted; without any weight, the plain mean. */
function mean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total
}
