import { PristineError } from "../errors/pristine-error.ts"

/**
 * State by key, made when a key is first asked for. At most `capacity` keys are kept: beyond, the one that nobody has
 * asked for the longest is forgotten, so that a client of ever new hosts does not grow for ever.
 */
export class KeyedState<State> {
  readonly #states = new Map<string, State>()
  readonly #create: (key: string) => State
  readonly #capacity: number

  /** @throws PristineError with code `config` unless `capacity` is a whole number of at least 1. */
  constructor(create: (key: string) => State, capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new PristineError("config", "capacity must be a whole number of at least 1")
    }
    this.#create = create
    this.#capacity = capacity
  }

  get size(): number {
    return this.#states.size
  }

  get(key: string): State {
    let state = this.#states.get(key)
    if (state === undefined) {
      state = this.#create(key)
      const [oldest] = this.#states.keys()
      if (this.#states.size === this.#capacity && oldest !== undefined) this.#states.delete(oldest)
    } else this.#states.delete(key)
    // A map keeps the order of insertion: the last is the one used last.
    this.#states.set(key, state)
    return state
  }
}
