import type { Turns } from "./take-turns.ts"

/** Tells when others have been quiet for a while. */
export interface Lull {
  /** Somebody is at work. */
  readonly note: () => void
  /** Resolves when nobody was for a while. */
  readonly wait: () => Promise<void>
  /** All who wait have waited long enough. */
  readonly end: () => void
}

/** Milliseconds without a request after which a page has what it asked for: it asks for the next modules within a few. */
const quiet = 100

export function createLull({ now, later }: Turns): Lull {
  let last = now()
  let ended = new AbortController()
  return {
    note() {
      last = now()
    },
    async wait() {
      const { signal } = ended
      const asked = now()
      for (;;) {
        const left = Math.max(asked, last) + quiet - now()
        if (left <= 0 || signal.aborted) return
        await later(left, signal)
      }
    },
    end() {
      ended.abort()
      ended = new AbortController()
    },
  }
}
