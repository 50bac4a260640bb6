import type { Clock } from "../../ports/clock.ts"

/** How many attempts a window holds, and how many of them failed or were slow. */
export interface WindowCounts {
  calls: number
  failures: number
  slow: number
}

/** Takes one attempt and gives the counts of the window that ends with it. */
export type AttemptWindow = (failed: boolean, slow: boolean) => Readonly<WindowCounts>

/** The latest `size` attempts. */
export function countWindow(size: number): AttemptWindow {
  const ring: (readonly [failed: boolean, slow: boolean])[] = []
  const counts: WindowCounts = { calls: 0, failures: 0, slow: 0 }
  let next = 0
  return (failed, slow) => {
    const gone = ring[next]
    if (gone === undefined) counts.calls += 1
    else add(counts, gone[0], gone[1], -1)
    ring[next] = [failed, slow]
    add(counts, failed, slow, 1)
    next = (next + 1) % size
    return counts
  }
}

/** Attempts of one moment, a thousandth of the window long. */
interface Slice extends WindowCounts {
  readonly at: number
}

/**
 * The attempts of the last `windowMs` milliseconds. An attempt counts until the window's length has passed since it
 * ended, to a thousandth of that length: so the window never holds more than a thousand entries, however many attempts.
 */
export function timeWindow(windowMs: number, clock: Clock): AttemptWindow {
  const sliceMs = windowMs / 1000
  const counts: WindowCounts = { calls: 0, failures: 0, slow: 0 }
  let slices: Slice[] = []
  return (failed, slow) => {
    const at = Math.floor(clock.now() / sliceMs) * sliceMs
    const kept = slices.findIndex((slice) => slice.at > at - windowMs)
    const gone = kept < 0 ? slices : slices.slice(0, kept)
    for (const slice of gone) {
      counts.calls -= slice.calls
      counts.failures -= slice.failures
      counts.slow -= slice.slow
    }
    if (gone.length > 0) slices = slices.slice(gone.length)
    let last = slices.at(-1)
    if (last?.at !== at) slices.push((last = { at, calls: 0, failures: 0, slow: 0 }))
    for (const each of [last, counts]) {
      each.calls += 1
      add(each, failed, slow, 1)
    }
    return counts
  }
}

function add(counts: WindowCounts, failed: boolean, slow: boolean, step: 1 | -1): void {
  if (failed) counts.failures += step
  if (slow) counts.slow += step
}
