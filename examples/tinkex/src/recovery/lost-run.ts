import { causeChain, isPristineError } from "pristine-runtime"

/**
 * Whether a failure, or a cause of it, means that the service lost a run's work (410), so that what was trained since the last
 * checkpoint is gone and going on from there is all that helps.
 */
export function isLostRun(error: unknown): boolean {
  return causeChain(error).some(
    (each) => isPristineError(each) && (each.code === "future_expired" || each.status === 410),
  )
}
