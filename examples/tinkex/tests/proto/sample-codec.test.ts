import { create, toBinary } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import { SampleResponseSchema } from "../../src/proto/gen/tinker_pb.ts"
import type { SampleResponse } from "#tinker.pristine.json"
import { sampleResponse } from "../../src/proto/sample-codec.ts"
import { bytesOf, golden } from "../golden.ts"
import { it } from "../test.ts"

/** In the form of the vectors, where an absent part is null. */
function shown(response: SampleResponse): unknown {
  return {
    sequences: response.sequences.map((sequence) => ({ logprobs: null, ...sequence })),
    prompt_logprobs: response.prompt_logprobs ?? null,
    topk_prompt_logprobs: response.topk_prompt_logprobs ?? null,
    prompt_cache_hit_tokens: response.prompt_cache_hit_tokens,
  }
}

describe("golden samples", () => {
  it.each(golden.sample_responses)("decodes: $name", ({ proto_base64, expected }) => {
    expect(shown(sampleResponse.decode(bytesOf(proto_base64)))).toEqual(expected)
  })

  it.each(golden.sample_responses)("encodes what it decoded: $name", ({ proto_base64 }) => {
    const decoded = sampleResponse.decode(bytesOf(proto_base64))
    expect(sampleResponse.decode(sampleResponse.encode(decoded))).toEqual(decoded)
  })
})

it("takes a prompt of 200,000 tokens", () => {
  const row: [number, number][] = [[1, -1]]
  const topk_prompt_logprobs = Array.from({ length: 200_000 }, (_, index) => (index === 0 ? null : row))
  const decoded = sampleResponse.decode(sampleResponse.encode({ sequences: [], topk_prompt_logprobs }))
  expect(decoded.topk_prompt_logprobs).toHaveLength(200_000)
  expect(decoded.topk_prompt_logprobs?.at(-1)).toEqual(row)
})

it.each([
  ["an unknown stop reason", { sequences: [{ stopReason: 7 as 0 }] }],
  ["tokens cut in two", { sequences: [{ tokens: new Uint8Array(6) }] }],
  ["a table without its cells", { topkPromptLogprobs: { k: 2, promptLength: 1_000_000 } }],
])("refuses %s", (_, message) => {
  const bytes = toBinary(SampleResponseSchema, create(SampleResponseSchema, message))
  expect(() => sampleResponse.decode(bytes)).toThrow(RangeError)
})
