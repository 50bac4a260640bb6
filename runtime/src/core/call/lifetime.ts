import { PristineError, type ErrorPhase } from "../../errors/pristine-error.ts"
import { Alarm } from "../../timing/alarm.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Interruption, InterruptionListener } from "../../ports/interruption.ts"

/**
 * How long a call may go on: the caller's signal and the limits of time, joined without `AbortSignal.any`. A call has
 * one listener on what it is given of the caller's signal, at most one timer and at most one wait at a time.
 *
 * A limit of an attempt interrupts what is waited for and leaves the call alive; the caller's abort, the total limit and
 * `end` are final.
 */
export class Lifetime implements Interruption {
  readonly #clock: Clock
  readonly #caller: Interruption | undefined
  /** On the clock's scale. */
  readonly deadline: number
  readonly #alarm: Alarm
  /** What the alarm is set for. */
  #phase: ErrorPhase = "total"
  #limitMs: number
  readonly #totalMs: number
  readonly #siblings: Set<Lifetime> | undefined
  #controller: AbortController | undefined
  #listeners: readonly InterruptionListener[] = []
  /** Attempts that were interrupted. */
  #interrupted = 0
  #interrupt: ((reason: Error) => void) | undefined
  #reason: unknown
  #over: { readonly reason: unknown } | undefined
  #closing: { readonly reason: unknown } | undefined
  /** Nothing of it is on the wire. */
  #idle = false

  /** Something of it went on the wire, so that the service may have acted on it. */
  maybeExecuted = false

  /** Called once if the call is over before its time. */
  onOver: (() => void) | undefined

  /**
   * Throws the reason of a signal that is aborted already.
   *
   * @param siblings Those that end together; it is one of them until it is disposed of.
   * @param background Its timer keeps no process alive.
   */
  constructor(
    clock: Clock,
    caller: Interruption | undefined,
    totalMs: number,
    siblings?: Set<Lifetime>,
    background?: boolean,
  ) {
    caller?.throwIfAborted()
    this.#siblings = siblings?.add(this)
    this.#clock = clock
    this.#totalMs = this.#limitMs = totalMs
    this.#caller = caller
    this.#alarm = new Alarm(clock, () => this.#ring(), background)
    this.deadline = totalMs === Infinity ? Infinity : clock.now() + totalMs
    caller?.addEventListener("abort", this)
  }

  /** For what is done now. After an interrupted attempt it is a new one. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#over !== undefined) this.#controller.abort(this.#over.reason)
    return this.#controller.signal
  }

  /**
   * Gives the signal of what is done now, made when it is first asked for: a controller is the dearest part of a short
   * call. Asked after the attempt was interrupted, the signal is aborted.
   */
  lazySignal(): () => AbortSignal {
    const interrupted = this.#interrupted
    let made: AbortSignal | undefined
    return () => (made ??= interrupted === this.#interrupted ? this.signal : AbortSignal.abort())
  }

  /** Set once the call is over before its time. */
  get over(): { readonly reason: unknown } | undefined {
    return this.#over
  }

  /** Of the latest interruption. */
  get reason(): unknown {
    return this.#reason
  }

  throwIfAborted(): void {
    if (this.#over !== undefined) throw this.#over.reason
  }

  addEventListener(_: "abort", listener: InterruptionListener): void {
    this.#listeners = [...this.#listeners, listener]
  }

  removeEventListener(_: "abort", listener: InterruptionListener): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener)
  }

  handleEvent(): void {
    this.end(this.#caller?.reason)
  }

  /** Ends the call: whatever is waited for rejects with the reason. Later reasons change nothing. */
  end(reason: unknown): void {
    if (this.#over !== undefined) return
    this.#over = { reason }
    this.#stop(reason)
    this.onOver?.()
  }

  /** Ends the call as soon as nothing of it is on the wire. */
  close(reason: unknown): void {
    this.#closing = { reason }
    if (this.#idle) this.end(reason)
  }

  /** Limits what follows, until the next `limit` or `leave`; the total limit holds besides. */
  limit(limitMs: number, phase: ErrorPhase): void {
    const left = this.deadline === Infinity ? Infinity : this.deadline - this.#clock.now()
    const isTotal = left <= limitMs
    this.#phase = isTotal ? "total" : phase
    this.#limitMs = isTotal ? this.#totalMs : limitMs
    const delayMs = Math.min(limitMs, left)
    if (delayMs === Infinity) this.#alarm.stop()
    else this.#alarm.set(delayMs)
  }

  /** No limit runs any more. */
  leave(): void {
    this.#alarm.dispose()
  }

  /** Waits for work, or rejects as soon as it is interrupted. What comes too late goes to `late`. */
  race<Value>(work: Promise<Value>, late?: (value: Value) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      const fail: (reason: Error) => void = reject
      let waiting = true
      this.#interrupt = (reason) => {
        waiting = false
        fail(reason)
      }
      if (this.#over) this.#interrupt(this.#over.reason as Error)
      work.then(
        (value) => {
          if (!waiting) return late?.(value)
          this.#interrupt = undefined
          resolve(value)
        },
        (error: unknown) => {
          if (!waiting) return
          this.#interrupt = undefined
          fail(error as Error)
        },
      )
    })
  }

  /** The same for what is waited for before something goes on the wire. */
  async wait<Value>(work: Promise<Value>, late?: (value: Value) => void): Promise<Value> {
    this.#idle = true
    if (this.#closing) this.end(this.#closing.reason)
    try {
      return await this.race(work, late)
    } finally {
      this.#idle = false
    }
  }

  /** Waits on the client's clock. */
  async sleep(delayMs: number): Promise<void> {
    if (delayMs <= 0) return
    let cancel = (): void => undefined
    try {
      await this.wait(new Promise<void>((resolve) => (cancel = this.#clock.schedule(delayMs, resolve))))
    } finally {
      cancel()
    }
  }

  /** Lets go of the caller's signal and of the timer. */
  dispose(): void {
    this.#alarm.dispose()
    this.#caller?.removeEventListener("abort", this)
    this.#siblings?.delete(this)
  }

  #ring(): void {
    const reason = timeout(this.#phase, this.#limitMs, this.maybeExecuted)
    if (this.#phase === "total") this.end(reason)
    else {
      this.#stop(reason)
      this.#controller = undefined
      this.#interrupted += 1
    }
  }

  #stop(reason: unknown): void {
    this.leave()
    this.#reason = reason
    this.#controller?.abort(reason)
    for (const listener of this.#listeners) listener.handleEvent()
    const interrupt = this.#interrupt
    this.#interrupt = undefined
    // The reason is what a caller gave, of whatever type.
    interrupt?.(reason as Error)
  }
}

function timeout(phase: ErrorPhase, limitMs: number, maybeExecuted: boolean): PristineError {
  const facts = { phase, maybeExecuted, retryable: phase !== "total" }
  return new PristineError(
    "timeout",
    `The limit of time of this ${phase === "total" ? "call" : phase} has passed: ${limitMs} ms`,
    facts,
  )
}
