import { expect } from "vitest"
import { byteChunks } from "../../../src/adapters/streaming/byte-chunks.ts"
import { it } from "../../test.ts"
import { readFrames } from "./read-frames.ts"

it("F74 raw bytes come as they are, empty pieces left out", () => {
  const pieces = [Uint8Array.of(0, 255), new Uint8Array(), Uint8Array.of(10)]
  expect(readFrames(byteChunks, pieces)).toEqual({
    events: [{ data: Uint8Array.of(0, 255) }, { data: Uint8Array.of(10) }],
    failure: undefined,
  })
})
