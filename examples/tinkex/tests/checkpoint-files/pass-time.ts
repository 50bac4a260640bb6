import type { VirtualClock } from "pristine-runtime/testing"

/** Lets every wait that a piece of work comes to pass at once, until it is done. Its files take real time, its waits none. */
export async function passTime<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  const state = { isDone: false }
  const end = (): void => void (state.isDone = true)
  const done = work.then(end, end)
  for (;;) {
    await Promise.race([done, clock.armed()])
    // What does not wait for time gets its turn first.
    await clock.advance(0)
    if (state.isDone) return work
    if (clock.pending > 0) await clock.advance(15_000)
  }
}
