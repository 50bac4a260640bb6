import type { Clock } from "../ports/clock.ts"

/**
 * One limit of time that is moved often and seldom passes. A timer is armed only where the new limit ends before the one
 * that runs: a call moves its limit several times, and a timer of the platform costs about a microsecond each time.
 */
export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  readonly #background: boolean
  #dueAt = Infinity
  #armedAt = Infinity
  #cancel: (() => void) | undefined

  /**
   * @param ring Called once for each limit that passes.
   * @param background Its timer keeps no process alive. Default false.
   */
  constructor(clock: Clock, ring: () => void, background = false) {
    this.#clock = clock
    this.#ring = ring
    this.#background = background
  }

  /** Rings after so long, in place of what was set before. */
  set(delayMs: number): void {
    this.#dueAt = this.#clock.now() + delayMs
    if (this.#dueAt < this.#armedAt) this.#arm(delayMs)
  }

  /** Does not ring. Its timer may run on, until `dispose`. */
  stop(): void {
    this.#dueAt = Infinity
  }

  /** Stops, and lets go of the timer. */
  dispose(): void {
    this.stop()
    this.#armedAt = Infinity
    this.#cancel?.()
    this.#cancel = undefined
  }

  #arm(delayMs: number): void {
    this.#cancel?.()
    this.#armedAt = this.#dueAt
    this.#cancel = this.#clock.schedule(delayMs, this.#check, { background: this.#background })
  }

  readonly #check = (): void => {
    this.#armedAt = Infinity
    this.#cancel = undefined
    if (this.#dueAt === Infinity) return
    const left = this.#dueAt - this.#clock.now()
    if (left > 0) this.#arm(left)
    else {
      this.#dueAt = Infinity
      this.#ring()
    }
  }
}
