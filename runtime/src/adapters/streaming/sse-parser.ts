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

export interface SseParser {
  /** What a reconnection sends as `Last-Event-ID`: the id of the last complete event, with data or without. */
  readonly lastEventId: string
  /** The last valid `retry`, in milliseconds. */
  readonly retryMs: number | undefined
  /** Takes the next piece of text. */
  push(piece: string): void
  /**
   * The next event, or `undefined` if the text so far completes none.
   *
   * @throws PristineError with code `limit`
   */
  next(): SseEvent | undefined
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
 * A closure, because this is the hottest code of a stream: bundlers for older targets turn private fields into maps,
 * which made it five times slower.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createSseParser(options: SseParserOptions = {}): SseParser {
  const {
    maxLineLength = defaultLength,
    maxEventLength = defaultLength,
    maxBufferedLength = defaultLength,
    lastEventId: startId = "",
  } = options
  /** Text that has come, read up to `at`. */
  let text = ""
  let at = 0
  /** Next end of a line of each kind at or after `at`, as far as known; the text's length if there is none. */
  let lf = -1
  let cr = -1
  /** The last piece ended with a CR, which ended its line: an LF now belongs to it. */
  let afterCr = false
  /** What earlier pieces brought of an unfinished line. */
  let line = ""
  /** The unfinished line means nothing: its rest is skipped. */
  let skipping = false
  let data: string | undefined
  let type = ""
  let id = startId
  let lastEventId = startId
  let retryMs: number | undefined

  const next = (): SseEvent | undefined => {
    const { length } = text
    if (afterCr && at < length) {
      afterCr = false
      if (text.charCodeAt(at) === lineFeed) at += 1
    }
    /** The line began in an earlier piece. */
    let begun = skipping || line !== ""
    while (at < length) {
      if (lf < at) lf = indexOf(text, "\n", at)
      if (cr < at) cr = indexOf(text, "\r", at)
      const start = at
      const end = lf < cr ? lf : cr
      if (end === length) {
        at = length
        keep(text.slice(start))
        return undefined
      }
      at = end + 1
      if (end === cr) {
        if (at === length) afterCr = true
        else if (at === lf) at += 1
      }
      if (begun) {
        begun = false
        finishLine(text.slice(start, end))
      } else if (end > start) {
        readField(text, start, end)
      } else {
        const event = dispatch()
        if (event !== undefined) return event
      }
    }
    return undefined
  }

  const keep = (part: string): void => {
    if (skipping) return
    const known = line.length >= longestField
    line += part
    // Looked at once: searching the growing line at each piece would take quadratic time.
    if (known || canBeField(line)) check(line.length)
    else {
      line = ""
      skipping = true
    }
  }

  const finishLine = (part: string): void => {
    const whole = line + part
    line = ""
    if (skipping) skipping = false
    else readField(whole, 0, whole.length)
  }

  const readField = (source: string, start: number, end: number): void => {
    const name = nameOf(source.charCodeAt(start))
    if (name === undefined || !source.startsWith(name, start)) return
    const after = start + name.length
    if (after < end && source.charCodeAt(after) !== colon) return
    check(end - start)
    const from = source.charCodeAt(after + 1) === space ? after + 2 : after + 1
    const value = from < end ? source.slice(from, end) : ""
    if (name === "data") {
      data = data === undefined ? value : `${data}\n${value}`
      if (data.length > maxEventLength) throw limitError("An event", maxEventLength)
    } else if (name === "event") type = value
    else if (name === "retry") {
      if (/^\d+$/.test(value)) retryMs = Number(value)
    } else if (!value.includes("\0")) id = value
  }

  /** Whether a line of this length may be kept beside what is kept of its event already. */
  const check = (length: number): void => {
    if (length > maxLineLength) throw limitError("A line", maxLineLength)
    const held = length + (data === undefined ? 0 : data.length) + type.length + id.length
    if (held > maxBufferedLength) throw limitError("An unfinished event", maxBufferedLength)
  }

  const dispatch = (): SseEvent | undefined => {
    lastEventId = id
    const event = data === undefined ? undefined : { data, event: type || undefined, id: id || undefined }
    data = undefined
    type = ""
    return event
  }

  return {
    get lastEventId() {
      return lastEventId
    },
    get retryMs() {
      return retryMs
    },
    push(piece) {
      text = at === text.length ? piece : text.slice(at) + piece
      at = 0
      lf = cr = -1
    },
    next,
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
