import type { Clock } from "../ports/clock.ts"

/**
 * Runs a task again and again, one run at a time, until it is stopped: to keep something alive, or to read it anew. It never keeps
 * a process alive.
 *
 * @param delayMs Milliseconds until the first run.
 * @param task Gives the milliseconds from its end to the next run. One that rejects runs again after as long as before, and its
 *   error is told to nobody. Its signal aborts when it is stopped.
 * @returns Stops it; the run under way is not waited for.
 */
export function repeatInBackground(
  clock: Pick<Clock, "schedule">,
  delayMs: number,
  task: (signal: AbortSignal) => PromiseLike<number>,
): () => void {
  const stopped = new AbortController()
  let cancel = (): void => undefined
  const arm = (waitMs: number): void => {
    cancel = clock.schedule(waitMs, () => void run(waitMs), { background: true })
  }
  const run = async (waitMs: number): Promise<void> => {
    let nextMs = waitMs
    try {
      nextMs = await task(stopped.signal)
    } catch {
      // Who wants to tell of it does so in the task.
    }
    if (!stopped.signal.aborted) arm(nextMs)
  }
  arm(delayMs)
  return () => {
    stopped.abort()
    cancel()
  }
}
