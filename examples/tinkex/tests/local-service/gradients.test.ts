import { describe, expect } from "vitest"
import { parametersOf } from "../../local-service/model/lora-weights.ts"
import { createRandom } from "../../local-service/seeded-random.ts"
import type { LoraTrainer } from "../../local-service/training/lora-trainer.ts"
import { losses } from "../../local-service/training/losses.ts"
import type { TrainingDatum } from "../../local-service/training/training-request.ts"
import { it } from "../test.ts"
import { createTrainer, datum } from "./training-data.ts"

interface GradientCase {
  readonly name: string
  readonly lossFn: string
  readonly data: readonly TrainingDatum[]
  readonly lossFnConfig?: Readonly<Record<string, number>>
}

const tokens = [10, 200, 7, 65, 66]
const targets = [200, 7, 65, 66, 10]
const advantages = [1, -2, 0.5, -0.25, 3]
/** Logprobs of a policy near enough that some ratios are inside the clip range and some outside. */
const logprobs = [-5.4, -5.9, -5.2, -6.4, -4.1]

const cases: readonly GradientCase[] = [
  { name: "cross entropy without weights", lossFn: "cross_entropy", data: [datum(tokens, { target_tokens: targets })] },
  {
    name: "cross entropy with weights, negative and zero ones too",
    lossFn: "cross_entropy",
    data: [datum(tokens, { target_tokens: targets, weights: [0, 1, -0.5, 2, 0] })],
  },
  {
    name: "cross entropy of two datums",
    lossFn: "cross_entropy",
    data: [datum([1, 2], { target_tokens: [2, 3] }), datum([9], { target_tokens: [8], weights: [3] })],
  },
  {
    name: "cross entropy with two targets a position",
    lossFn: "cross_entropy",
    data: [
      {
        tokens: Int32Array.from([4, 5]),
        inputs: new Map([
          ["target_tokens", { shape: [2, 2], data: Float64Array.from([5, 6, 6, 7]) }],
          ["weights", { shape: [2, 2], data: Float64Array.from([0.5, 0.5, 0.9, 0.1]) }],
        ]),
      },
    ],
  },
  ...["importance_sampling", "ppo", "cispo", "dro"].map((lossFn) => ({
    name: lossFn,
    lossFn,
    data: [datum(tokens, { target_tokens: targets, logprobs, advantages })],
  })),
  {
    name: "ppo with thresholds of its own",
    lossFn: "ppo",
    data: [datum(tokens, { target_tokens: targets, logprobs, advantages })],
    lossFnConfig: { clip_low_threshold: 0.5, clip_high_threshold: 1.01 },
  },
  {
    name: "ppo with a threshold for each token",
    lossFn: "ppo",
    data: [datum(tokens, { target_tokens: targets, logprobs, advantages, clip_high_threshold: [9, 9, 1, 1, 1] })],
  },
]

/** A trainer whose second factors are no longer zero: at zero the first factors have no gradient to check. */
function stirredTrainer(): LoraTrainer {
  const trainer = createTrainer({ rank: 2 })
  const random = createRandom(7)
  const { weights } = trainer.snapshot()
  for (const { data } of parametersOf(weights))
    for (let at = 0; at < data.length; at++) data[at] = 0.05 * random.normal()
  trainer.restore(weights)
  return trainer
}

async function lossAt(trainer: LoraTrainer, gradientCase: GradientCase): Promise<number> {
  const { lossFn, data, lossFnConfig = {} } = gradientCase
  const output = await trainer.run({ lossFn, data, lossFnConfig, forwardOnly: true })
  return output.metrics["loss:sum"] ?? NaN
}

describe("the gradient of a loss", () => {
  it("is checked for every loss on offer", () => {
    expect(new Set(cases.map(({ lossFn }) => lossFn))).toEqual(new Set(losses.keys()))
  })

  // cispo's weight is a constant by definition, so its slope is not the one of its value.
  it.each(cases.filter(({ lossFn }) => lossFn !== "cispo"))("agrees with finite differences: $name", async (row) => {
    const trainer = stirredTrainer()
    await trainer.run({ lossFn: row.lossFn, data: row.data, lossFnConfig: row.lossFnConfig ?? {}, forwardOnly: false })
    const analytic = trainer.adapterGradients()
    const { weights } = trainer.snapshot()
    const random = createRandom(3)
    for (const [index, { name, data }] of parametersOf(weights).entries()) {
      const gradient = analytic[index] ?? new Float64Array()
      const steepest = gradient.reduce(
        (best, slope, at) => (Math.abs(slope) > Math.abs(gradient[best] ?? 0) ? at : best),
        0,
      )
      for (const at of [steepest, ...Array.from({ length: 6 }, () => Math.floor(random.next() * data.length))]) {
        const value = data[at] ?? NaN
        const step = 1e-5
        const losses: number[] = []
        for (const shift of [step, -step]) {
          data[at] = value + shift
          trainer.restore(weights)
          losses.push(await lossAt(trainer, row))
        }
        data[at] = value
        const [above = NaN, below = NaN] = losses
        expect(gradient[at], `${name}[${at}]`).toBeCloseTo((above - below) / (2 * step), 5)
      }
    }
  })

  it("of cispo is the one of cross entropy under the clipped ratio and the advantage", async () => {
    const config = { clip_low_threshold: 0.9, clip_high_threshold: 1.1 }
    const cispo = stirredTrainer()
    const data = [datum(tokens, { target_tokens: targets, logprobs, advantages })]
    const output = await cispo.run({ lossFn: "cispo", data, lossFnConfig: config, forwardOnly: false })
    const weights = advantages.map((advantage, index) => {
      const ratio = Math.exp((output.data[0]?.logprobs[index] ?? NaN) - (logprobs[index] ?? NaN))
      return Math.min(Math.max(ratio, 0.9), 1.1) * advantage
    })
    const weighted = stirredTrainer()
    const weightedData = [datum(tokens, { target_tokens: targets, weights })]
    await weighted.run({ lossFn: "cross_entropy", data: weightedData, lossFnConfig: {}, forwardOnly: false })
    for (const [index, gradient] of cispo.adapterGradients().entries())
      for (const [at, slope] of gradient.entries())
        expect(slope).toBeCloseTo(weighted.adapterGradients()[index]?.[at] ?? NaN, 5)
  })

  it("adds up over requests until a step, and forward passes leave it alone", async () => {
    const first = datum(tokens, { target_tokens: targets })
    const second = datum([1, 2], { target_tokens: [2, 3] })
    const request = { lossFn: "cross_entropy", lossFnConfig: {}, forwardOnly: false }
    const together = stirredTrainer()
    await together.run({ ...request, data: [first, second] })
    const apart = stirredTrainer()
    await apart.run({ ...request, data: [first] })
    await apart.run({ ...request, data: [first], forwardOnly: true })
    await apart.run({ ...request, data: [second] })
    for (const [index, gradient] of together.adapterGradients().entries())
      expect(apart.adapterGradients()[index]).toEqual(gradient)
  })
})
