import { describe, expect } from "vitest"
import { chunksOf } from "../../src/training/chunks.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { float32, int64 } from "../../src/data/tensors.ts"
import { dataBytes, datumBytes, promptBytes } from "../../src/data/weights.ts"
import { bytesOf, golden } from "../golden.ts"
import { it } from "../test.ts"

const defaults = golden.defaults.client_config

/** The vectors' examples: so many text tokens, target tokens and weights. */
function example(tokens: number): ReturnType<typeof datum> {
  const zeros = Array<number>(tokens).fill(0)
  return datum(ModelInput.fromInts(zeros), { target_tokens: int64(zeros), weights: float32(zeros) })
}

describe("golden chunks", () => {
  it.each(golden.chunking)("$name", ({ config, sizes, bytes_per_datum, expected }) => {
    const data = sizes.map(example)
    expect(data.map(datumBytes)).toEqual(bytes_per_datum)
    const flags = { ...defaults, ...config }
    const limits = { maxLength: flags.fwdbwd_max_chunk_len, maxBytes: flags.fwdbwd_max_chunk_bytes_count }
    const chunks = chunksOf(data, limits)
    expect(chunks.map((chunk) => ({ len: chunk.length, bytes: dataBytes({ data: chunk }) }))).toEqual(expected)
    expect(chunks.flat()).toEqual(data)
  })
})

it("refuses an empty batch", () => {
  expect(() => chunksOf([], { maxLength: 1, maxBytes: 1 })).toThrow("No data provided")
})

describe("estimates", () => {
  const prompt: ModelInput = {
    chunks: [
      { tokens: [1, 2], type: "encoded_text" },
      { data: bytesOf("iVBORw=="), format: "png", type: "image" },
      { location: "a://b", format: "png", type: "image_asset_pointer" },
      { dmel: bytesOf("AAIFUAk="), type: "dmel" },
    ],
  }
  it.each([
    ["of a prompt: ten bytes a token", promptBytes({ prompt }), 20 + 4 + 5 + 5],
    ["of an example: four bytes a token", datumBytes(datum(prompt, { weights: [1] })), 8 + 4 + 5 + 5 + 4],
  ])("%s", (_, actual, expected) => {
    expect(actual).toBe(expected)
  })

  it("agrees with the official estimate for several modes", () => {
    const chunks = prompt.chunks.filter((chunk) => chunk.type !== "image_asset_pointer")
    expect(
      datumBytes(
        datum(
          {
            chunks: [
              ...chunks.slice(0, 2),
              { data: bytesOf("Sg=="), format: "jpeg", type: "image" },
              ...chunks.slice(2),
            ],
          },
          {},
        ),
      ),
    ).toBe(golden.multimodal_bytes.estimate)
  })
})
