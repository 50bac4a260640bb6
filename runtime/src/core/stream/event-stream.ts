import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { FramedEvent } from "../../ports/framing.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import { BodyFrames } from "./body-frames.ts"
import type { Call } from "../call/call.ts"
import type { StreamSpec } from "../operation/operation-spec.ts"
import type { Stream } from "../operation/operation.ts"
import { decodeValue, maxBytesOf } from "../response/decode-value.ts"
import { releaseBody } from "../response/release-body.ts"
import { requestIdOf } from "../response/request-id-of.ts"
import type { StreamHold } from "./stream-hold.ts"

/** Events of one call. Holds its connection and its admission until it ends, is left or is aborted. */
export class EventStream implements Stream<unknown> {
  readonly #call: Call
  readonly #hold: StreamHold
  #read = false
  /** The reader does not want to know any more. */
  #left = false

  constructor(call: Call, hold: StreamHold) {
    this.#call = call
    this.#hold = hold
    hold.watch(this)
  }

  get response(): { readonly status: number; readonly headers: Headers } {
    const { status, headers } = this.#hold.source
    return { status, headers }
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<unknown, void, undefined> {
    if (this.#read) {
      const why = this.#hold.ended ? "it was read before" : "another iterator is reading it"
      throw new PristineError("stream", `A stream can be read once, and ${why}`, { operation: this.#call.plan.spec.id })
    }
    this.#read = true
    this.#hold.begin()
    const events = this.#events()
    // A generator that has not begun, or that waits for an event, would leave without closing anything.
    const leave = (): void => {
      this.#left = true
      this.#hold.end(undefined)
      this.abort()
    }
    return {
      next: () => events.next(),
      return: () => {
        leave()
        return events.return()
      },
      throw: (error) => {
        leave()
        return events.throw(error)
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  abort(reason?: unknown): void {
    this.#hold.abort(reason)
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
    const call = this.#call
    const { event, resume } = call.plan.spec as StreamSpec
    const { maxEvents = Infinity } = call.plan.client.options.streamLimits ?? {}
    let failure: unknown
    let count = 0
    try {
      if (this.#hold.ended) throw call.lifetime.over?.reason
      const reconnections = resume?.begin(call)
      let frames = this.#open(undefined)
      for (;;) {
        let frame: FramedEvent | undefined
        let broken: PristineError | undefined
        try {
          call.lifetime.throwIfAborted()
          frame = frames.buffered() ?? (await this.#wait(frames))
        } catch (thrown) {
          if (reconnections === undefined || !this.#isPassing(thrown)) throw thrown
          broken = thrown
        }
        if (frame === undefined) {
          if (reconnections === undefined || frames.done || this.#hold.source.status === 204) return
          frames.release()
          releaseBody(this.#hold.source)
          const { lastEventId, retryMs } = frames.reader
          frames = this.#goOn(await reconnections.next({ lastEventId, retryMs }, broken), lastEventId)
          continue
        }
        if (frame.failed === true) throw this.#reported(frame.data)
        if (++count > maxEvents) throw tooMany(maxEvents)
        const value = await decodeValue(call, this.#hold.source, event, frame.data)
        reconnections?.delivered()
        yield value
      }
    } catch (thrown) {
      if (this.#left) return
      failure = call.explain(thrown)
      throw failure
    } finally {
      call.lifetime.leave()
      this.#hold.end(failure)
    }
  }

  /** Reads another connection, unless the stream ended while it was made. */
  #goOn(source: TransportResponse, lastEventId: string | undefined): BodyFrames {
    if (this.#hold.ended) {
      releaseBody(source)
      throw this.#call.lifetime.over?.reason
    }
    this.#hold.source = source
    return this.#open(lastEventId)
  }

  #open(lastEventId: string | undefined): BodyFrames {
    const call = this.#call
    const { framing, event } = call.plan.spec as StreamSpec
    const length = maxBytesOf(call)
    const reader = framing.open({
      maxLineLength: length,
      maxEventLength: length,
      maxBufferedLength: length,
      ...call.plan.client.options.streamLimits,
      ...(lastEventId !== undefined && { lastEventId }),
      ...(event.parse && { parse: event.parse }),
    })
    return (this.#hold.frames = new BodyFrames(reader, this.#hold.source.body.stream()))
  }

  /** The next event, no later than the limit of silence: what is not an event does not break that. */
  async #wait(frames: BodyFrames): Promise<FramedEvent | undefined> {
    const { lifetime, timeouts } = this.#call
    lifetime.limit(timeouts.idleMs ?? Infinity, "event")
    const frame = await lifetime.race(frames.next())
    lifetime.leave()
    return frame
  }

  #isPassing(thrown: unknown): thrown is PristineError {
    return this.#call.lifetime.over === undefined && !this.#left && isPristineError(thrown) && thrown.retryable
  }

  #reported(body: unknown): PristineError {
    const { status, headers } = this.#hold.source
    return new PristineError("stream", `${this.#call.plan.spec.id} reported an error within the stream`, {
      status,
      headers,
      body,
      requestId: requestIdOf(this.#call, headers),
      maybeExecuted: true,
      phase: "event",
    })
  }
}

function tooMany(limit: number): PristineError {
  return new PristineError("limit", `The stream has more than ${limit} events`, { maybeExecuted: true, phase: "event" })
}
