import type { Telemetry, TelemetryEvent } from "pristine-runtime"

/** Durations or other numbers of one name. Count, mean, least and largest are of all, percentiles of the last 1,000. */
export interface HistogramSnapshot {
  readonly count: number
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface MetricsSnapshot {
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
  readonly histograms: Readonly<Record<string, HistogramSnapshot>>
}

interface Histogram {
  count: number
  sum: number
  min: number
  max: number
  readonly latest: number[]
}

/** Values that percentiles look at. */
const kept = 1000

/**
 * Counts the calls of a client and measures how long they take: `tinkex_requests_total`, `tinkex_requests_success`,
 * `tinkex_requests_failure` and `tinkex_request_duration_ms`, from a call's start to its end, retries and polls included. Takes
 * numbers of an application's own, too.
 *
 * @example
 * const metrics = new ClientMetrics()
 * const service = new ServiceClient({ telemetry: metrics })
 * console.log(metrics.snapshot().histograms)
 */
export class ClientMetrics implements Telemetry {
  #counters = new Map<string, number>()
  #gauges = new Map<string, number>()
  #histograms = new Map<string, Histogram>()

  emit({ type, error, durationMs = 0 }: TelemetryEvent): void {
    if (type !== "call:end") return
    this.increment("tinkex_requests_total")
    this.increment(`tinkex_requests_${error === undefined ? "success" : "failure"}`)
    this.record("tinkex_request_duration_ms", durationMs)
  }

  increment(name: string, by = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + by)
  }

  setGauge(name: string, value: number): void {
    this.#gauges.set(name, value)
  }

  /** Adds a value to a histogram. */
  record(name: string, value: number): void {
    const found = this.#histograms.get(name) ?? { count: 0, sum: 0, min: Infinity, max: -Infinity, latest: [] }
    this.#histograms.set(name, found)
    found.latest[found.count % kept] = value
    found.count += 1
    found.sum += value
    found.min = Math.min(found.min, value)
    found.max = Math.max(found.max, value)
  }

  snapshot(): MetricsSnapshot {
    const histograms = Array.from(this.#histograms, ([name, found]) => [name, summary(found)] as const)
    return {
      counters: Object.fromEntries(this.#counters),
      gauges: Object.fromEntries(this.#gauges),
      histograms: Object.fromEntries(histograms),
    }
  }

  reset(): void {
    this.#counters.clear()
    this.#gauges.clear()
    this.#histograms.clear()
  }
}

function summary({ count, sum, min, max, latest }: Histogram): HistogramSnapshot {
  const sorted = latest.toSorted((a, b) => a - b)
  const rank = (percent: number): number => sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)] ?? NaN
  const middle = sorted.length / 2
  const median = Number.isInteger(middle)
    ? (at(sorted, middle - 1) + at(sorted, middle)) / 2
    : at(sorted, Math.floor(middle))
  return { count, mean: sum / count, min, max, p50: median, p95: rank(95), p99: rank(99) }
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? NaN
}
