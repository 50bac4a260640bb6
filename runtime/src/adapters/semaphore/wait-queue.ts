import { PristineError } from "../../errors/pristine-error.ts"
import type { Release } from "../../ports/rate-limit.ts"

interface Waiter<Want> {
  readonly want: Want
  readonly admit: (release: Release) => void
}

/** Waiters in the order they came. An aborted one leaves at once, with its listener. */
export class WaitQueue<Want> {
  readonly #waiters = new Set<Waiter<Want>>()
  readonly #most: number

  /** @throws PristineError with code `config` unless `most` is a whole number of 0 or more, or `Infinity`. */
  constructor(most: number = Infinity) {
    if (most !== Infinity && (!Number.isInteger(most) || most < 0)) {
      throw new PristineError("config", "maxQueue must be a whole number of 0 or more")
    }
    this.#most = most
  }

  get size(): number {
    return this.#waiters.size
  }

  /** What the waiter at the head wants. */
  get first(): Want | undefined {
    const [waiter] = this.#waiters
    return waiter?.want
  }

  /** Lets the head go with what `take` makes of its want. */
  admitFirst(take: (want: Want) => Release): void {
    const [waiter] = this.#waiters
    if (waiter === undefined) return
    this.#waiters.delete(waiter)
    waiter.admit(take(waiter.want))
  }

  /**
   * Resolves once admitted; rejects with the signal's reason, or with code `limit` where the queue is full.
   *
   * @param onLeave Called after a waiter gave up.
   */
  wait(want: Want, signal: AbortSignal | undefined, onLeave: () => void): Promise<Release> {
    if (this.#waiters.size >= this.#most) {
      const message = `The queue is full: ${this.#most} wait already`
      return Promise.reject(new PristineError("limit", message, { phase: "admission", retryable: true }))
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.delete(waiter)
        // The reason is what the caller gave, of whatever type.
        reject(signal?.reason as Error)
        onLeave()
      }
      const waiter: Waiter<Want> = {
        want,
        admit(release) {
          signal?.removeEventListener("abort", onAbort)
          resolve(release)
        },
      }
      this.#waiters.add(waiter)
      signal?.addEventListener("abort", onAbort, { once: true })
    })
  }
}
