import { fromBinary } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { ForwardBackwardRequestSchema } from "../../src/proto/gen/tinker_pb.ts"
import { forwardBackward, type ForwardBackwardRequest } from "../../src/proto/request-codec.ts"
import { compressRows, float32, int64 } from "../../src/data/tensors.ts"
import { bytesOf, golden } from "../golden.ts"
import { it } from "../test.ts"

const base = { model_id: "s:train:0", seq_id: 1, loss_fn: "cross_entropy" }
const fromInts = ModelInput.fromInts

/** What the official SDK was given for each vector. */
const given: Record<string, ForwardBackwardRequest> = {
  basic: { ...base, data: [datum(fromInts([1, 2, 3]), { target_tokens: [2, 3, 4], weights: [0, 1, 1] })] },
  "forward_only+config": {
    ...base,
    seq_id: 77,
    data: [datum(fromInts([5]), { target_tokens: [6], advantages: [2], logprobs: [-0.5] })],
    loss_fn: "ppo",
    loss_fn_config: { clip_low_threshold: 0.9, clip_high_threshold: 1.1 },
    forward_only: true,
  },
  "empty loss_fn_inputs and empty tokens": { ...base, data: [datum(fromInts([]), {})] },
  "negative and large": {
    ...base,
    seq_id: 2147483647,
    data: [
      datum(fromInts([0, 2147483647]), {
        target_tokens: BigInt64Array.of(-1n, 1n << 53n),
        weights: Float32Array.of(1e-8, -3.5),
      }),
    ],
  },
  multimodal: {
    ...base,
    data: [
      datum(
        {
          chunks: [
            { tokens: [1, 2], type: "encoded_text" },
            { data: bytesOf("iVBORw=="), format: "png", expected_tokens: 3, type: "image" },
            { data: bytesOf("Sg=="), format: "jpeg", type: "image" },
            { dmel: bytesOf("AAIFUAk="), type: "dmel" },
          ],
        },
        { target_tokens: [1, 2, 3] },
      ),
    ],
  },
  "2d numpy": {
    ...base,
    data: [datum(fromInts([1, 2]), { target_tokens: [[1, 2, 3], [4, 5, 6]], weights: [[1, 1, 1], [1, 1, 1]] })], // prettier-ignore
  },
  "sparse csr": {
    ...base,
    data: [datum(fromInts([1, 2]), { target_tokens: compressRows(int64([0, 42, 0, 0, 0, 0, 0, 0, 0, 77], [2, 5])) })],
  },
}

describe("golden requests", () => {
  it.each(golden.requests)("encodes: $name", ({ name, proto_deterministic_base64 }) => {
    const request = given[name]
    if (!request) throw new Error(`No request for vector ${name}`)
    const ours = fromBinary(ForwardBackwardRequestSchema, forwardBackward.encode(request))
    expect(ours).toEqual(fromBinary(ForwardBackwardRequestSchema, bytesOf(proto_deterministic_base64)))
  })

  it.each(golden.requests)("decodes and encodes again: $name", ({ proto_deterministic_base64 }) => {
    const bytes = bytesOf(proto_deterministic_base64)
    const again = forwardBackward.encode(forwardBackward.decode(bytes))
    expect(fromBinary(ForwardBackwardRequestSchema, again)).toEqual(fromBinary(ForwardBackwardRequestSchema, bytes))
  })
})

it("refuses a chunk that the message cannot carry", () => {
  const chunk = { type: "image_asset_pointer", format: "png", location: "asset://1" } as const
  const request = { ...base, data: [datum({ chunks: [chunk] }, { weights: float32([1]) })] }
  expect(() => forwardBackward.encode(request)).toThrow("Unsupported model input chunk type")
})

it("refuses a token that is not an integer of 32 bits", () => {
  const request = { ...base, data: [datum(fromInts([2 ** 31]), {})] }
  expect(() => forwardBackward.encode(request)).toThrow(RangeError)
})
