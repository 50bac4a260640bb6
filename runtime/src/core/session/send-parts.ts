import { deferFuture } from "../future/defer-future.ts"
import type { ApiFuture } from "../operation/operation.ts"

/** How the requests of one operation go out. */
export interface Sending {
  /** Requests of the operation. Default 1. */
  readonly count?: number
  /**
   * `"one by one"`: each when the one before it has been answered. `"first last"`: all others at once, and the first when
   * they have been answered, for a service that starts nothing before it. Default `"one by one"`.
   */
  readonly order?: "one by one" | "first last"
  readonly signal?: AbortSignal | undefined
}

/** Sends the requests of one operation; futures stand in for those that have to wait. */
export function sendParts<Output>(
  { count = 1, order = "one by one" }: Sending,
  send: (index: number) => ApiFuture<Output>,
): readonly ApiFuture<Output>[] {
  if (count === 1) return [send(0)]
  const after = (earlier: readonly ApiFuture<Output>[], index: number): ApiFuture<Output> =>
    deferFuture(
      () => Promise.all(earlier.map((future) => future.submitted)),
      () => send(index),
    )
  if (order === "first last") {
    const later = Array.from({ length: count - 1 }, (_, index) => send(index + 1))
    return [after(later, 0), ...later]
  }
  const parts: ApiFuture<Output>[] = []
  for (let index = 0; index < count; index++) parts.push(after(parts.slice(-1), index))
  return parts
}
