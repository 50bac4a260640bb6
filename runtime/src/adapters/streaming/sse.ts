import type { FramedEvent, Framing } from "../../ports/framing.ts"
import { parseEvent } from "./parse-event.ts"
import { SseParser } from "./sse-parser.ts"

/** What services send after the last event. */
const sentinel = "[DONE]"

/**
 * Server-sent events whose data is JSON. The stream ends with the body or, at once, with `[DONE]`; an event that was cut
 * off at the end is dropped, and one without content (a keep-alive) is skipped.
 */
export const sse: Framing = {
  accept: "text/event-stream",
  async *read(chunks, { maxEventBytes }): AsyncGenerator<FramedEvent, void, undefined> {
    // One decoder for the whole body: it drops the byte order mark at the start only and joins split characters.
    const decoder = new TextDecoder()
    const parser = new SseParser(maxEventBytes)
    for await (const chunk of chunks) {
      for (const { data, event, id } of parser.push(decoder.decode(chunk, { stream: true }))) {
        if (data === sentinel) return
        if (data === "") continue
        yield { data: parseEvent(data), ...(event !== undefined && { event }), ...(id !== undefined && { id }) }
      }
    }
  },
}
