import { describe, expect } from "vitest"
import { ModelInput, type ModelInputChunk } from "../../src/data/model-input.ts"
import { tensorContainerShape } from "../../src/data/tensor-container.ts"
import { bytesOf, golden } from "../golden.ts"
import { it } from "../test.ts"

const image: ModelInputChunk = { type: "image", data: new Uint8Array(), format: "png", expected_tokens: 7 }
const unknown: ModelInputChunk = { type: "image_asset_pointer", location: "asset://1", format: "png" }
const audio: ModelInputChunk = { type: "dmel", dmel: bytesOf("AAIFUA==") }

describe("building", () => {
  it.each([
    ["nothing", ModelInput.empty(), []],
    ["no tokens", ModelInput.fromInts([]), [{ tokens: [], type: "encoded_text" }]],
    ["tokens", ModelInput.fromInts(new Set([1, 2])), [{ tokens: [1, 2], type: "encoded_text" }]],
    [
      "a token behind text",
      ModelInput.appendInt(ModelInput.fromInts([1]), 2),
      [{ tokens: [1, 2], type: "encoded_text" }],
    ],
    [
      "a token behind an image",
      ModelInput.appendInt({ chunks: [image] }, 2),
      [image, { tokens: [2], type: "encoded_text" }],
    ],
  ])("%s", (_, input, chunks) => {
    expect(input.chunks).toEqual(chunks)
  })

  it("leaves its argument alone", () => {
    const input = ModelInput.fromInts([1])
    ModelInput.append(ModelInput.appendInt(input, 2), image)
    expect(input).toEqual(ModelInput.fromInts([1]))
  })
})

it("measures text, images and audio", () => {
  expect(ModelInput.length({ chunks: [image, audio, { tokens: [1, 2], type: "encoded_text" }] })).toBe(7 + 5 + 2)
  expect(() => ModelInput.length({ chunks: [unknown] })).toThrow("expected_tokens")
})

it("lists the tokens of text only", () => {
  expect(ModelInput.toInts(ModelInput.fromInts([4, 5]))).toEqual([4, 5])
  expect(() => ModelInput.toInts({ chunks: [image] })).toThrow(TypeError)
})

describe("the header of a tensor container", () => {
  it.each(golden.tensor_container_shape)("$base64 has shape $expected", ({ base64, expected }) => {
    expect(tensorContainerShape(bytesOf(base64))).toEqual(expected)
  })

  it.each([
    ["nothing", []],
    ["an unknown dtype", [8, 1, 1]],
    ["a number without end", [0, 0x80, 0x80]],
    ["a number beyond 2^53", [0, 1, ...Array<number>(20).fill(0xff)]],
    ["more dimensions than bytes", [0, 0xff, 0xff, 0xff, 0x7f]],
  ])("refuses %s", (_, bytes) => {
    expect(() => tensorContainerShape(Uint8Array.from(bytes))).toThrow(RangeError)
  })
})
