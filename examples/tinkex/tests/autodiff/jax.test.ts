import { numpy as np, type Array as JaxArray } from "@jax-js/jax"
import { describe, expect } from "vitest"
import { byteTokenizer, startLocalService } from "../../local-service/index.ts"
import { jaxAutodiff } from "../../src/autodiff/jax.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import type { LossOfTensors } from "../../src/training/autodiff.ts"
import { differentiatedLoss } from "../../src/training/differentiated-loss.ts"
import { it } from "../test.ts"

const autodiff = jaxAutodiff()
const vector = (...data: number[]) => ({ data, shape: [data.length] })

interface Case {
  readonly name: string
  readonly inputs: readonly (readonly number[])[]
  readonly tensors: (inputs: readonly JaxArray[]) => JaxArray
  /** The same in numbers. */
  readonly numbers: (inputs: readonly (readonly number[])[]) => number
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const at = (inputs: readonly JaxArray[], index: number): JaxArray => {
  const found = inputs[index]
  if (!found) throw new RangeError("no such input")
  return found
}

const cases: readonly Case[] = [
  {
    name: "a sum of squares",
    inputs: [[-1, -2, -0.5]],
    tensors: (inputs) => np.sum(np.square(at(inputs, 0))),
    numbers: ([x = []]) => sum(x.map((value) => value ** 2)),
  },
  {
    name: "an entropy",
    inputs: [[-1.2, -0.7]],
    tensors: (inputs) => np.sum(np.exp(at(inputs, 0).ref).mul(at(inputs, 0))),
    numbers: ([x = []]) => sum(x.map((value) => Math.exp(value) * value)),
  },
  {
    name: "a difference of means of two examples",
    inputs: [[-1, -2], [-0.25, -0.5, -0.75]], // prettier-ignore
    tensors: (inputs) => np.square(np.mean(at(inputs, 0)).sub(np.mean(at(inputs, 1)))),
    numbers: ([x = [], y = []]) => (sum(x) / x.length - sum(y) / y.length) ** 2,
  },
  {
    name: "a smooth preference of one over another",
    inputs: [[-1, -2], [-3]], // prettier-ignore
    tensors: (inputs) => np.log(np.exp(np.sum(at(inputs, 1)).sub(np.sum(at(inputs, 0)))).add(1)),
    numbers: ([x = [], y = []]) => Math.log(1 + Math.exp(sum(y) - sum(x))),
  },
]

/** Derivatives by differences of 1e-4. */
function differences({ inputs, numbers }: Case): number[][] {
  const moved = (which: number, place: number, by: number): number =>
    numbers(inputs.map((input, n) => input.map((value, m) => (n === which && m === place ? value + by : value))))
  return inputs.map((input, n) => input.map((_, m) => (moved(n, m, 1e-4) - moved(n, m, -1e-4)) / 2e-4))
}

describe("jax-js", () => {
  it.each(cases)("differentiates $name as differences do", async (row) => {
    const inputs = row.inputs.map((input) => vector(...input))
    const found = await autodiff.differentiate((tensors) => ({ loss: row.tensors(tensors) }), inputs)
    expect(found.loss).toBeCloseTo(row.numbers(row.inputs), 5)
    const expected = differences(row)
    found.gradients.forEach((gradient, n) => {
      expect(gradient).toHaveLength(expected[n]?.length ?? NaN)
      gradient.forEach((value, m) => expect(value).toBeCloseTo(expected[n]?.[m] ?? NaN, 4))
    })
  })

  it("gives zeros where the loss does not look, and takes examples of nothing", async () => {
    const found = await autodiff.differentiate(
      (inputs) => ({ loss: np.sum(at(inputs, 0)) }),
      [vector(1, 2), vector(3), vector()],
    )
    expect(found.gradients.map((gradient) => [...gradient])).toEqual([[1, 1], [0], []])
  })

  it("keeps shapes, and reports metrics", async () => {
    const found = await autodiff.differentiate(
      (inputs) => {
        const rows = np.sum(at(inputs, 0), 1)
        return { loss: np.max(rows.ref), metrics: { rows: np.mean(rows), two: 2 } }
      },
      [{ data: [1, 2, 3, 4], shape: [2, 2] }],
    )
    expect(found).toEqual({ loss: 7, gradients: [Float32Array.of(0, 0, 1, 1)], metrics: { rows: 5, two: 2 } })
  })

  it.each<[name: string, compute: (inputs: readonly JaxArray[]) => LossOfTensors<JaxArray>, message: RegExp]>([
    ["is no scalar", (inputs) => ({ loss: at(inputs, 0) }), /shape \[2\]/],
    [
      "throws",
      () => {
        throw new RangeError("mine")
      },
      /mine/,
    ],
  ])("refuses a loss that %s", async (_, compute, message) => {
    await expect(autodiff.differentiate(compute, [vector(1, 2)])).rejects.toThrow(message)
  })
})

describe("a differentiated loss", () => {
  it("is one for forwardBackwardCustom, in the shape of the targets", async () => {
    const shapes: (readonly number[])[] = []
    const loss = differentiatedLoss(autodiff, (_, logprobs) => {
      shapes.push(...logprobs.map(({ shape }) => shape))
      return np.sum(np.square(at(logprobs, 0)))
    })
    const data = [datum(ModelInput.fromInts([1]), { target_tokens: [[1, 2], [3, 4]] })] // prettier-ignore
    const found = await loss(data, [Float32Array.of(-1, -2, -3, -4)])
    expect(shapes).toEqual([[2, 2]])
    expect(found.gradients.map((each) => Array.from(each))).toEqual([[-2, -4, -6, -8]])
    expect(found.metrics).toEqual({ loss: 30 })
  })

  it("trains a model", async () => {
    const local = await startLocalService({ seed: 1 })
    const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test", sendTelemetry: false })
    try {
      const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
      const tokens = byteTokenizer.encode("abcabcabc")
      const data = [datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })]
      const loss = differentiatedLoss(autodiff, (_, logprobs) => ({
        loss: np.mean(np.negative(at(logprobs, 0).ref)),
        metrics: { least: np.min(at(logprobs, 0)) },
      }))
      const losses: number[] = []
      for (let step = 0; step < 15; step += 1) {
        const { metrics } = await training.forwardBackwardCustom(data, loss)
        losses.push(metrics["loss"] ?? NaN)
        expect(metrics["least"]).toBeLessThan(0)
        await training.optimStep({ learning_rate: 0.02 })
      }
      expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2)
    } finally {
      await service.close()
      await local.close()
    }
  })
})
