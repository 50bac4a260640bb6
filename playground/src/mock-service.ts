import type { TransportRequest } from "pristine-runtime"
import type { FakeAnswer } from "pristine-runtime/testing"

const story = ["Bella ", "found ", "a ", "ball ", "and ", "kept ", "it."]

/** The pets service, as far as the scenarios need it. */
export function answer(request: TransportRequest): FakeAnswer {
  const { pathname } = new URL(request.url)
  const pet = /\/pets\/(\d+)$/.exec(pathname)?.[1]
  if (pathname.endsWith("/stories")) {
    return { headers: { "content-type": "text/event-stream" }, body: tell() }
  }
  if (request.method === "POST") {
    const given = typeof request.body === "string" ? (JSON.parse(request.body) as object) : {}
    return { status: 201, body: { id: 8, ...given } }
  }
  return pet === "7"
    ? { body: { id: 7, name: "Bella", status: "available", tags: ["good", "dog"] } }
    : { status: 404, body: { title: "No such pet", detail: `There is no pet ${pet ?? pathname}.` } }
}

async function* tell(): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder()
  for (const word of story) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    yield encoder.encode(`data: ${JSON.stringify({ word })}\n\n`)
  }
}
