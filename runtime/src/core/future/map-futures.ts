import { PristineError } from "../../errors/pristine-error.ts"
import { followProgress } from "./combine-futures.ts"
import type { ApiFuture } from "../operation/operation.ts"
import { RunningFuture } from "./running-future.ts"

export interface MapFuturesOptions {
  /** Futures under way at once; a whole number of at least 1, or `Infinity`. Default 16. */
  readonly concurrency?: number
}

/**
 * Starts a future for each input, so many at once, and gives their results in the order of the inputs, which are read as
 * there is room. The first failure is the whole's: it cancels the others and starts no more, as `cancel` does. Progress is
 * everybody's; there is no id of the whole.
 *
 * @throws PristineError with code `input` for a concurrency that is none.
 * @example await mapFutures(batches, (batch) => api.training.forwardBackward(batch, { client }), { concurrency: 4 })
 */
export function mapFutures<Input, Output>(
  inputs: Iterable<Input>,
  start: (input: Input, index: number) => ApiFuture<Output>,
  { concurrency = 16 }: MapFuturesOptions = {},
): ApiFuture<Output[]> {
  if (!(Math.trunc(concurrency) === concurrency && concurrency > 0)) {
    throw new PristineError("input", "`concurrency` must be a whole number of at least 1", { phase: "prepare" })
  }
  return new RunningFuture(async (work) => {
    const running = new Set<ApiFuture<Output>>()
    const outputs: Output[] = []
    const left = numbered(inputs)
    let stop: (reason: unknown) => void = () => undefined
    const stopped = new Promise<never>((_, reject) => (stop = reject))
    const lane = async (first: Numbered<Input>): Promise<void> => {
      for (let next: IteratorResult<Numbered<Input>, void> = { value: first }; !next.done; next = left.next()) {
        const [index, input] = next.value
        const future = start(input, index)
        if (typeof (future as Partial<ApiFuture<Output>>).progress !== "function")
          throw new PristineError("input", "`start` must give a future, and not a promise", { phase: "prepare" })
        running.add(future)
        void followProgress(future, work)
        outputs[index] = await future
        running.delete(future)
      }
    }
    const end = (reason?: unknown): void => {
      left.return()
      for (const future of running) future.cancel(reason)
    }
    work.cancel = (reason) => {
      stop(reason)
      end(reason)
    }
    const lanes: Promise<void>[] = []
    try {
      while (lanes.length < concurrency) {
        const next = left.next()
        if (next.done) break
        lanes.push(lane(next.value))
      }
      await Promise.race([Promise.all(lanes), stopped])
      return outputs
    } finally {
      // Where the inputs threw, nobody waits for what began.
      void Promise.allSettled(lanes)
      end()
    }
  })
}

type Numbered<Input> = readonly [index: number, input: Input]

function* numbered<Input>(inputs: Iterable<Input>): Generator<Numbered<Input>, void, undefined> {
  let index = 0
  for (const input of inputs) yield [index++, input]
}
