import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { followProgress } from "../future/combine-futures.ts"
import { checkSignal } from "../future/check-signal.ts"
import { deferFuture } from "../future/defer-future.ts"
import { mapFutures } from "../future/map-futures.ts"
import type { ApiFuture, SubmittedFuture } from "../operation/operation.ts"
import { RunningFuture } from "../future/running-future.ts"
import { defaultConcurrency, type Sending, sendParts } from "./send-parts.ts"
import { type EndTurn, Sequencer } from "./sequencer.ts"

/** Sends the request of a place within its operation, with the number that the service runs it by. */
export type SendNumbered<Output> = (index: number, number: number) => Promise<SubmittedFuture<Output>>

export interface OrderOptions {
  /**
   * Told of the number of a request that failed, once another goes out behind it: a service that did not take the number
   * waits for it before it runs what comes after. It is not given out again, for a service that did take it would mistake
   * the one request for the other.
   */
  readonly onGap?: ((number: number) => void) | undefined
}

/** How several operations hold one place. */
export interface HoldOptions {
  /** Requests that they will make, as far as is known at the call: numbers are kept for so many. Default 1. */
  readonly count?: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Operations of a service that runs them by number. Each takes its numbers at the call, and requests go out in that order,
 * one operation after the other. An operation that is given up before its turn gives its numbers to those behind it, which
 * have not gone out either: the service would wait for a gap. One that is given up later is sent all the same. Results are
 * not waited for. `send` must not pass the caller's signal on.
 *
 * @example
 * const order = new OrderedRequests(1)
 * const loss = order.run({}, (_, seq_id) => api.training.forward.submit({ seq_id, ... }))
 * const step = order.run({}, (_, seq_id) => api.training.optimStep.submit({ seq_id, ... }))
 */
export class OrderedRequests {
  readonly #turns: Sequencer
  /** Some requests of an operation went out and others cannot: the service waits for their numbers for ever. */
  #incomplete = false
  readonly #onGap: OrderOptions["onGap"]
  /** Numbers of requests that failed, with nothing sent behind them. */
  #gaps: number[] = []

  /** `first`: the number of the first request. Default 0. */
  constructor(first: number = 0, { onGap }: OrderOptions = {}) {
    this.#turns = new Sequencer(first)
    this.#onGap = onGap
  }

  /** Results of an operation's requests, in order. The turn goes on when all have been answered, not when they are done. */
  run<Output>(sending: Sending, send: SendNumbered<Output>): ApiFuture<Output[]> {
    checkSignal(sending.signal)
    const range = this.#turns.reserve(sending.count ?? 1)
    const { count = 1, check } = sending
    let end: EndTurn = () => undefined
    const taken = async (waiting: AbortSignal): Promise<void> => {
      try {
        if (count > 1) for (let index = 0; index < count && !waiting.aborted; index++) await check?.(index)
      } catch (refusal) {
        this.#turns.withdraw(range)
        throw refusal
      }
      end = await this.#turns.take(range, waiting)
    }
    const start = (): ApiFuture<Output[]> => {
      if (this.#incomplete) {
        end(0)
        throw new PristineError("input", "A part of an earlier operation was never sent: the service would wait for it")
      }
      for (const gap of this.#gaps.splice(0)) this.#onGap?.(gap)
      const parts = sendParts(sending, (index) => send(index, range.from + index))
      void Promise.all(parts.map(outcomeOf)).then((outcomes) => {
        const some = outcomes.some((outcome) => outcome !== "unsent")
        this.#incomplete ||= some && outcomes.includes("unsent")
        outcomes.forEach((outcome, index) => outcome === "failed" && this.#gaps.push(range.from + index))
        end(some ? outcomes.length : 0)
      })
      return collect(parts, sending.concurrency)
    }
    return deferFuture(taken, start, sending.signal, () => end(0))
  }

  /**
   * Several operations in the place of one: nothing else goes out between them. The work is given the order that they
   * run in, and hands back the future of the last one. Where it makes more or fewer requests than it kept numbers for,
   * the numbers behind it move.
   */
  together<Output>(
    work: (order: OrderedRequests, signal: AbortSignal) => Promise<{ readonly last: ApiFuture<Output> }>,
    { count = 1, signal }: HoldOptions = {},
  ): ApiFuture<Output> {
    checkSignal(signal)
    const range = this.#turns.reserve(count)
    let last: ApiFuture<Output> | undefined
    const ready = async (waiting: AbortSignal): Promise<void> => {
      const endTurn = await this.#turns.take(range, waiting)
      const within = new OrderedRequests(range.from, { onGap: this.#onGap })
      within.#gaps = this.#gaps
      const end = (): void => {
        this.#incomplete ||= within.#incomplete
        endTurn(within.#turns.next - range.from)
      }
      try {
        last = (await work(within, waiting)).last
      } finally {
        void within.#sent().then(end)
      }
    }
    const start = (): ApiFuture<Output> => {
      if (last !== undefined) return last
      throw new PristineError("input", "The work of a turn handed back no future")
    }
    return deferFuture(ready, start, signal)
  }

  /** Resolves when everything so far has been sent. */
  async #sent(): Promise<void> {
    const end = await this.#turns.take(this.#turns.reserve())
    end(0)
  }
}

/**
 * All results, so many waited for at once. Numbers that have been given out are used: whoever cancels, or whichever part
 * fails, all others are sent.
 */
function collect<Output>(
  parts: readonly Promise<SubmittedFuture<Output>>[],
  concurrency: number | undefined,
): ApiFuture<Output[]> {
  return new RunningFuture(async (work) => {
    const results = mapFutures(parts, resultOf, { concurrency: concurrency ?? defaultConcurrency })
    work.cancel = (reason) => results.cancel(reason)
    const all = Promise.all(parts)
    void Promise.allSettled(parts).then(([first]) => {
      work.submitted(first?.status === "fulfilled" ? first.value.requestId : undefined)
    })
    void followProgress(results, work)
    try {
      return await Promise.race([results, all.then(() => results)])
    } finally {
      // Where a request failed, nobody waits for results.
      results.cancel()
    }
  })
}

/** Waits for a part's result once the service has the part. */
function resultOf<Output>(part: Promise<SubmittedFuture<Output>>): ApiFuture<Output> {
  let submitted: SubmittedFuture<Output> | undefined
  const ready = async (): Promise<void> => {
    submitted = await part
  }
  return deferFuture(ready, () => (submitted as SubmittedFuture<Output>).result())
}

/** `unsent`: it failed before anything went out. */
function outcomeOf(part: Promise<unknown>): Promise<"sent" | "failed" | "unsent"> {
  return part.then(
    () => "sent",
    (error: unknown) => (isPristineError(error) && error.attempts === 0 ? "unsent" : "failed"),
  )
}
