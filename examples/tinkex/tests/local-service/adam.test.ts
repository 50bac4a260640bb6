import { describe, expect } from "vitest"
import { type AdamParams, createAdamState, stepAdam } from "../../local-service/training/adam.ts"
import { it } from "../test.ts"
import { adamParams } from "./training-data.ts"

/** Steps one parameter of value 1 through the gradients and returns its values. */
function trajectory(gradients: readonly number[], params: Partial<AdamParams>): readonly number[] {
  const parameter = { name: "p", rows: 1, columns: 1, data: Float64Array.of(1) }
  let state = createAdamState([parameter])
  return gradients.map((gradient) => {
    state = stepAdam([parameter], [Float64Array.of(gradient)], state, { ...adamParams, learningRate: 0.1, ...params })
    return parameter.data[0] ?? NaN
  })
}

describe("Adam", () => {
  it.each([
    // Bias-corrected, the first step is the learning rate whatever the gradient's size.
    { name: "first step, large gradient", gradients: [1000], params: {}, values: [0.9] },
    { name: "first step, small gradient", gradients: [-0.01], params: {}, values: [1.1] },
    { name: "no gradient, no change", gradients: [0, 0], params: {}, values: [1, 1] },
    // m = 0.9·0.1·4 + 0.1·2 = 0.56 over 1 − 0.9² ; v = 0.95·0.05·16 + 0.05·4 = 0.96 over 1 − 0.95².
    {
      name: "second step",
      gradients: [4, 2],
      params: {},
      values: [0.9, 0.9 - (0.1 * (0.56 / 0.19)) / Math.sqrt(0.96 / 0.0975)],
    },
    { name: "eps bounds the step", gradients: [1], params: { eps: 1 }, values: [0.95] },
    { name: "weight decay is decoupled", gradients: [0], params: { weightDecay: 0.5 }, values: [0.95] },
    { name: "beta1 0 forgets", gradients: [4, -4], params: { beta1: 0, beta2: 0 }, values: [0.9, 1] },
  ])("$name", ({ gradients, params, values }) => {
    for (const [index, value] of trajectory(gradients, params).entries())
      expect(value).toBeCloseTo(values[index] ?? NaN, 10)
  })

  it("clips the norm of the whole gradient", () => {
    const parameters = ["p", "q"].map((name) => ({ name, rows: 1, columns: 1, data: Float64Array.of(0) }))
    const state = createAdamState(parameters)
    // Norm 5 becomes 1, so the slopes are 0.6 and 0.8; eps 1 makes their size visible in the step.
    const gradients = [Float64Array.of(3), Float64Array.of(4)]
    stepAdam(parameters, gradients, state, { ...adamParams, learningRate: 1, eps: 1, gradClipNorm: 1 })
    expect(parameters[0]?.data[0]).toBeCloseTo(-0.6 / 1.6, 10)
    expect(parameters[1]?.data[0]).toBeCloseTo(-0.8 / 1.8, 10)
  })
})
