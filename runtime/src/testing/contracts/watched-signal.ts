/** A signal that knows who listens to it. */
export interface WatchedSignal {
  readonly signal: AbortSignal
  /** Abort listeners that were added and neither removed nor used up. */
  readonly listeners: number
  abort(reason: unknown): void
}

/** Makes a signal on which a contract sees listeners that an adapter forgot. */
export function watchedSignal(): WatchedSignal {
  const controller = new AbortController()
  const { signal } = controller
  const listeners = new Set<unknown>()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...given: Parameters<typeof add>): void => {
    const [type, listener] = given
    if (type === "abort") listeners.add(listener)
    add(...given)
  }
  signal.removeEventListener = (...given: Parameters<typeof remove>): void => {
    const [type, listener] = given
    if (type === "abort") listeners.delete(listener)
    remove(...given)
  }
  return {
    signal,
    get listeners() {
      return listeners.size
    },
    abort(reason) {
      controller.abort(reason)
      // An aborted signal never fires again: whoever listens still keeps nothing alive.
      listeners.clear()
    },
  }
}
