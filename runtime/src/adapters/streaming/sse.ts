import { PristineError } from "../../errors/pristine-error.ts"
import type { FramedEvent, FrameReader, Framing, FramingOptions } from "../../ports/framing.ts"
import { parseEvent } from "./parse-event.ts"
import { createSseParser, type SseParser } from "./sse-parser.ts"
import { Utf8Pieces } from "./utf8-pieces.ts"

export interface SseOptions {
  /**
   * Data that ends the stream; a body that is over without it was cut off. Default: `[DONE]` ends the stream, and none is
   * needed.
   */
  readonly sentinel?: string
  /** Type of the events with which the service says that it failed; `false`: there is none. Default `error`. */
  readonly errorEvent?: string | false
  /**
   * Types of the events that are handed out, `message` for those without one; others are skipped, and their data is not
   * read. The sentinel and `errorEvent` need not be among them. Default: all.
   */
  readonly eventTypes?: readonly string[]
}

/**
 * Server-sent events whose data is JSON. The stream ends with the body or, at once, with the sentinel; an event that was
 * cut off at the end is dropped, and one without content (a keep-alive) is skipped.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function sseFraming(options: SseOptions = {}): Framing {
  return { accept: "text/event-stream", exact: true, open: (limits) => new SseReader(options, limits) }
}

/** `sseFraming` with its defaults. */
export const sse: Framing = /* @__PURE__ */ sseFraming()

class SseReader implements FrameReader {
  readonly #utf8 = new Utf8Pieces()
  readonly #parser: SseParser
  readonly #sentinel: string
  readonly #mustEnd: boolean
  readonly #errorEvent: string | false
  readonly #eventTypes: readonly string[] | undefined
  readonly #parse: FramingOptions["parse"]
  #done = false

  constructor({ sentinel, errorEvent = "error", eventTypes }: SseOptions, options: FramingOptions) {
    this.#parser = createSseParser(options)
    this.#parse = options.parse
    this.#sentinel = sentinel ?? "[DONE]"
    this.#mustEnd = sentinel !== undefined
    this.#errorEvent = errorEvent
    this.#eventTypes = eventTypes
  }

  get done(): boolean {
    return this.#done
  }

  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  get retryMs(): number | undefined {
    return this.#parser.retryMs
  }

  push(chunk: Uint8Array): void {
    this.#parser.push(this.#utf8.decode(chunk))
  }

  next(): FramedEvent | undefined {
    for (;;) {
      const found = this.#done ? undefined : this.#parser.next()
      if (found === undefined) return undefined
      const { data, event, id } = found
      if (data === this.#sentinel) this.#done = true
      else if (event !== undefined && event === this.#errorEvent)
        return { data: readError(data), event, id, failed: true }
      else if (data !== "" && this.#eventTypes?.includes(event ?? "message") !== false)
        return { data: parseEvent(data, this.#parse), event, id }
    }
  }

  end(): void {
    if (!this.#mustEnd || this.#done) return
    throw new PristineError("stream", "The stream was cut off: it is over without its last event", {
      retryable: true,
      maybeExecuted: true,
      phase: "event",
    })
  }
}

/** What a failing service says may be text; that it is no JSON must not hide that it failed. */
function readError(data: string): unknown {
  try {
    return JSON.parse(data) as unknown
  } catch {
    return data
  }
}
