import { PristineError } from "../../errors/pristine-error.ts"

/**
 * Numbers reserved together, both included. They stand once their turn has begun; until then they move when an earlier
 * range turns out to need fewer or more of its own, so that the numbers in use have no gap.
 */
export interface SequenceRange {
  readonly from: number
  readonly to: number
}

/** Ends a turn. `used`: how many of its numbers went out. Default all. A second call changes nothing. */
export type EndTurn = (used?: number) => void

interface Place {
  from: number
  to: number
  taken: boolean
  begin?: () => void
}

/**
 * Numbers things at the call and sends them in that order: a turn begins once every earlier range has had its own, so the
 * order of calls is the order of numbers however long each takes to prepare.
 *
 * @example
 * const range = sequencer.reserve()
 * await sequencer.run(range, () => api.training.optimStep({ seq_id: range.from }).submitted)
 */
export class Sequencer {
  #next: number
  /** In order; the turn is the first one's. */
  readonly #places = new Set<Place>()

  /** `first`: the first number that is given out. Default 0. */
  constructor(first: number = 0) {
    this.#next = first
  }

  /** The number that the next reservation begins with. */
  get next(): number {
    return this.#next
  }

  /** Takes the next numbers. Each range must be taken, run or withdrawn, or later ones wait for ever. */
  reserve(count: number = 1): SequenceRange {
    if (!Number.isInteger(count) || count < 1) {
      throw new PristineError("input", "A reservation is of at least one number")
    }
    const place: Place = { from: this.#next, to: this.#next + count - 1, taken: false }
    this.#next += count
    this.#places.add(place)
    return place
  }

  /**
   * Waits for the turn of these numbers; the next begins when it is ended. A wait that is aborted rejects with the
   * signal's reason and withdraws the numbers.
   */
  async take(range: SequenceRange, signal?: AbortSignal): Promise<EndTurn> {
    const place = this.#waiting(range)
    if (place === undefined) throw new PristineError("input", `The turn of number ${range.from} is over`)
    place.taken = true
    try {
      await this.#turn(place, signal)
    } catch (reason) {
      this.#leave(place, 0)
      throw reason
    }
    return (used = place.to - place.from + 1) => this.#leave(place, used)
  }

  /** Runs work in its turn and ends the turn when the work settles, also when it fails. */
  async run<Output>(range: SequenceRange, work: () => PromiseLike<Output>, signal?: AbortSignal): Promise<Output> {
    const end = await this.take(range, signal)
    try {
      return await work()
    } finally {
      end()
    }
  }

  /** Gives numbers back that will not be used. Has no effect once they have been taken. */
  withdraw(range: SequenceRange): void {
    const place = this.#waiting(range)
    if (place !== undefined) this.#leave(place, 0)
  }

  #waiting(range: SequenceRange): Place | undefined {
    const place = range as Place
    return this.#places.has(place) && !place.taken ? place : undefined
  }

  #turn(place: Place, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    if (place === first(this.#places)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal?.reason as Error)
      place.begin = () => {
        signal?.removeEventListener("abort", onAbort)
        resolve()
      }
      signal?.addEventListener("abort", onAbort, { once: true })
    })
  }

  #leave(place: Place, used: number): void {
    const moved = used - (place.to - place.from + 1)
    let behind = false
    if (moved !== 0 && this.#places.has(place)) {
      for (const other of this.#places) {
        if (behind) {
          other.from += moved
          other.to += moved
        }
        behind ||= other === place
      }
      this.#next += moved
    }
    this.#places.delete(place)
    first(this.#places)?.begin?.()
  }
}

function first<Item>(items: Iterable<Item>): Item | undefined {
  for (const item of items) return item
  return undefined
}
