import { followProgress } from "./combine-futures.ts"
import type { ApiFuture } from "./operation.ts"
import { RunningFuture } from "./running-future.ts"

/**
 * Starts a future once `ready` resolves, such as when its turn has come, and stands in for it until then. Cancelling it
 * before aborts the signal that `ready` is given; so does the caller's signal.
 *
 * @example deferFuture((signal) => sequencer.take(range, signal), () => api.training.optimStep(input, { client }))
 */
export function deferFuture<Output>(
  ready: (signal: AbortSignal) => PromiseLike<unknown>,
  start: () => ApiFuture<Output>,
  signal?: AbortSignal,
): ApiFuture<Output> {
  return new RunningFuture(async (work) => {
    const waiting = new AbortController()
    const onAbort = (): void => waiting.abort(signal?.reason)
    work.cancel = (reason) => waiting.abort(reason)
    signal?.addEventListener("abort", onAbort, { once: true })
    try {
      signal?.throwIfAborted()
      await ready(waiting.signal)
      waiting.signal.throwIfAborted()
    } finally {
      signal?.removeEventListener("abort", onAbort)
    }
    const future = start()
    work.cancel = (reason) => future.cancel(reason)
    void future.requestId.then((requestId) => work.submitted(requestId))
    void followProgress(future, work)
    return await future
  })
}
