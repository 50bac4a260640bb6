import { numpy as np } from "@jax-js/jax"
import { describe, expect } from "vitest"
import { jaxAutodiff } from "../../src/autodiff/jax.ts"
import { differentiatedRegularizer, structuredLoss, tensor } from "../../src/regularizers/index.ts"
import { it } from "../test.ts"

describe("a differentiated regularizer", () => {
  it("is one like any other, as a base, too", async () => {
    const decay = differentiatedRegularizer(jaxAutodiff(), "decay", (_, logprobs) => ({
      loss: np.sum(np.square(logprobs.ref)),
      metrics: { least: np.min(logprobs) },
    }))
    const input = { data: [], logprobs: tensor([-1, -2, -3, -4], [2, 2]) }
    const loss = await structuredLoss(input, decay.compute.bind(decay), [{ regularizer: decay, weight: 0.5 }])
    expect(loss.baseLoss).toMatchObject({ value: 30, custom: { least: -4 } })
    expect(loss.lossTotal).toBe(45)
    expect([...loss.gradient]).toEqual([-3, -6, -9, -12])
  })
})
