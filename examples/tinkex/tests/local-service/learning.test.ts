import { describe, expect } from "vitest"
import { parametersOf } from "../../local-service/model/lora-weights.ts"
import { Sampler } from "../../local-service/sampling/sampler.ts"
import { createRandom } from "../../local-service/seeded-random.ts"
import { byteTokenizer } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { adamParams, createTrainer, paragraph, textExample } from "./training-data.ts"

const request = { lossFn: "cross_entropy", lossFnConfig: {}, forwardOnly: false }

async function train(trainer: ReturnType<typeof createTrainer>, text: string, steps: number): Promise<number[]> {
  const data = [textExample(text)]
  const means: number[] = []
  for (let step = 0; step < steps; step++) {
    const { metrics } = await trainer.run({ ...request, data })
    means.push((metrics["loss:sum"] ?? NaN) / (metrics["num_tokens:sum"] ?? NaN))
    trainer.step(adamParams)
  }
  return means
}

describe("training", () => {
  it("brings the mean loss of about 1 kB below half of its start in 40 steps", async () => {
    const means = await train(createTrainer({ rank: 32 }), paragraph, 41)
    const [first = NaN] = means
    expect(first).toBeCloseTo(Math.log(258), 0)
    expect(means.at(-1)).toBeLessThan(first / 2)
  }, 60_000)

  it.each([
    { name: "attn", train: { attn: true, mlp: false, unembed: false } },
    { name: "mlp", train: { attn: false, mlp: true, unembed: false } },
    { name: "unembed", train: { attn: false, mlp: false, unembed: true } },
  ])("learns with adapters on $name alone, and changes nothing else", async ({ name, train: parts }) => {
    const trainer = createTrainer({ train: parts })
    const means = await train(trainer, "abcabcabcabcabcabc", 30)
    expect(means.at(-1)).toBeLessThan((means[0] ?? NaN) - 0.3)
    expect(parametersOf(trainer.weights).map((parameter) => parameter.name)).toEqual([
      `${name}.lora_A.weight`,
      `${name}.lora_B.weight`,
    ])
  })

  it("starts as the base model, whatever the adapter", async () => {
    const data = [textExample("hello")]
    const loss = async (rank: number, seed: number): Promise<unknown> =>
      (await createTrainer({ rank, seed }).run({ ...request, data })).metrics
    expect(await loss(4, 1)).toEqual(await loss(16, 2))
  })

  it("is repeatable by the seed", async () => {
    const runs = await Promise.all([1, 1, 2].map((seed) => train(createTrainer({ seed }), "to be or not", 5)))
    expect(runs[0]).toEqual(runs[1])
    expect(runs[0]).not.toEqual(runs[2])
  })

  it("continues exactly from a snapshot with its optimizer, and differently without", async () => {
    const trainer = createTrainer()
    await train(trainer, "one two three", 5)
    const { weights, optimizer } = trainer.snapshot()
    const onwards = await train(trainer, "one two three", 3)
    const resumed = createTrainer({ seed: 9 })
    resumed.restore(weights, optimizer)
    expect(await train(resumed, "one two three", 3)).toEqual(onwards)
    resumed.restore(weights)
    const fresh = await train(resumed, "one two three", 3)
    expect(fresh[0]).toBe(onwards[0])
    expect(fresh[2]).not.toBe(onwards[2])
  })

  it("memorises a phrase that greedy sampling then repeats", async () => {
    const trainer = createTrainer({ rank: 32 })
    await train(trainer, "the cat sat on the mat. ".repeat(2), 60)
    const sampler = new Sampler(trainer.base, trainer.weights, createRandom(1), new AbortController().signal)
    const result = await sampler.sample({
      prompt: Int32Array.from(byteTokenizer.encode("the cat ")),
      count: 1,
      params: { maxTokens: 16, temperature: 0, topK: -1, topP: 1 },
      promptLogprobs: false,
      topkPromptLogprobs: 0,
    })
    expect(byteTokenizer.decode(result.sequences[0]?.tokens ?? [])).toBe("sat on the mat. ")
  })
})
