import type { Pause } from "../types/index.ts"

/** Time, and a way to let it pass for others. */
export interface Turns {
  /** Milliseconds since whenever. */
  readonly now: () => number
  /** Resolves when whatever else was due has had its turn. */
  readonly others: () => Promise<void>
  /** Resolves after so many milliseconds, or when `signal` is aborted. */
  readonly later: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Milliseconds after which others get their turn: a dev server that answers so much later is none that waits. */
const longestTurn = 8

/** Makes the pause of one long piece of work. Its next turn rejects when `signal` is aborted. */
export function takeTurns({ now, others }: Turns, signal: AbortSignal): Pause {
  let began = now()
  return () => {
    if (!signal.aborted && now() - began < longestTurn) return undefined
    return others().then(() => {
      signal.throwIfAborted()
      began = now()
    })
  }
}
