import { checkDelay } from "../adapters/clock/timer-range.ts"
import type { Clock } from "../ports/clock.ts"
import { turn } from "./turn.ts"

interface ArmedTimer {
  readonly dueAt: number
  readonly callback: () => void
}

interface ArmedWaiter {
  readonly count: number
  readonly resolve: () => void
}

/**
 * A clock that stands still until a test moves it. Timers run in the order of their due time, then of their arming, and
 * promises settle between two of them.
 *
 * @example
 * const clock = new VirtualClock()
 * const call = api.pets.get({ petId: 7 }, { client: createClient({ clock, transport }) })
 * await clock.advance(500)
 */
export class VirtualClock implements Clock {
  readonly #wallStart: number
  readonly #timers = new Set<ArmedTimer>()
  #waiters: readonly ArmedWaiter[] = []
  #now = 0

  /** `wallTime`: milliseconds since 1970 at the start. Default 2026-01-01T00:00:00Z. */
  constructor(options: { readonly wallTime?: number } = {}) {
    this.#wallStart = options.wallTime ?? Date.UTC(2026, 0, 1)
  }

  now(): number {
    return this.#now
  }

  wallTime(): number {
    return this.#wallStart + this.#now
  }

  /** Timers that are armed now, background ones included. */
  get pending(): number {
    return this.#timers.size
  }

  /** Milliseconds until the earliest armed timer, or `undefined` without one. */
  get nextDelay(): number | undefined {
    const next = this.#earliest()
    return next === undefined ? undefined : next.dueAt - this.#now
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { dueAt: this.#now + checkDelay(delayMs), callback }
    this.#timers.add(timer)
    const ready = this.#waiters.filter((waiter) => waiter.count <= this.#timers.size)
    this.#waiters = this.#waiters.filter((waiter) => waiter.count > this.#timers.size)
    for (const waiter of ready) waiter.resolve()
    return () => {
      this.#timers.delete(timer)
    }
  }

  /** Moves time by `ms`, running what falls due on the way, also what those callbacks arm. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + checkDelay(ms)
    await turn()
    for (;;) {
      const next = this.#earliest()
      if (next === undefined || next.dueAt > target) break
      this.#timers.delete(next)
      this.#now = next.dueAt
      next.callback()
      await turn()
    }
    this.#now = target
  }

  /** Moves time to the earliest armed timer and runs it; returns the milliseconds moved. */
  async runNext(): Promise<number> {
    await turn()
    const delay = this.nextDelay
    if (delay === undefined) throw new Error("No timer is armed")
    await this.advance(delay)
    return delay
  }

  /** Resolves once `count` timers are armed: how a test waits for real I/O to reach its next wait. */
  armed(count = 1): Promise<void> {
    if (this.#timers.size >= count) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { count, resolve }]
    })
  }

  #earliest(): ArmedTimer | undefined {
    let earliest: ArmedTimer | undefined
    for (const timer of this.#timers) if (earliest === undefined || timer.dueAt < earliest.dueAt) earliest = timer
    return earliest
  }
}
