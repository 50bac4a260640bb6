import type { FramingLimits } from "../../ports/framing.ts"
import { limitError } from "./limit-error.ts"

/** One event of a stream, as the WHATWG algorithm dispatches it. */
export interface SseEvent {
  /** Lines of `data`, joined by a line feed. */
  readonly data: string
  /** `event` field; absent means `message`. */
  readonly event: string | undefined
  /** The last `id` so far, which stays until another one comes. */
  readonly id: string | undefined
}

export interface SseParserOptions extends Partial<FramingLimits> {
  /** Where an earlier connection stopped. */
  readonly lastEventId?: string
}

const lineFeed = 10
const space = 32
const colon = 58

/** Length of the longest field name with its colon: whether a line means something shows by then. */
const longestField = 6

const defaultLength = 67_108_864

/**
 * Reads `text/event-stream` from decoded text in pieces of any size, an event at a time. The result does not depend on
 * how the text is cut, and the time is linear in its length: no character is searched twice for the end of a line. A line
 * that can never become a field (a comment, an unknown name) is not kept and counts under no limit.
 *
 * The limits default to 67,108,864 UTF-16 units each.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseParser {
  readonly #maxLine: number
  readonly #maxEvent: number
  readonly #maxBuffered: number
  /** Text that has come, read up to `#at`. */
  #text = ""
  #at = 0
  /** Next end of a line of each kind at or after `#at`, as far as known; the text's length if there is none. */
  #lf = -1
  #cr = -1
  /** The last piece ended with a CR, which ended its line: an LF now belongs to it. */
  #afterCr = false
  /** What earlier pieces brought of an unfinished line. */
  #line = ""
  /** The unfinished line means nothing: its rest is skipped. */
  #skipping = false
  #data: string | undefined
  #event = ""
  #id: string
  #lastEventId: string
  #retryMs: number | undefined

  constructor(options: SseParserOptions = {}) {
    this.#maxLine = options.maxLineLength ?? defaultLength
    this.#maxEvent = options.maxEventLength ?? defaultLength
    this.#maxBuffered = options.maxBufferedLength ?? defaultLength
    this.#lastEventId = this.#id = options.lastEventId ?? ""
  }

  /** What a reconnection sends as `Last-Event-ID`: the id of the last complete event, with data or without. */
  get lastEventId(): string {
    return this.#lastEventId
  }

  /** The last valid `retry`, in milliseconds. */
  get retryMs(): number | undefined {
    return this.#retryMs
  }

  /** Takes the next piece. */
  push(text: string): void {
    this.#text = this.#at === this.#text.length ? text : this.#text.slice(this.#at) + text
    this.#at = 0
    this.#lf = this.#cr = -1
  }

  /**
   * The next event, or `undefined` if the text so far completes none.
   *
   * @throws PristineError with code `limit`
   */
  next(): SseEvent | undefined {
    const text = this.#text
    const { length } = text
    let at = this.#at
    let lf = this.#lf
    let cr = this.#cr
    let event: SseEvent | undefined
    while (at < length && event === undefined) {
      if (this.#afterCr) {
        this.#afterCr = false
        if (text.charCodeAt(at) === lineFeed) {
          at += 1
          continue
        }
      }
      if (lf < at) lf = indexOf(text, "\n", at)
      if (cr < at) cr = indexOf(text, "\r", at)
      const start = at
      const end = lf < cr ? lf : cr
      if (end === length) {
        this.#keep(text.slice(start))
        at = length
        break
      }
      at = end + 1
      if (end === cr) {
        if (at === length) this.#afterCr = true
        else if (at === lf) at += 1
      }
      if (this.#skipping) {
        this.#skipping = false
      } else if (this.#line !== "") {
        const line = this.#line + text.slice(start, end)
        this.#line = ""
        this.#field(line, 0, line.length)
      } else if (end > start) {
        this.#field(text, start, end)
      } else {
        event = this.#dispatch()
      }
    }
    this.#at = at
    this.#lf = lf
    this.#cr = cr
    return event
  }

  #keep(part: string): void {
    if (this.#skipping) return
    const known = this.#line.length >= longestField
    this.#line += part
    // Looked at once: searching the growing line at each piece would take quadratic time.
    if (!known && !canBeField(this.#line)) {
      this.#line = ""
      this.#skipping = true
    } else this.#check(this.#line.length)
  }

  #field(text: string, start: number, end: number): void {
    const name = nameOf(text.charCodeAt(start))
    if (name === undefined || !text.startsWith(name, start)) return
    const after = start + name.length
    if (after < end && text.charCodeAt(after) !== colon) return
    this.#check(end - start)
    const from = text.charCodeAt(after + 1) === space ? after + 2 : after + 1
    const value = from < end ? text.slice(from, end) : ""
    if (name === "data") this.#append(value)
    else if (name === "event") this.#event = value
    else if (name === "retry") {
      if (/^\d+$/.test(value)) this.#retryMs = Number(value)
    } else if (!value.includes("\0")) this.#id = value
  }

  #append(value: string): void {
    const data = this.#data === undefined ? value : `${this.#data}\n${value}`
    if (data.length > this.#maxEvent) throw limitError("An event", this.#maxEvent)
    this.#data = data
  }

  /** Whether a line of this length may be kept beside what is kept of its event already. */
  #check(length: number): void {
    if (length > this.#maxLine) throw limitError("A line", this.#maxLine)
    const held = length + (this.#data === undefined ? 0 : this.#data.length) + this.#event.length + this.#id.length
    if (held > this.#maxBuffered) throw limitError("An unfinished event", this.#maxBuffered)
  }

  #dispatch(): SseEvent | undefined {
    this.#lastEventId = this.#id
    const data = this.#data
    if (data === undefined) {
      this.#event = ""
      return undefined
    }
    const event = this.#event === "" ? undefined : this.#event
    this.#data = undefined
    this.#event = ""
    return { data, event, id: this.#id === "" ? undefined : this.#id }
  }
}

/** The one field name that begins with this character. */
function nameOf(first: number): "data" | "event" | "id" | "retry" | undefined {
  switch (first) {
    case 100:
      return "data"
    case 101:
      return "event"
    case 105:
      return "id"
    case 114:
      return "retry"
    default:
      return undefined
  }
}

/** As `String.indexOf`, with the length for "nowhere". */
function indexOf(text: string, sought: string, from: number): number {
  const found = text.indexOf(sought, from)
  return found === -1 ? text.length : found
}

/** Whether an unfinished line may still turn out to be a field that means something. */
function canBeField(line: string): boolean {
  const name = nameOf(line.charCodeAt(0))
  if (name === undefined) return false
  if (line.length <= name.length) return name.startsWith(line)
  return line.startsWith(name) && line.charCodeAt(name.length) === colon
}
