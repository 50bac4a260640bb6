import type { SubmittedFuture } from "../operation/operation.ts"

/** How the requests of one operation go out. */
export interface Sending {
  /** Requests of the operation. Default 1. */
  readonly count?: number
  /**
   * `"one by one"`: each when the one before it has been answered. `"first last"`: all others beside each other, and the
   * first when they have been answered, for a service that starts nothing before it. Default `"one by one"`.
   */
  readonly order?: "one by one" | "first last"
  /**
   * Of one operation, requests that are under way at once, and results that are waited for at once; a whole number of at
   * least 1. What was sent and is not waited for yet holds no connection. Default 64.
   */
  readonly concurrency?: number
  /**
   * Refuses a part that cannot be sent, by throwing. Where there are several, all are checked before the first goes out:
   * one that turned out bad later would leave a gap that the service waits at.
   */
  readonly check?: (index: number) => unknown
  readonly signal?: AbortSignal | undefined
}

export const defaultConcurrency = 64

/** Sends the requests of one operation. Each settles when it has been answered or failed; those behind it go out all the same. */
export function sendParts<Output>(
  { count = 1, order = "one by one", concurrency = defaultConcurrency }: Sending,
  submit: (index: number) => Promise<SubmittedFuture<Output>>,
): readonly Promise<SubmittedFuture<Output>>[] {
  const settle: ((part: Promise<SubmittedFuture<Output>>) => void)[] = []
  const parts = Array.from(
    { length: count },
    () => new Promise<SubmittedFuture<Output>>((resolve) => settle.push(resolve)),
  )
  const send = async (index: number): Promise<void> => {
    // One that throws at once is a request that failed, too.
    const part = new Promise<SubmittedFuture<Output>>((resolve) => resolve(submit(index)))
    settle[index]?.(part)
    // Its failure is for those who wait for it.
    await part.catch(() => undefined)
  }
  void (async () => {
    if (order === "one by one" || count === 1) await inLanes(0, count, 1, send)
    else {
      await inLanes(1, count, concurrency, send)
      await send(0)
    }
  })()
  return parts
}

/** Does it for each of the numbers from `next` to below `end`, so many at once. */
async function inLanes(
  next: number,
  end: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const lane = async (): Promise<void> => {
    while (next < end) await work(next++)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, end - next) }, lane))
}
