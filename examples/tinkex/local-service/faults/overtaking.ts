import { pause } from "pristine-runtime"
import type { ServiceClock } from "../clock.ts"

/** Answers that are held until another one has gone out before them. */
export class Overtaking {
  readonly #clock: ServiceClock
  #held = new Set<AbortController>()

  constructor(clock: ServiceClock) {
    this.#clock = clock
  }

  /** Resolves once another request has been answered, after `longestMs`, or when `signal` aborts. */
  async wait(longestMs: number, signal: AbortSignal): Promise<void> {
    const held = new AbortController()
    const leave = (): void => held.abort()
    signal.addEventListener("abort", leave)
    this.#held.add(held)
    try {
      await pause(this.#clock, longestMs, signal.aborted ? signal : held.signal)
    } catch (error) {
      if (!held.signal.aborted && !signal.aborted) throw error
    } finally {
      this.#held.delete(held)
      signal.removeEventListener("abort", leave)
    }
  }

  /** Tells that an answer is about to be written: in the next turn of the event loop it has been. */
  answered(): void {
    if (this.#held.size === 0) return
    const overtaken = this.#held
    this.#held = new Set()
    setImmediate(() => {
      for (const held of overtaken) held.abort()
    })
  }
}
