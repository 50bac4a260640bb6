import { PristineError } from "../../errors/pristine-error.ts"

/** One event of a stream, as the WHATWG algorithm dispatches it. */
export interface SseEvent {
  /** Lines of `data`, joined by a line feed. */
  readonly data: string
  /** `event` field; absent means `message`. */
  readonly event?: string
  /** The last `id` so far, which stays until another one comes. */
  readonly id?: string
}

/** Longest field name that means something, with its colon: a line without a colon by then can be dropped. */
const longestField = 6

/**
 * Reads `text/event-stream` from decoded text in pieces of any size. The result does not depend on how the text is
 * cut, and the time is linear in its length: no character is looked at twice for an unfinished line.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseParser {
  readonly #maxEventLength: number
  #line = ""
  /** The unfinished line is a comment or an unknown field: it is skipped, not kept. */
  #skipping = false
  /** The last piece ended with a CR, which ended its line: an LF now belongs to it. */
  #afterCr = false
  #data: string[] = []
  #dataLength = 0
  #event = ""
  #lastEventId = ""
  #retryMs: number | undefined

  /** `maxEventLength`: most UTF-16 units of one event and of one line. */
  constructor(maxEventLength: number = Infinity) {
    this.#maxEventLength = maxEventLength
  }

  /** What a reconnection would send as `Last-Event-ID`. */
  get lastEventId(): string {
    return this.#lastEventId
  }

  /** The last valid `retry`, in milliseconds. */
  get retryMs(): number | undefined {
    return this.#retryMs
  }

  /**
   * Takes the next piece and returns the events that it completes.
   *
   * @throws PristineError with code `limit` for an event longer than allowed.
   */
  push(text: string): readonly SseEvent[] {
    const events: SseEvent[] = []
    let start = 0
    if (this.#afterCr && text !== "") {
      this.#afterCr = false
      if (text.startsWith("\n")) start = 1
    }
    // Each search goes on from where the last one stopped, so a text without one of the two costs one pass.
    let lf = text.indexOf("\n", start)
    let cr = text.indexOf("\r", start)
    while (lf !== -1 || cr !== -1) {
      const end = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr
      this.#append(text.slice(start, end))
      this.#endLine(events)
      start = end + 1
      if (end === cr) {
        if (start === text.length) this.#afterCr = true
        else if (lf === start) start += 1
        cr = text.indexOf("\r", start)
      }
      if (lf !== -1 && lf < start) lf = text.indexOf("\n", start)
    }
    this.#append(text.slice(start))
    return events
  }

  #append(part: string): void {
    if (part === "" || this.#skipping) return
    const known = this.#line.length >= longestField
    this.#line += part
    // Looked at once: searching the growing line at each piece would take quadratic time.
    if (!known && this.#isSkippable()) {
      this.#skipping = true
      this.#line = ":"
    } else if (this.#line.length + this.#dataLength > this.#maxEventLength) throw this.#tooLong()
  }

  #isSkippable(): boolean {
    if (this.#line.startsWith(":")) return true
    return this.#line.length >= longestField && !this.#line.slice(0, longestField).includes(":")
  }

  #endLine(events: SseEvent[]): void {
    const line = this.#line
    this.#line = ""
    this.#skipping = false
    if (line === "") this.#dispatch(events)
    else this.#field(line)
  }

  #field(line: string): void {
    const colon = line.indexOf(":")
    if (colon === 0) return
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1)
    if (name === "data") {
      this.#data.push(value)
      this.#dataLength += value.length + 1
    } else if (name === "event") this.#event = value
    else if (name === "id" && !value.includes("\0")) this.#lastEventId = value
    else if (name === "retry" && /^\d+$/.test(value)) this.#retryMs = Number(value)
  }

  #dispatch(events: SseEvent[]): void {
    if (this.#data.length > 0) {
      events.push({
        data: this.#data.join("\n"),
        ...(this.#event !== "" && { event: this.#event }),
        ...(this.#lastEventId !== "" && { id: this.#lastEventId }),
      })
    }
    this.#data = []
    this.#dataLength = 0
    this.#event = ""
  }

  #tooLong(): PristineError {
    return new PristineError("limit", `An event is longer than ${this.#maxEventLength} characters`, {
      maybeExecuted: true,
      phase: "event",
    })
  }
}
