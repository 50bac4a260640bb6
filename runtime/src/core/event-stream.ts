import { PristineError } from "../errors/pristine-error.ts"
import type { FramedEvent } from "../ports/framing.ts"
import type { TransportResponse } from "../ports/transport.ts"
import type { Call } from "./call.ts"
import type { StreamSpec } from "./operation-spec.ts"
import type { Stream } from "./operation.ts"
import { decodeValue, maxBytesOf } from "./read-value.ts"
import { releaseBody } from "./release-body.ts"
import type { Finish } from "./run-call.ts"

/** Events of one answer. Holds its connection and its admission until it ends, is left or is aborted. */
export class EventStream implements Stream<unknown> {
  readonly response: { readonly status: number; readonly headers: Headers }
  readonly #call: Call
  readonly #source: TransportResponse
  readonly #finish: Finish
  #state: "unread" | "read" | "ended" = "unread"

  constructor(call: Call, source: TransportResponse, finish: Finish) {
    this.response = { status: source.status, headers: source.headers }
    this.#call = call
    this.#source = source
    this.#finish = finish
    call.lifetime.onOver = () => {
      this.#end(call.lifetime.over?.reason)
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown, void, undefined> {
    if (this.#state !== "unread" && this.#call.lifetime.over === undefined) {
      throw new PristineError("stream", "A stream can be read once", { operation: this.#call.plan.spec.id })
    }
    this.#state = "read"
    return this.#events()
  }

  abort(reason: unknown = new PristineError("aborted", "The stream was aborted")): void {
    this.#call.lifetime.end(reason)
  }

  toReadableStream(): ReadableStream<unknown> {
    const events = this[Symbol.asyncIterator]()
    return new ReadableStream(
      {
        pull: async (controller) => {
          const next = await events.next()
          if (next.done === true) controller.close()
          else controller.enqueue(next.value)
        },
        cancel: async () => {
          await events.return?.()
        },
      },
      { highWaterMark: 0 },
    )
  }

  async *#events(): AsyncGenerator<unknown, void, undefined> {
    const { lifetime, plan, timeouts } = this.#call
    const { framing, event } = plan.spec as StreamSpec
    let failure: unknown
    let events: AsyncIterator<FramedEvent> | undefined
    try {
      const chunks = this.#source.body.stream()
      events = framing.read(chunks, { maxEventBytes: maxBytesOf(this.#call) })[Symbol.asyncIterator]()
      for (;;) {
        lifetime.limit(timeouts.idleMs ?? Infinity, "event")
        const next = await lifetime.race(events.next())
        lifetime.leave()
        if (next.done === true) return
        yield await decodeValue(this.#call, this.response, event, next.value.data)
      }
    } catch (thrown) {
      failure = this.#call.explain(thrown)
      throw failure
    } finally {
      lifetime.leave()
      this.#end(failure)
      // It may wait for a chunk that never comes; what it says at its end no longer matters to anybody.
      events?.return?.().then(undefined, () => undefined)
    }
  }

  /** Closes the connection unless the answer ended by itself, and gives back what the call holds. */
  #end(failure: unknown): void {
    if (this.#state === "ended") return
    this.#state = "ended"
    releaseBody(this.#source)
    this.#finish(failure)
  }
}
