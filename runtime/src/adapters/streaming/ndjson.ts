import type { FramedEvent, Framing } from "../../ports/framing.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { parseEvent } from "./parse-event.ts"

/**
 * One JSON text a line. Blank lines are skipped, a carriage return before the line feed and the record separator of
 * `application/json-seq` are dropped, and the last line needs no end.
 */
export const ndjson: Framing = {
  accept: "application/x-ndjson",
  async *read(chunks, { maxEventBytes }): AsyncGenerator<FramedEvent, void, undefined> {
    const decoder = new TextDecoder()
    let line = ""
    for await (const chunk of chunks) {
      const parts = decoder.decode(chunk, { stream: true }).split("\n")
      for (const [index, part] of parts.entries()) {
        line += part
        if (line.length > maxEventBytes) throw tooLong(maxEventBytes)
        if (index === parts.length - 1) break
        const data = clean(line)
        line = ""
        if (data !== "") yield { data: parseEvent(data) }
      }
    }
    const last = clean(line + decoder.decode())
    if (last !== "") yield { data: parseEvent(last) }
  },
}

function clean(line: string): string {
  return line.replace(/^\u001e/, "").trim()
}

function tooLong(limit: number): PristineError {
  return new PristineError("limit", `A line is longer than ${limit} characters`, {
    maybeExecuted: true,
    phase: "event",
  })
}
