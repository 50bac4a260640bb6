import type { FramedEvent, FrameReader, Framing, FramingOptions } from "../../ports/framing.ts"
import { limitError } from "./limit-error.ts"
import { parseEvent } from "./parse-event.ts"
import { Utf8Pieces } from "./utf8-pieces.ts"

/**
 * One JSON text a line. Blank lines are skipped, a carriage return before the line feed is white space, and the last line
 * needs no end.
 */
export const ndjson: Framing = {
  accept: "application/x-ndjson",
  exact: false,
  open: (options) => new NdjsonReader(options),
}

class NdjsonReader implements FrameReader {
  readonly done = false
  readonly #utf8 = new Utf8Pieces()
  readonly #maxLine: number
  readonly #parse: FramingOptions["parse"]
  #text = ""
  #at = 0
  /** What earlier pieces brought of an unfinished line. */
  #line = ""

  constructor({ maxLineLength, maxEventLength, maxBufferedLength, parse }: FramingOptions) {
    this.#parse = parse
    this.#maxLine = Math.min(maxLineLength, maxEventLength, maxBufferedLength)
  }

  push(chunk: Uint8Array): void {
    this.#add(this.#utf8.decode(chunk))
  }

  next(): FramedEvent | undefined {
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf("\n", this.#at)
      this.#line += this.#text.slice(this.#at, end === -1 ? undefined : end)
      this.#at = end === -1 ? this.#text.length : end + 1
      if (this.#line.length > this.#maxLine) throw limitError("A line", this.#maxLine)
      if (end === -1) break
      const line = this.#line.trim()
      this.#line = ""
      if (line !== "") return { data: parseEvent(line, this.#parse) }
    }
    return undefined
  }

  end(): void {
    this.#add(`${this.#utf8.end()}\n`)
  }

  #add(text: string): void {
    this.#text = this.#text.slice(this.#at) + text
    this.#at = 0
  }
}
