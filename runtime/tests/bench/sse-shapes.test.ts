import { createParser } from "eventsource-parser"
import { describe, expect } from "vitest"
import { shapes } from "../../bench/sse-shapes.ts"
import { createSseParser } from "../../src/adapters/streaming/sse-parser.ts"
import { Utf8Pieces } from "../../src/adapters/streaming/utf8-pieces.ts"
import { it } from "../test.ts"

/** What is measured must be what it says: both decoders find the same, and what the shape announces. */
describe.each(shapes.map((shape) => [shape.name, shape] as const))("%s", (_, { pieces, events, characters }) => {
  it("is the same to both decoders", () => {
    const ours = { events: 0, characters: 0 }
    const theirs = { events: 0, characters: 0 }
    const count = (found: typeof ours, data: string): void => {
      found.events += 1
      found.characters += data.length
    }
    const decoder = new Utf8Pieces()
    const parser = createSseParser()
    const peerDecoder = new TextDecoder("utf-8", { ignoreBOM: true })
    const peer = createParser({ onEvent: ({ data }) => count(theirs, data) })
    for (const piece of pieces) {
      parser.push(decoder.decode(piece))
      for (let event = parser.next(); event !== undefined; event = parser.next()) count(ours, event.data)
      peer.feed(peerDecoder.decode(piece, { stream: true }))
    }
    expect([ours, theirs]).toEqual([
      { events, characters },
      { events, characters },
    ])
  })
})
