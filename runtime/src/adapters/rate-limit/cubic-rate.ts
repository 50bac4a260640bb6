import type { Pace } from "./pace.ts"

/** Share of the rate that is kept after an answer of 429. */
const beta = 0.7
/** How steeply the rate grows again. */
const scale = 0.4
/** Weight of the latest half second in the measured rate. */
const smoothing = 0.8
/** Least rate, a second. */
const leastRate = 0.5
const bucketSeconds = 0.5

/** A pace that answers teach. */
export interface CubicRate extends Pace {
  /** Requests a second it allows now; `Infinity` until the first 429. */
  readonly ratePerSecond: number
  /** Takes notice of an answer. */
  answered(now: number, throttled: boolean): void
}

/** The rate so many seconds after the last 429, at which `lastRate` was too fast. */
export function cubicGrowth(lastRate: number, seconds: number): number {
  const plateau = Math.cbrt((lastRate * (1 - beta)) / scale)
  return scale * (seconds - plateau) ** 3 + lastRate
}

/**
 * Finds the rate that a service bears: no limit until its first 429, then 70 % of the rate measured, growing as CUBIC
 * does (RFC 9438, section 4.1): fast at first, slowly near the rate that was too fast, and fast again beyond. Never more
 * than twice the measured rate. The constants are those of the AWS SDKs' adaptive mode.
 */
export function cubicRate(): CubicRate {
  let enabled = false
  let rate = leastRate
  let tokens = 0
  let filledAt = 0
  let lastRate = 0
  let throttledAt = 0
  let measured = 0
  let counted = 0
  let bucketAt: number | undefined

  const fill = (now: number): void => {
    tokens = Math.min(Math.max(rate, 1), tokens + ((now - filledAt) / 1000) * rate)
    filledAt = now
  }
  const measure = (now: number): void => {
    const bucket = Math.floor(now / 1000 / bucketSeconds) * bucketSeconds
    bucketAt ??= bucket
    counted += 1
    if (bucket === bucketAt) return
    measured = (counted / (bucket - bucketAt)) * smoothing + measured * (1 - smoothing)
    counted = 0
    bucketAt = bucket
  }

  return {
    get ratePerSecond() {
      return enabled ? rate : Infinity
    },
    delayMs(now) {
      if (!enabled) return 0
      fill(now)
      return Math.max(0, ((1 - tokens) / rate) * 1000)
    },
    take(now) {
      if (!enabled) return
      fill(now)
      tokens -= 1
    },
    answered(now, throttled) {
      measure(now)
      fill(now)
      if (throttled) {
        lastRate = enabled ? Math.min(measured, rate) : measured
        throttledAt = now
        enabled = true
      }
      const wanted = throttled ? lastRate * beta : cubicGrowth(lastRate, (now - throttledAt) / 1000)
      rate = Math.max(leastRate, Math.min(wanted, 2 * measured))
      tokens = Math.min(tokens, Math.max(rate, 1))
    },
  }
}
