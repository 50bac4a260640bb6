export interface TimerWatch {
  /** How many timers were started so far. */
  readonly started: number
  /** Those started from the `from`th on that still run and keep the process alive. */
  leaks(from: number): readonly string[]
  stop(): void
}

type Callback = (...args: unknown[]) => void

/**
 * Replaces the global timers by ones that remember which frame started which. A host that took its timers before, as test
 * runners do, is not seen: what is left has one owner.
 */
export function watchTimers(): TimerWatch {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const running = new Map<number, { readonly number: number; readonly timer: NodeJS.Timeout; readonly frame: string }>()
  let started = 0
  const end = (timer: unknown): boolean => running.delete(Number(timer))
  const remember = (timer: NodeJS.Timeout): NodeJS.Timeout => {
    const frame = new Error().stack?.split("\n")[3]?.trim() ?? ""
    running.set(Number(timer), { number: started++, timer, frame })
    const close = timer.close.bind(timer)
    timer.close = () => {
      end(timer)
      return close()
    }
    return timer
  }
  const watched = {
    setTimeout(run: Callback, delayMs?: number, ...args: unknown[]) {
      const timer = setTimeout(function (this: unknown) {
        end(timer)
        Reflect.apply(run, this, args)
      }, delayMs)
      return remember(timer)
    },
    setInterval(run: Callback, delayMs?: number, ...args: unknown[]) {
      return remember(setInterval(run, delayMs, ...args))
    },
    clearTimeout(timer: NodeJS.Timeout | undefined) {
      end(timer)
      clearTimeout(timer)
    },
    clearInterval(timer: NodeJS.Timeout | undefined) {
      end(timer)
      clearInterval(timer)
    },
  }
  // What `promisify` takes in place of the function is under a symbol.
  for (const name of ["setTimeout", "setInterval"] as const) {
    const host = Reflect.get(globalThis, name) as object
    for (const symbol of Object.getOwnPropertySymbols(host)) {
      const property = Object.getOwnPropertyDescriptor(host, symbol)
      if (property) Reflect.defineProperty(Reflect.get(watched, name), symbol, property)
    }
  }
  Object.assign(globalThis, watched)
  const replaced: unknown = Reflect.get(watched, "setTimeout")
  return {
    get started() {
      return started
    },
    leaks: (from) =>
      [...running.values()]
        .filter(({ number, timer }) => number >= from && timer.hasRef())
        .map(({ frame }) => `1 × timer still running that was started ${frame}`),
    stop() {
      const current: unknown = Reflect.get(globalThis, "setTimeout")
      if (current === replaced) Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval })
    },
  }
}
