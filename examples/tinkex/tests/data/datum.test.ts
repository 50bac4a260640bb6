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

  it.each<[string, string, unknown, string]>([
    ["a text among numbers", "weights", ["a"], "weights[0] is not a number"],
    ["nothing among numbers", "advantages", [1, undefined], "advantages[1] is not a number"],
    ["null among numbers", "advantages", [1, null], "advantages[1] is not a number"],
    ["a text in a nested list", "weights", [[1, 2], [3, "4"]], "weights[1][1] is not a number"], // prettier-ignore
    ["a fraction as a token", "target_tokens", [1, 1.5], "target_tokens[1] is not an integer of 64 bits"],
    ["no number as a token", "target_tokens", [NaN], "target_tokens[0] is not an integer of 64 bits"],
    ["an integer that is too large", "target_tokens", [1n << 63n], "target_tokens[0] is not an integer of 64 bits"],
    ["a text for a list", "weights", "12", "weights: expected a list of numbers, a typed array or a tensor"],
    ["nothing for a list", "weights", undefined, "weights: expected a list of numbers, a typed array or a tensor"],
  ])("names the input and the position of %s", (_, name, value, message) => {
    expect(() => datum(input, { [name]: value as TensorLike })).toThrow(new TypeError(message))
  })

  it("lets pass what a model may well have made of itself", () => {
    expect(datum(input, { logprobs: [-Infinity, NaN] }).loss_fn_inputs).toEqual({ logprobs: float32([-Infinity, NaN]) })
  })

  it("is made for a model input", () => {
    expect(() => datum("hello" as never, {})).toThrow("The first argument of datum must be a ModelInput")
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
