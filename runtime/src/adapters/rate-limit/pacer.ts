import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import { WaitQueue } from "../semaphore/wait-queue.ts"
import type { Pace } from "./pace.ts"

export interface PacerOptions {
  readonly clock: Clock
  /** Most that may wait; one more rejects at once with code `limit`. Default: any number. */
  readonly maxQueue?: number
}

export interface Pacer {
  /** Resolves when it is one's turn, which is used up then. Rejects with the signal's reason. */
  turn(signal?: AbortSignal): Promise<void>
  /** Gives no turn for so long; a longer pause in force stays. Whoever waits keeps his place. */
  pause(delayMs: number): void
  readonly waiting: number
}

/** Waits end on a whole millisecond: what is left below this is the error of floating point. */
const toleranceMs = 1e-6

const nothing = (): void => undefined

/**
 * Gives turns in the order they were asked for, each when all paces allow it at the same moment. A timer is armed only
 * while somebody waits. A clock that jumps back stops nothing: what counts is the time that has passed.
 *
 * @throws PristineError with code `config` for a `maxQueue` below 0 or an empty list of paces.
 */
export function createPacer(paces: readonly Pace[], { clock, maxQueue }: PacerOptions): Pacer {
  if (paces.length === 0) throw new PristineError("config", "A pacer needs at least one pace")
  const queue = new WaitQueue<true>(maxQueue)
  let cancel: (() => void) | undefined
  let pausedUntil = -Infinity
  let lastRead = clock.now()
  let passed = lastRead

  /** The clock's time as long as it does not jump back. */
  const now = (): number => {
    const read = clock.now()
    passed += Math.max(0, read - lastRead)
    lastRead = read
    return passed
  }
  const delay = (at: number): number =>
    Math.ceil(Math.max(pausedUntil - at, ...paces.map((pace) => pace.delayMs(at))) - toleranceMs)
  const take = (at: number): void => {
    for (const pace of paces) pace.take(at)
  }
  const disarm = (): void => {
    cancel?.()
    cancel = undefined
  }
  const serve = (): void => {
    disarm()
    while (queue.size > 0) {
      const at = now()
      const waitMs = delay(at)
      if (waitMs > 0) {
        cancel = clock.schedule(waitMs, serve)
        return
      }
      take(at)
      queue.admitFirst(() => nothing)
    }
  }

  return {
    get waiting() {
      return queue.size
    },
    async turn(signal) {
      signal?.throwIfAborted()
      const at = now()
      if (queue.size === 0 && delay(at) <= 0) {
        take(at)
        return
      }
      const waiting = queue.wait(true, signal, () => {
        if (queue.size === 0) disarm()
      })
      if (cancel === undefined) serve()
      await waiting
    },
    pause(delayMs) {
      pausedUntil = Math.max(pausedUntil, now() + (delayMs > 0 ? delayMs : 0))
      if (queue.size > 0) serve()
    },
  }
}
