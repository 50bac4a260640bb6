/** What `watchLeaks` compares: handles that a program must close itself. Others come and go with the host. */
const watchedResources: readonly string[] = [
  "Timeout",
  "TCPSocketWrap",
  "TCPServerWrap",
  "TLSWrap",
  "UDPWRAP",
  "FSEventWrap",
  "StatWatcher",
  "HTTPINCOMINGMESSAGE",
  "HTTPCLIENTREQUEST",
  "ZLIB",
]

export interface LeakWatcherOptions {
  /** How long handles may take to close after the last test, in real milliseconds. Default 2,000. */
  readonly graceMs?: number
  /** Warnings that are somebody else's. Default: none are allowed. */
  readonly allowWarning?: (warning: Error) => boolean
  /** Picks the signals to check by the stack frame that made their controller. Default: none. */
  readonly checkSignalsMadeIn?: (frame: string) => boolean
}

/** Watches one process from `watchLeaks` to `stop`. */
export interface LeakWatcher {
  /** Unhandled rejections and process warnings since the last call. */
  takeProblems(): readonly string[]
  /** Waits for handles to close and names those that did not, and the abort listeners that are left. */
  takeLeaks(): Promise<readonly string[]>
  /** Removes the watcher's own listeners. */
  stop(): void
}

/**
 * Notices what a test leaves behind in a Node process: timers and sockets that keep it alive, unhandled rejections,
 * process warnings, and abort listeners on signals. The state at the call is the baseline. Handles that were
 * `unref`ed do not count: that is how esbuild keeps its service process and undici its idle sockets.
 */
export function watchLeaks(options: LeakWatcherOptions = {}): LeakWatcher {
  const { graceMs = 2000, allowWarning = () => false, checkSignalsMadeIn } = options
  const wait = setTimeout
  const before = countResources()
  const signals = checkSignalsMadeIn === undefined ? undefined : watchSignals(checkSignalsMadeIn)
  let problems: string[] = []

  const onRejection = (reason: unknown): void => {
    problems.push(`unhandled rejection: ${describe(reason)}`)
  }
  const onWarning = (warning: Error): void => {
    if (!allowWarning(warning)) problems.push(`process warning: ${describe(warning)}`)
  }
  process.on("unhandledRejection", onRejection)
  process.on("warning", onWarning)

  const leaks = (): string[] => {
    const found: string[] = signals === undefined ? [] : [...signals.leaks()]
    for (const [name, count] of countResources()) {
      const extra = count - (before.get(name) ?? 0)
      if (extra > 0) found.push(`${extra} × ${name} still open`)
    }
    return found
  }

  return {
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
    async takeLeaks() {
      const deadline = performance.now() + graceMs
      for (;;) {
        const found = leaks()
        if (found.length === 0 || performance.now() > deadline) return found
        await new Promise((resolve) => wait(resolve, 5))
      }
    },
    stop() {
      process.off("unhandledRejection", onRejection)
      process.off("warning", onWarning)
      signals?.stop()
    },
  }
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) {
    if (watchedResources.includes(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

interface SignalWatch {
  leaks(): readonly string[]
  stop(): void
}

/** Replaces the global `AbortController` by one that remembers, weakly, which frame made which signal. */
function watchSignals(isWatched: (frame: string) => boolean): SignalWatch {
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
    leaks: () =>
      made.flatMap(({ signal, frame }) => {
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

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
