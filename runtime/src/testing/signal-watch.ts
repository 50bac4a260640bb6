export interface SignalWatch {
  /** How many signals were made so far. */
  readonly made: number
  /** Listeners on those made from the `from`th on. */
  leaks(from: number): readonly string[]
  stop(): void
}

/** Replaces the global `AbortController` by one that remembers, weakly, which frame made which signal. */
export function watchSignals(isWatched: (frame: string) => boolean): SignalWatch {
  const Original = globalThis.AbortController
  const made: { readonly signal: WeakRef<AbortSignal>; readonly frame: string }[] = []
  class AbortController extends Original {
    constructor() {
      super()
      const frame = new Error().stack?.split("\n")[2]?.trim() ?? ""
      if (isWatched(frame)) made.push({ signal: new WeakRef(this.signal), frame })
    }
  }
  globalThis.AbortController = AbortController
  // Not imported, so that a bundler for browsers never meets a `node:` specifier here.
  const events = process.getBuiltinModule("node:events")
  return {
    get made() {
      return made.length
    },
    leaks: (from) =>
      made.slice(from).flatMap(({ signal, frame }) => {
        const target = signal.deref()
        if (target === undefined || target.aborted) return []
        const count = events.getEventListeners(target, "abort").length
        return count === 0 ? [] : [`${count} × abort listener left on the signal made ${frame}`]
      }),
    stop() {
      if (globalThis.AbortController === AbortController) globalThis.AbortController = Original
    },
  }
}
