import { followProgress } from "./combine-futures.ts"
import type { ApiFuture } from "../operation/operation.ts"
import { RunningFuture } from "./running-future.ts"

/**
 * Starts a future once `ready` resolves, such as when its turn has come, and stands in for it until then. Cancelling it
 * before aborts the signal that `ready` is given; afterwards it cancels the future. So does the caller's signal. `ready` is
 * always called; when it resolves although nobody waits any more, `abandon` undoes it in place of the start.
 *
 * @example deferFuture((signal) => sequencer.take(range, signal), () => api.training.optimStep(input, { client }))
 */
export function deferFuture<Output>(
  ready: (signal: AbortSignal) => PromiseLike<unknown>,
  start: () => ApiFuture<Output>,
  signal?: AbortSignal,
  abandon?: () => void,
): ApiFuture<Output> {
  return new RunningFuture(async (work) => {
    const waiting = new AbortController()
    const onAbort = (): void => work.cancel?.(signal?.reason)
    work.cancel = (reason) => waiting.abort(reason)
    if (signal?.aborted === true) onAbort()
    signal?.addEventListener("abort", onAbort, { once: true })
    try {
      await ready(waiting.signal)
      if (waiting.signal.aborted) {
        abandon?.()
        throw waiting.signal.reason
      }
      const future = start()
      work.cancel = (reason) => future.cancel(reason)
      void future.requestId.then((requestId) => work.submitted(requestId))
      void followProgress(future, work)
      return await future
    } finally {
      signal?.removeEventListener("abort", onAbort)
    }
  })
}
