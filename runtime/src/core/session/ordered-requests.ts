import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { followProgress } from "../future/combine-futures.ts"
import { deferFuture } from "../future/defer-future.ts"
import type { ApiFuture } from "../operation/operation.ts"
import { RunningFuture } from "../future/running-future.ts"
import { type Sending, sendParts } from "./send-parts.ts"
import { Sequencer } from "./sequencer.ts"

/** Makes the request of a place within its operation, with the number that the service runs it by. */
export type SendNumbered<Output> = (index: number, number: number) => ApiFuture<Output>

/**
 * Operations of a service that runs them by number. They take their place at the call, and their requests are numbered
 * when they go out, one operation after the other: a call that is given up before leaves no gap that the service would
 * wait for, and one that is given up later is sent all the same. Results are not waited for. `send` must not pass the
 * caller's signal on.
 *
 * @example
 * const order = new OrderedRequests(1)
 * const loss = order.run({}, (_, seq_id) => api.training.forward({ seq_id, ... }))
 * const step = order.run({}, (_, seq_id) => api.training.optimStep({ seq_id, ... })) // sent right behind it
 */
export class OrderedRequests {
  readonly #turns = new Sequencer()
  #next: number
  /** Some requests of an operation went out and others cannot: the service waits for their numbers for ever. */
  #incomplete = false

  /** `first`: the number of the first request. Default 0. */
  constructor(first: number = 0) {
    this.#next = first
  }

  /** Results of an operation's requests, in order. The turn goes on when all have been answered, not when they are done. */
  run<Output>(sending: Sending, send: SendNumbered<Output>): ApiFuture<Output[]> {
    const range = this.#turns.reserve()
    let release = (): void => undefined
    const taken = async (waiting: AbortSignal): Promise<void> => {
      release = await this.#turns.take(range, waiting)
    }
    const start = (): ApiFuture<Output[]> => {
      if (this.#incomplete) {
        release()
        throw new PristineError("input", "A part of an earlier operation was never sent: the service would wait for it")
      }
      const from = this.#next
      this.#next += sending.count ?? 1
      const sent: Promise<boolean>[] = []
      const parts = sendParts(sending, (index) => {
        const future = send(index, from + index)
        sent.push(wasSent(future))
        return future
      })
      void Promise.all(parts.map((part) => part.submitted))
        .then(() => Promise.all(sent))
        .then((outcomes) => {
          if (!outcomes.includes(true)) this.#next = from
          else if (outcomes.includes(false)) this.#incomplete = true
          release()
        })
      return onceSent(parts)
    }
    return deferFuture(taken, start, sending.signal, () => release())
  }

  /**
   * Several operations in the place of one: nothing else goes out between them. The work is given the order that they
   * run in, and hands back the future of the last one.
   */
  together<Output>(
    work: (order: OrderedRequests, signal: AbortSignal) => Promise<{ readonly last: ApiFuture<Output> }>,
    signal?: AbortSignal,
  ): ApiFuture<Output> {
    const range = this.#turns.reserve()
    let last: ApiFuture<Output> | undefined
    const ready = async (waiting: AbortSignal): Promise<void> => {
      const release = await this.#turns.take(range, waiting)
      const within = new OrderedRequests(this.#next)
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
      if (last !== undefined) return last
      throw new PristineError("input", "The work of a turn handed back no future")
    }
    return deferFuture(ready, start, signal)
  }

  /** Resolves when everything so far has been sent. */
  async #sent(): Promise<void> {
    const release = await this.#turns.take(this.#turns.reserve())
    release()
  }
}

/**
 * All results. Numbers that have been given out are used: cancelling rejects at once, but ends the parts only when all of
 * them have been sent.
 */
function onceSent<Output>(parts: readonly ApiFuture<Output>[]): ApiFuture<Output[]> {
  return new RunningFuture(async (work) => {
    const sent = Promise.all(parts.map((part) => part.submitted))
    const stop = (reason?: unknown): void => void sent.then(() => parts.forEach((part) => part.cancel(reason)))
    let reject: (reason: unknown) => void = () => undefined
    const cancelled = new Promise<never>((_, rejected) => (reject = rejected))
    work.cancel = (reason) => {
      reject(reason)
      stop(reason)
    }
    void sent.then(() => parts[0]?.requestId).then((requestId) => work.submitted(requestId))
    for (const part of parts) void followProgress(part, work)
    try {
      return await Promise.race([Promise.all(parts), cancelled])
    } finally {
      stop()
    }
  })
}

/** Settles when the request was answered or failed. False: it failed before anything went out. */
async function wasSent(future: ApiFuture<unknown>): Promise<boolean> {
  if ((await future.requestId) !== undefined) return true
  return future.then(
    () => true,
    (error: unknown) => !(isPristineError(error) && error.attempts === 0),
  )
}
