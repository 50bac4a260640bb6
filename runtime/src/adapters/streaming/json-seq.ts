import type { FramedEvent, FrameReader, Framing, FramingOptions } from "../../ports/framing.ts"
import { limitError } from "./limit-error.ts"
import { parseEvent, unreadable } from "./parse-event.ts"
import { Utf8Pieces } from "./utf8-pieces.ts"

const recordSeparator = "\u001e"

/**
 * JSON text sequences: each text stands after a record separator, and may go over several lines. One that is complete
 * with its first line is given at once; another when the next separator or the end has come. A number, `true`, `false` or
 * `null` without white space after it may have been cut off, and is refused.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7464
 */
export const jsonSeq: Framing = {
  accept: "application/json-seq",
  exact: false,
  open: (options) => new JsonSeqReader(options),
}

class JsonSeqReader implements FrameReader {
  readonly done = false
  readonly #utf8 = new Utf8Pieces()
  readonly #maxText: number
  readonly #parse: (text: string) => unknown
  #piece = ""
  #at = 0
  /** The text since its separator; `undefined` where only white space may stand. */
  #text: string | undefined
  /** The first line of `#text` was no text by itself. */
  #longer = false

  constructor({ maxLineLength, maxEventLength, maxBufferedLength, parse = JSON.parse }: FramingOptions) {
    this.#parse = parse
    this.#maxText = Math.min(maxLineLength, maxEventLength, maxBufferedLength)
  }

  push(chunk: Uint8Array): void {
    this.#add(this.#utf8.decode(chunk))
  }

  next(): FramedEvent | undefined {
    while (this.#at < this.#piece.length) {
      const separator = this.#piece.indexOf(recordSeparator, this.#at)
      const stop = separator === -1 ? this.#piece.length : separator
      if (this.#text === undefined) this.#skipBlank(stop)
      else {
        const event = this.#within(stop)
        if (event !== undefined) return event
      }
      if (this.#at === stop && separator !== -1) {
        const last = this.#complete()
        this.#at += 1
        this.#text = ""
        this.#longer = false
        if (last !== undefined) return last
      }
    }
    return undefined
  }

  end(): void {
    // A separator ends the last text as it would any other.
    this.#add(`${this.#utf8.end()}${recordSeparator}`)
  }

  #add(text: string): void {
    this.#piece = this.#piece.slice(this.#at) + text
    this.#at = 0
  }

  #skipBlank(stop: number): void {
    if (this.#piece.slice(this.#at, stop).trim() !== "") throw unreadable()
    this.#at = stop
  }

  /** Reads on in the text, at most to the end of its first line that is not blank. */
  #within(stop: number): FramedEvent | undefined {
    while (!this.#longer && this.#at < stop) {
      const line = this.#piece.indexOf("\n", this.#at)
      if (line === -1 || line >= stop) break
      const text = this.#take(line + 1)
      // Dropped at once, so that many blank lines are not looked at again and again.
      if (text.trim() === "") this.#text = ""
      else this.#longer = true
      const value = this.#longer ? this.#try(text) : undefined
      if (value === undefined) continue
      this.#text = undefined
      return { data: value }
    }
    this.#take(stop)
    return undefined
  }

  #take(end: number): string {
    const text = (this.#text ?? "") + this.#piece.slice(this.#at, end)
    if (text.length > this.#maxText) throw limitError("An event", this.#maxText)
    this.#text = text
    this.#at = end
    return text
  }

  #complete(): FramedEvent | undefined {
    const text = this.#text ?? ""
    if (text.trim() === "") return undefined
    const data = parseEvent(text, this.#parse)
    const delimited = /^\s*["[{]/.test(text)
    if (!delimited && !/\s$/.test(text)) throw unreadable()
    return { data }
  }

  #try(text: string): unknown {
    try {
      return this.#parse(text)
    } catch {
      // The text goes on in the next line, or will be refused at its end.
      return undefined
    }
  }
}
