import { setImmediate as turn } from "node:timers/promises"
import type { VirtualClock } from "pristine-runtime/testing"

/** Turns of the event loop without anything on the wire after which everybody waits for the clock. */
const quietTurns = 40
/** Turns without anything on the wire after which work that is waited for counts as stuck: limits of time are for that. */
const stuckTurns = 100_000

/**
 * Finishes `work` on a clock that client and service share: whenever nothing happens on the wire any more, time jumps to the
 * next timer. Waits cost nothing that way, and nobody is timed out who only computes. `happened` counts what happens; `isBusy` tells
 * of work that is waited for and that no event of the wire tells of.
 */
export async function untilDone<Output>(
  clock: VirtualClock,
  { happened, isBusy }: { readonly happened: () => number; readonly isBusy: () => boolean },
  work: PromiseLike<Output>,
): Promise<Output> {
  let done = false
  const settled = Promise.resolve(work).finally(() => (done = true))
  // Its failure is told below.
  void settled.catch(() => undefined)
  const isDone = (): boolean => done
  while (!isDone()) {
    let seen = happened()
    let busy = 0
    for (let quiet = 0; quiet < quietTurns && !isDone(); quiet++) {
      await turn()
      const isQuiet = happened() === seen
      if (isQuiet && (!isBusy() || ++busy > stuckTurns)) continue
      if (!isQuiet) busy = 0
      seen = happened()
      quiet = 0
    }
    if (!isDone() && clock.pending > 0) await clock.runNext()
  }
  return settled
}
