import { describe, expect } from "vitest"
import { datum, type TensorLike } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { float32, int64 } from "../../src/data/tensors.ts"
import { it } from "../test.ts"

const input = ModelInput.fromInts([1])

describe("a value becomes a tensor", () => {
  it.each<[string, string, TensorLike, unknown]>([
    ["integers by name", "target_tokens", [1, 2], int64([1, 2])],
    ["floats by name", "advantages", [1, 2], float32([1, 2])],
    ["nested lists", "weights", [[1, 0], [0, 1]], float32([1, 0, 0, 1], [2, 2])], // prettier-ignore
    ["an empty list", "logprobs", [], float32([])],
    ["doubles", "anything", Float64Array.of(0.5), float32([0.5])],
    ["signed integers", "anything", Int32Array.of(3), int64([3])],
    ["a tensor as it is", "anything", float32([9], [1, 1]), float32([9], [1, 1])],
  ])("%s", (_, name, value, tensor) => {
    expect(datum(input, { [name]: value }).loss_fn_inputs).toEqual({ [name]: tensor })
  })

  it.each<[string, string, TensorLike]>([
    ["a list under an unknown name", "constructor", [1]],
    ["unsigned integers", "target_tokens", Uint32Array.of(1)],
    ["ragged lists", "weights", [[1, 2], [3]]],
    ["lists of different depth", "weights", [[1], 2]],
  ])("refuses %s", (_, name, value) => {
    expect(() => datum(input, { [name]: value })).toThrow(TypeError)
  })
})
