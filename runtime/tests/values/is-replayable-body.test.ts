import { describe, expect } from "vitest"
import { isReplayableBody } from "../../src/values/is-replayable-body.ts"
import { it } from "../test.ts"

async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(new Uint8Array([1]))
}

describe("a request body", () => {
  it.each([
    ["none", undefined],
    ["text", "a"],
    ["empty text", ""],
    ["bytes", new Uint8Array([1])],
    ["a Blob", new Blob(["a"])],
  ])("can be sent again: %s", (_, body) => {
    expect(isReplayableBody(body)).toBe(true)
  })

  it.each([
    ["a stream of the platform", new ReadableStream<Uint8Array>()],
    ["pieces", pieces()],
    ["pieces of a known length", Object.assign(pieces(), { byteLength: 1 })],
  ])("can be sent once: %s", (_, body) => {
    expect(isReplayableBody(body)).toBe(false)
  })
})
