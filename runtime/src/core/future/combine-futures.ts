import { PristineError } from "../../errors/pristine-error.ts"
import type { ApiFuture } from "../operation/operation.ts"
import { type FutureWork, RunningFuture } from "./running-future.ts"

/** Results of futures, by their places. */
type Results<Futures extends readonly ApiFuture<unknown>[]> = {
  -readonly [Index in keyof Futures]: Futures[Index] extends ApiFuture<infer Output> ? Output : never
}

/**
 * All results, in the order of the futures. The first failure is the whole's, and cancels the others, as `cancel` does;
 * progress is everybody's.
 */
export function allFutures<const Futures extends readonly ApiFuture<unknown>[]>(
  futures: Futures,
): ApiFuture<Results<Futures>> {
  return combine(futures, () => Promise.all(futures) as Promise<unknown> as Promise<Results<Futures>>)
}

/** What the first future to settle comes to; it cancels the others. Of no futures it fails with code `input`. */
export function raceFutures<Output>(futures: readonly ApiFuture<Output>[]): ApiFuture<Output> {
  return combine(futures, () => {
    if (futures.length > 0) return Promise.race(futures)
    return Promise.reject(new PristineError("input", "There is no future to race"))
  })
}

/** The same work with its result changed. Cancelling it cancels the future it is made of. */
export function mapFuture<Output, Mapped>(
  future: ApiFuture<Output>,
  change: (output: Output) => Mapped | PromiseLike<Mapped>,
): ApiFuture<Mapped> {
  return combine([future], async () => change(await future))
}

function combine<Output>(futures: readonly ApiFuture<unknown>[], settle: () => Promise<Output>): ApiFuture<Output> {
  return new RunningFuture(async (work) => {
    let cancel: (reason: unknown) => void = () => undefined
    const cancelled = new Promise<never>((_, reject) => (cancel = reject))
    const end = (reason?: unknown): void => {
      for (const future of futures) future.cancel(reason)
    }
    work.cancel = (reason) => {
      cancel(reason)
      end(reason)
    }
    void submit(futures).then((requestId) => work.submitted(requestId))
    for (const future of futures) void followProgress(future, work)
    try {
      return await Promise.race([settle(), cancelled])
    } finally {
      // Those that are done do not mind.
      end()
    }
  })
}

/** Settles once all have been submitted; the id is that of a single one. */
async function submit(futures: readonly ApiFuture<unknown>[]): Promise<string | undefined> {
  const ids = await Promise.all(futures.map((future) => future.requestId))
  return ids.length === 1 ? ids[0] : undefined
}

/** Reports one future's progress as that of the work it is part of. */
export async function followProgress(future: ApiFuture<unknown>, work: FutureWork): Promise<void> {
  for await (const event of future.progress()) work.progress(event)
}
