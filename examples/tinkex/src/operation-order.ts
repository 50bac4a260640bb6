import { allFutures, deferFuture, isPristineError, Sequencer, type ApiFuture } from "pristine-runtime"

/** Makes the request of a place within its operation; `seqId` is its number. */
export type Send<Output> = (index: number, seqId: number) => ApiFuture<Output>

/** How the requests of one operation go out. */
export interface Sending {
  /** Requests of the operation, each with a number of its own. */
  readonly count: number
  /** False: each goes out when the one before it has been answered. */
  readonly parallel: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * The order of one model's operations. They take their place at the call; requests are numbered when they go out, one
 * operation after the other, so that a call that is given up before leaves no gap: the service would wait for its number.
 */
export class OperationOrder {
  readonly #turns = new Sequencer()
  #next: number

  /** `first`: the number of the first request. */
  constructor(first: number) {
    this.#next = first
  }

  /** Results of an operation's requests, in order. The turn goes on when all have been answered, not when they are done. */
  run<Output>({ count, parallel, signal }: Sending, send: Send<Output>): ApiFuture<Output[]> {
    const range = this.#turns.reserve()
    let release = (): void => undefined
    const taken = async (waiting: AbortSignal): Promise<void> => {
      release = await this.#turns.take(range, waiting)
    }
    const start = (): ApiFuture<Output[]> => {
      const from = this.#next
      this.#next += count
      const sent: Promise<boolean>[] = []
      const sendOne = (index: number): ApiFuture<Output> => {
        const future = send(index, from + index)
        sent.push(wasSent(future))
        return future
      }
      const parts = parallel ? firstLast(count, sendOne, signal) : oneByOne(count, sendOne, signal)
      void Promise.all(parts.map((part) => part.submitted))
        .then(() => Promise.all(sent))
        .then((outcomes) => {
          if (!outcomes.includes(true)) this.#next = from
          release()
        })
      return allFutures(parts)
    }
    return deferFuture(taken, start, signal)
  }

  /**
   * Several operations in the place of one: nothing else goes out between them. The work is given the order that they
   * run in, and hands back the future of the last one.
   */
  together<Output>(
    work: (order: OperationOrder, signal: AbortSignal) => Promise<{ readonly last: ApiFuture<Output> }>,
    signal: AbortSignal | undefined,
  ): ApiFuture<Output> {
    const range = this.#turns.reserve()
    let last: ApiFuture<Output> | undefined
    const ready = async (waiting: AbortSignal): Promise<void> => {
      const release = await this.#turns.take(range, waiting)
      const within = new OperationOrder(this.#next)
      const end = (): void => {
        this.#next = within.#next
        release()
      }
      try {
        last = (await work(within, waiting)).last
      } catch (error) {
        end()
        throw error
      }
      void within.#sent().then(end)
    }
    const start = (): ApiFuture<Output> => {
      if (!last) throw new Error("The work of a turn handed back no future")
      return last
    }
    return deferFuture(ready, start, signal)
  }

  /** Resolves when everything so far has been sent. */
  async #sent(): Promise<void> {
    const release = await this.#turns.take(this.#turns.reserve())
    release()
  }
}

/** The service runs by number and starts no later request before the first, so the first goes last. */
function firstLast<Output>(
  count: number,
  send: (index: number) => ApiFuture<Output>,
  signal: AbortSignal | undefined,
): readonly ApiFuture<Output>[] {
  const later = Array.from({ length: count - 1 }, (_, index) => send(index + 1))
  if (later.length === 0) return [send(0)]
  const first = deferFuture(
    () => Promise.all(later.map((future) => future.submitted)),
    () => send(0),
    signal,
  )
  return [first, ...later]
}

function oneByOne<Output>(
  count: number,
  send: (index: number) => ApiFuture<Output>,
  signal: AbortSignal | undefined,
): readonly ApiFuture<Output>[] {
  const futures: ApiFuture<Output>[] = []
  for (let index = 0; index < count; index++) {
    const before = futures.at(-1)?.submitted ?? Promise.resolve()
    futures.push(
      deferFuture(
        () => before,
        () => send(index),
        signal,
      ),
    )
  }
  return futures
}

/** Settles when the request was answered or failed. False: it failed before anything went out. */
async function wasSent(future: ApiFuture<unknown>): Promise<boolean> {
  if ((await future.requestId) !== undefined) return true
  return future.then(
    () => true,
    (error: unknown) => !(isPristineError(error) && error.attempts === 0),
  )
}
