/** A signal that counts the abort listeners which are on it now. */
export interface WatchedSignal {
  readonly signal: AbortSignal
  readonly listeners: number
  abort(reason: unknown): void
}

/** Makes one; works on every platform, because it looks at the calls and not at the signal. */
export function watchSignal(): WatchedSignal {
  const controller = new AbortController()
  const { signal } = controller
  const on = new Set<unknown>()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...[type, listener, options]: Parameters<typeof add>) => {
    on.add(listener)
    add(type, listener, options)
  }
  signal.removeEventListener = (...[type, listener, options]: Parameters<typeof remove>) => {
    on.delete(listener)
    remove(type, listener, options)
  }
  return {
    signal,
    get listeners() {
      return on.size
    },
    abort: (reason) => controller.abort(reason),
  }
}
