import { waitFor, type Clock, type TransportRequest } from "pristine-runtime"
import type { FakeAnswer } from "pristine-runtime/testing"

const story = ["Bella ", "found ", "a ", "ball ", "and ", "kept ", "it."]

export interface MockServiceOptions {
  readonly clock: Clock
  /** Milliseconds before each word of a story. */
  readonly wordMs: number
}

/** The pets service, as far as the scenarios need it. */
export function mockService({ clock, wordMs }: MockServiceOptions): (request: TransportRequest) => FakeAnswer {
  async function* tell(signal: AbortSignal): AsyncIterable<Uint8Array> {
    const encoder = new TextEncoder()
    for (const word of story) {
      await pause(clock, wordMs, signal)
      yield encoder.encode(`data: ${JSON.stringify({ word })}\n\n`)
    }
  }

  return (request) => {
    const { pathname } = new URL(request.url)
    const pet = /\/pets\/(\d+)$/.exec(pathname)?.[1]
    if (pathname.endsWith("/stories")) {
      return { headers: { "content-type": "text/event-stream" }, body: tell(request.signal) }
    }
    if (request.method === "POST") {
      const given = typeof request.body === "string" ? (JSON.parse(request.body) as object) : {}
      return { status: 201, body: { id: 8, ...given } }
    }
    return pet === "7"
      ? { body: { id: 7, name: "Bella", status: "available", tags: ["good", "dog"] } }
      : { status: 404, body: { title: "No such pet", detail: `There is no pet ${pet ?? pathname}.` } }
  }
}

async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (delayMs === 0) return
  let cancel = (): void => undefined
  const elapsed = new Promise<void>((resolve) => (cancel = clock.schedule(delayMs, resolve)))
  try {
    await waitFor(elapsed, signal)
  } finally {
    cancel()
  }
}
