import { PristineError } from "../../errors/pristine-error.ts"
import type { Release } from "../../ports/rate-limit.ts"

/** Numbers reserved together, both included. */
export interface SequenceRange {
  readonly from: number
  readonly to: number
}

interface Turn {
  readonly to: number
  readonly begin: () => void
}

/**
 * Sends in the order of reservation: a turn begins once every earlier number has had its own. Numbers are reserved at
 * once, so the order of calls is the order of numbers however long each takes to prepare.
 *
 * @example
 * const range = sequencer.reserve()
 * await sequencer.run(range, () => api.training.optimStep({ seq_id: range.from }).submitted)
 */
export class Sequencer {
  #reserved: number
  #next: number
  readonly #waiting = new Map<number, Turn>()
  /** Turns that were over before they began, by their first number. */
  readonly #skipped = new Map<number, number>()

  /** `first`: the first number that is given out. Default 0. */
  constructor(first: number = 0) {
    this.#reserved = first
    this.#next = first
  }

  /** Takes the next numbers. Each must be taken, run or skipped, or later ones wait for ever. */
  reserve(count: number = 1): SequenceRange {
    if (!Number.isInteger(count) || count < 1) {
      throw new PristineError("input", "A reservation is of at least one number")
    }
    const from = this.#reserved
    this.#reserved += count
    return { from, to: this.#reserved - 1 }
  }

  /**
   * Waits for the turn of these numbers; the next begins when it is released. A wait that is aborted rejects with the
   * signal's reason and gives its turn away.
   */
  async take({ from, to }: SequenceRange, signal?: AbortSignal): Promise<Release> {
    if (from < this.#next || this.#waiting.has(from) || this.#skipped.has(from)) {
      throw new PristineError("input", `The turn of number ${from} is over`)
    }
    try {
      await this.#wait(from, to, signal)
    } catch (reason) {
      this.skip({ from, to })
      throw reason
    }
    let held = true
    return () => {
      if (held) this.#advance(to)
      held = false
    }
  }

  /** Runs work in its turn and ends the turn when the work settles, also when it fails. */
  async run<Output>(range: SequenceRange, work: () => PromiseLike<Output>, signal?: AbortSignal): Promise<Output> {
    const release = await this.take(range, signal)
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** Gives up numbers that will not be used. */
  skip({ from, to }: SequenceRange): void {
    if (from === this.#next) this.#advance(to)
    else if (from > this.#next) this.#skipped.set(from, to)
  }

  #wait(from: number, to: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    if (from === this.#next) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(from)
        reject(signal?.reason as Error)
      }
      const begin = (): void => {
        signal?.removeEventListener("abort", onAbort)
        resolve()
      }
      this.#waiting.set(from, { to, begin })
      signal?.addEventListener("abort", onAbort, { once: true })
    })
  }

  #advance(to: number): void {
    this.#next = to + 1
    for (let skipped = this.#skipped.get(this.#next); skipped !== undefined; skipped = this.#skipped.get(this.#next)) {
      this.#skipped.delete(this.#next)
      this.#next = skipped + 1
    }
    const turn = this.#waiting.get(this.#next)
    this.#waiting.delete(this.#next)
    turn?.begin()
  }
}
