import type { ApiFuture } from "../../ports/future.ts"
import { RunningFuture } from "./running-future.ts"

/**
 * The future that `start` gives at once, or one that has failed with what `start` throws: so that a mistake in the arguments of a
 * call is told like every other failure of it.
 */
export function tryFuture<Output>(start: () => ApiFuture<Output>): ApiFuture<Output> {
  try {
    return start()
  } catch (error) {
    const fail = (): never => {
      throw error
    }
    return new RunningFuture<Output>(() => Promise.resolve().then(fail))
  }
}
