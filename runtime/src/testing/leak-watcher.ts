import { watchSignals } from "./signal-watch.ts"
import { watchTimers } from "./timer-watch.ts"

/** What `watchLeaks` compares: handles that a program must close itself. Others come and go with the host. */
const watchedResources: readonly string[] = [
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
  /** How long handles may take to close before they count as left, in real milliseconds. Default 2,000. */
  readonly graceMs?: number
  /** Warnings that are somebody else's. Default: none are allowed. */
  readonly allowWarning?: (warning: Error) => boolean
  /** Picks the signals to check by the stack frame that made their controller. Default: none. */
  readonly checkSignalsMadeIn?: (frame: string) => boolean
}

/** What was open at one moment. */
export interface LeakMark {
  readonly handles: ReadonlyMap<string, number>
  /** How many signals were made so far. */
  readonly signals: number
  /** How many timers were started so far. */
  readonly timers: number
}

/** Watches one process from `watchLeaks` to `stop`. */
export interface LeakWatcher {
  /** The state now, from which one test can be judged. */
  mark(): LeakMark
  /** Unhandled rejections and process warnings since the last call. */
  takeProblems(): readonly string[]
  /**
   * Waits for handles opened since `since` to close and names those that never did, the timers started since that still run,
   * and the abort listeners that are left on signals made since. Waits for nothing when nothing is open. Default: since `watchLeaks`.
   */
  takeLeaks(since?: LeakMark): Promise<readonly string[]>
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
  const timers = watchTimers()
  const signals = checkSignalsMadeIn === undefined ? undefined : watchSignals(checkSignalsMadeIn)
  const mark = (): LeakMark => ({ handles: countResources(), signals: signals?.made ?? 0, timers: timers.started })
  const start = mark()
  let problems: string[] = []

  const onRejection = (reason: unknown): void => {
    problems.push(`unhandled rejection: ${describe(reason)}`)
  }
  const onWarning = (warning: Error): void => {
    if (!allowWarning(warning)) problems.push(`process warning: ${describe(warning)}`)
  }
  process.on("unhandledRejection", onRejection)
  process.on("warning", onWarning)

  return {
    mark,
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
    async takeLeaks(since = start) {
      const deadline = performance.now() + graceMs
      // The fewest ever seen: what the host opens and closes meanwhile is nobody's leak.
      let fewest: ReadonlyMap<string, number> | undefined
      for (;;) {
        const extra = countExtra(countResources(), since.handles)
        fewest = fewest === undefined ? extra : minimum(fewest, extra)
        const left = [...timers.leaks(since.timers), ...(signals?.leaks(since.signals) ?? [])]
        if ((fewest.size === 0 && left.length === 0) || performance.now() > deadline) {
          return [...left, ...[...fewest].map(([name, count]) => `${count} × ${name} still open`)]
        }
        await new Promise((resolve) => wait(resolve, 5))
      }
    },
    stop() {
      process.off("unhandledRejection", onRejection)
      process.off("warning", onWarning)
      timers.stop()
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

function countExtra(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): Map<string, number> {
  const counts = [...now].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
  return new Map(counts.filter(([, extra]) => extra > 0))
}

function minimum(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const counts = [...one].map(([name, count]) => [name, Math.min(count, other.get(name) ?? 0)] as const)
  return new Map(counts.filter(([, count]) => count > 0))
}

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
