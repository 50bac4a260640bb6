import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import { releaseBody } from "../response/release-body.ts"
import type { BodyFrames } from "./body-frames.ts"
import { watchDroppedStreams } from "./watch-dropped-streams.ts"

/** Not a client's: a registry that is dropped together with its streams tells of none of them. */
const dropped = /* @__PURE__ */ watchDroppedStreams()

/** How long a stream may wait for its reader, in milliseconds, unless the client says otherwise. */
const longestUnreadMs = 30_000

/**
 * What an open stream holds: its connection and its place in the rate limit. It knows nothing of the stream that a program
 * has in hand, so that dropping that one can be noticed.
 */
export class StreamHold {
  source: TransportResponse
  frames: BodyFrames | undefined
  ended = false
  readonly #call: Call
  #cancelUnread: (() => void) | undefined

  constructor(call: Call, source: TransportResponse) {
    const { lifetime, plan } = call
    const { maxUnreadMs: limitMs = longestUnreadMs } = plan.client.options.streamLimits ?? {}
    this.#call = call
    this.source = source
    lifetime.onOver = () => this.end(lifetime.over?.reason)
    // The call may have been over between the answer and here.
    if (lifetime.over) lifetime.onOver()
    else if (limitMs < Infinity) {
      const message = `Nobody began to read the stream within ${limitMs} ms`
      const facts = { phase: "event", maybeExecuted: true, retryable: false } as const
      const giveUp = (): void => this.abort(new PristineError("timeout", message, facts))
      this.#cancelUnread = plan.client.clock.schedule(limitMs, giveUp, { background: true })
    }
  }

  /** Ends with the stream that a program has in hand. */
  watch(stream: object): void {
    if (!this.ended) dropped?.register(stream, this, this)
  }

  /** Somebody reads. */
  begin(): void {
    this.#cancelUnread?.()
  }

  /** Ends the call, too: whoever waits for an event gets the reason. */
  abort(reason: unknown = new PristineError("aborted", "The stream was aborted", { maybeExecuted: true })): void {
    this.#call.lifetime.end(reason)
  }

  /** Closes the connection unless the answer ended by itself, and gives back what the call holds. */
  end(failure: unknown): void {
    if (this.ended) return
    this.ended = true
    this.begin()
    // The stacks of errors hold whom they went through: what is still registered would keep its own stream alive.
    dropped?.unregister(this)
    releaseBody(this.source)
    this.frames?.release()
    this.#call.finish(failure)
  }
}
