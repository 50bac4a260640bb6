import type { FramedEvent, Framing, FramingOptions } from "../../../src/ports/framing.ts"
import type { Pieces } from "./cuts.ts"

const unlimited: FramingOptions = { maxLineLength: Infinity, maxEventLength: Infinity, maxBufferedLength: Infinity }

/** All events of a body, read as the pipeline reads them; what it throws comes after the events before it. */
export function readFrames(
  framing: Framing,
  pieces: Pieces,
  options: Partial<FramingOptions> = {},
): { readonly events: readonly FramedEvent[]; readonly failure: unknown } {
  const reader = framing.open({ ...unlimited, ...options })
  const events: FramedEvent[] = []
  const drain = (): void => {
    for (let event = reader.next(); event !== undefined; event = reader.next()) events.push(event)
  }
  try {
    for (const piece of pieces) {
      if (reader.done) break
      reader.push(piece)
      drain()
    }
    reader.end()
    drain()
  } catch (failure) {
    return { events, failure }
  }
  return { events, failure: undefined }
}
