import { readFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import {
  consistency,
  elasticNet,
  entropy,
  gradientPenalty,
  klDivergence,
  l1,
  l2,
  orthogonality,
  tensor,
  type GradientOf,
  type Regularizer,
  type Tensor,
} from "../../src/regularizers/index.ts"
import { float32 } from "../../src/data/tensors.ts"
import { it } from "../test.ts"

const logprobs = tensor([-0.1, -2.5, -3, -1.2, -0.9, -1.6], [2, 3])
const others = [-0.4, -1.5, -2.2, -1, -1.1, -1.3]
const reference = tensor(others, [2, 3])
const field = "original_logprobs"
/** One example a row: what is taken of a field is taken of all of them. */
const data = [others.slice(0, 3), others.slice(3)].map((row) => {
  return datum(ModelInput.fromInts([1]), { [field]: float32(row) })
})
const stack = tensor(
  Array.from({ length: 12 }, (_, index) => -0.1 - 0.3 * index),
  [2, 2, 3],
)
/** Of the sum of cubes. */
const gradientOf: GradientOf = (values) => values.data.map((value) => 3 * value ** 2)
const random = (): number => 0.25
/** More than a function takes arguments. */
const vocabulary = 200_000
const evenOdds = (shape: readonly number[]): Tensor => {
  return tensor(new Float64Array(vocabulary).fill(-Math.log(vocabulary)), shape)
}

type Row = [name: string, regularizer: Regularizer, want: number, values?: Tensor]
/** Values that `golden_values.py` computes from the formulas, with 50 digits and without this program. */
const rows: Row[] = [
  ["L1", l1(), 9.3],
  ["L1, mean of probabilities", l1({ target: "probs", reduction: "mean", lambda: 2 }), 0.6487899582250597],
  ["L2", l2(), 20.07],
  ["L2, clipped around the mean", l2({ center: "mean", clip: 1, reduction: "mean", lambda: 0.5 }), 0.2875],
  ["L2 of a field around a number", l2({ target: { field }, center: -1 }), 2.15],
  ["elastic net", elasticNet({ l1Ratio: 0.25, reduction: "mean" }), 2.89625],
  ["entropy", entropy(), 0.7477188101597826],
  [
    "entropy, maximized, of even odds",
    entropy({ mode: "maximize", reduction: "sum", normalize: true }),
    -1.3612059829883592,
  ],
  ["entropy at temperature 2", entropy({ temperature: 2 }), 0.9872117233045941],
  ["KL", klDivergence({ reference }), 0.0550213531299404],
  [
    "KL, reverse, of a field",
    klDivergence({ reference: { field }, direction: "reverse", reduction: "sum" }),
    0.1994378824324814,
  ],
  [
    "KL, symmetric, of a function",
    klDivergence({ reference: () => reference, direction: "symmetric" }),
    0.07737014717309054,
  ],
  ["consistency", consistency(), 0.31666666666666665],
  ["consistency, l1", consistency({ metric: "l1", reduction: "sum" }), 2.8],
  ["consistency, cosine", consistency({ metric: "cosine" }), 0.020007278022513564],
  ["consistency, kl", consistency({ metric: "kl" }), 0.07737014717309054],
  ["orthogonality", orthogonality(), 1.4007760154549143],
  ["orthogonality, hard, as it is", orthogonality({ mode: "hard", normalize: false }), 320.6815],
  ["orthogonality, spectral, as it is", orthogonality({ mode: "spectral", normalize: false }), 429.3427],
  ["orthogonality of the vocabulary", orthogonality({ axis: "vocabulary" }), 2.89221924811044],
  ["orthogonality of a sequence", orthogonality({ axis: "sequence" }), 1.9035819833625223, stack],
  ["orthogonality of a stack's vocabulary", orthogonality({ axis: "vocabulary" }), 5.9321902767360815, stack],
  ["gradient penalty", gradientPenalty({ gradientOf }), 1096.8748966238854],
  [
    "gradient penalty between two",
    gradientPenalty({ gradientOf, targetNorm: 2, interpolate: { field, random } }),
    357.52492633509104,
  ],
]

describe("the golden values", () => {
  it("are those that their program wrote", async () => {
    const text = await readFile(new URL("golden-values.tsv", import.meta.url), "utf8")
    const written = text.trimEnd().split("\n")
    expect(written.map((line) => line.split("\t")[0])).toEqual(rows.map(([name]) => name))
    for (const [index, [name, , want]] of rows.entries())
      expect(Math.abs(Number(written[index]?.split("\t")[1]) / want - 1), name).toBeLessThan(1e-14)
  })
})

describe("a regularizer", () => {
  it.each<Row>(rows)("%s has its value", async (_, regularizer, want, values = logprobs) => {
    const { loss } = await regularizer.compute({ data, logprobs: values })
    // Fields travel as float32.
    expect(Math.abs(loss - want) / Math.abs(want)).toBeLessThan(1e-6)
  })

  it.each<Row>(rows)(
    "%s has the derivative that finite differences have",
    async (_, regularizer, __, values = logprobs) => {
      const { gradient } = await regularizer.compute({ data, logprobs: values })
      const step = 1e-6
      const moved = async (index: number, by: number): Promise<number> => {
        const at = values.data.map((value, other) => (other === index ? value + by : value))
        return (await regularizer.compute({ data, logprobs: { ...values, data: at } })).loss
      }
      const scale = Math.max(1, ...gradient.map(Math.abs))
      for (const [index, slope] of gradient.entries()) {
        const difference = ((await moved(index, step)) - (await moved(index, -step))) / (2 * step)
        expect(Math.abs(difference - slope) / scale, `value ${index}`).toBeLessThan(1e-5)
      }
    },
  )

  it.each<[name: string, regularizer: Regularizer, metrics: object]>([
    ["L1", l1(), { l1_raw: 9.3, l1_mean: 1.55 }],
    ["L2", l2(), { center: "none" }],
    ["L2 around the mean", l2({ center: "mean" }), { center: expect.closeTo(-1.55) as number }],
    ["elastic net", elasticNet(), { l1_ratio: 0.5 }],
    ["entropy", entropy(), { mode: "minimize", temperature: 1 }],
    ["KL", klDivergence({ reference }), { kl_direction: "forward", kl_symmetric: false }],
    ["gradient penalty", gradientPenalty({ gradientOf }), { gradient_norm: expect.closeTo(34.119) as number }],
  ])("%s tells its metrics", async (_, regularizer, metrics) => {
    expect((await regularizer.compute({ data, logprobs })).metrics).toMatchObject(metrics)
  })

  it("does not depend on the log-probabilities where it is about a field", async () => {
    const { gradient } = await l1({ target: { field } }).compute({ data, logprobs })
    expect([...gradient]).toEqual([0, 0, 0, 0, 0, 0])
  })

  it("takes what is impossible for nothing", async () => {
    const certain = tensor([0, -Infinity, -1e9])
    expect(await entropy().compute({ data, logprobs: certain })).toMatchObject({ loss: 0 })
    expect(await klDivergence({ reference: certain }).compute({ data, logprobs: certain })).toMatchObject({ loss: 0 })
  })

  it.each<[name: string, regularizer: Regularizer, shape?: readonly number[]]>([
    ["L1", l1()],
    ["L2, clipped around the mean", l2({ center: "mean", clip: 1 })],
    ["elastic net", elasticNet()],
    ["entropy at temperature 2", entropy({ temperature: 2 })],
    ["KL", klDivergence({ reference: evenOdds([1, vocabulary]) })],
    ["KL of many rows", klDivergence({ reference: evenOdds([vocabulary, 1]) }), [vocabulary, 1]],
  ])("%s takes a vocabulary or a batch of 200,000", async (_, regularizer, shape = [1, vocabulary]) => {
    const { loss, gradient } = await regularizer.compute({ data: [], logprobs: evenOdds(shape) })
    expect(loss).toSatisfy(Number.isFinite)
    expect(gradient).toHaveLength(vocabulary)
  })

  it.each<[name: string, run: () => unknown, message: RegExp]>([
    ["a field without examples", () => l1({ target: { field } }).compute({ data: [], logprobs }), /Without examples/],
    [
      "a field that is not there",
      () => l1({ target: { field: "weights" } }).compute({ data, logprobs }),
      /Example 0 has no weights/,
    ],
    [
      "a reference of another shape",
      () => klDivergence({ reference: tensor([1]) }).compute({ data, logprobs }),
      /has the shape \[1\]/,
    ],
    ["a pair of another length", () => consistency().compute({ data: data.slice(1), logprobs }), /has 3 values/],
    [
      "a gradient of another length",
      () => gradientPenalty({ gradientOf: () => [1] }).compute({ data, logprobs }),
      /1 values was given for 6/,
    ],
  ])("refuses %s", async (_, run, message) => {
    await expect(Promise.resolve().then(run)).rejects.toThrow(message)
  })
})
