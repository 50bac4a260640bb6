import { describe, expect } from "vitest"
import { byteTokenizer } from "../../local-service/index.ts"
import { createBaseModel } from "../../local-service/model/base-model.ts"
import { byteVocabulary, hashedVocabulary } from "../../local-service/model/vocabulary.ts"
import { type Choice, drawRow } from "../../local-service/sampling/draw-row.ts"
import type { SampleRequest } from "../../local-service/sampling/sample-request.ts"
import { Sampler } from "../../local-service/sampling/sampler.ts"
import { createStopRule, type StopCondition } from "../../local-service/sampling/stop-rule.ts"
import { createRandom } from "../../local-service/seeded-random.ts"
import { it } from "../test.ts"

/** Probabilities 0.1, 0.5, 0.05, 0.3, 0.05. */
const logprobs = Float64Array.from([0.1, 0.5, 0.05, 0.3, 0.05], Math.log)

function frequencies(choice: Choice): readonly number[] {
  const random = createRandom(5)
  const counts = [0, 0, 0, 0, 0]
  for (let draw = 0; draw < 20_000; draw++) {
    const row = drawRow(logprobs, choice, random)
    counts[row] = (counts[row] ?? 0) + 1
  }
  return counts.map((count) => count / 20_000)
}

describe("drawing a token", () => {
  it.each([
    { name: "as it is", choice: { temperature: 1, topK: -1, topP: 1 }, expected: [0.1, 0.5, 0.05, 0.3, 0.05] },
    { name: "temperature 0", choice: { temperature: 0, topK: -1, topP: 1 }, expected: [0, 1, 0, 0, 0] },
    {
      name: "temperature 0.5 squares the odds",
      choice: { temperature: 0.5, topK: -1, topP: 1 },
      expected: [0.01, 0.25, 0.0025, 0.09, 0.0025].map((weight) => weight / 0.355),
    },
    { name: "top-k 2", choice: { temperature: 1, topK: 2, topP: 1 }, expected: [0, 0.625, 0, 0.375, 0] },
    { name: "top-k 0 is off", choice: { temperature: 1, topK: 0, topP: 1 }, expected: [0.1, 0.5, 0.05, 0.3, 0.05] },
    {
      name: "top-p keeps the token that reaches it",
      choice: { temperature: 1, topK: -1, topP: 0.7 },
      expected: [0, 0.625, 0, 0.375, 0],
    },
    {
      name: "top-p below the best keeps the best",
      choice: { temperature: 1, topK: -1, topP: 0.01 },
      expected: [0, 1, 0, 0, 0],
    },
    {
      name: "top-p of what top-k left",
      choice: { temperature: 1, topK: 3, topP: 0.6 },
      expected: [0, 0.625, 0, 0.375, 0],
    },
  ])("$name", ({ choice, expected }) => {
    for (const [row, share] of frequencies(choice).entries())
      expect(Math.abs(share - (expected[row] ?? 0))).toBeLessThan(0.015)
  })
})

describe("a stop condition", () => {
  const cases: readonly { name: string; stop: StopCondition | undefined; text: string; stopped: boolean }[] = [
    { name: "none", stop: undefined, text: "abc", stopped: false },
    { name: "a text at the end", stop: "bc", text: "abc", stopped: true },
    { name: "a text before the end", stop: "ab", text: "abc", stopped: false },
    { name: "one of several texts", stop: ["x", "c"], text: "abc", stopped: true },
    { name: "a text of several bytes a letter", stop: "é", text: "café", stopped: true },
    { name: "a token", stop: [99], text: "abc", stopped: true },
    { name: "another token", stop: [98], text: "abc", stopped: false },
    { name: "an empty text never stops", stop: "", text: "abc", stopped: false },
    { name: "nothing sampled yet", stop: [99], text: "", stopped: false },
  ]
  it.each(cases)("$name", ({ stop, text, stopped }) => {
    expect(createStopRule(stop, undefined)(byteTokenizer.encode(text))).toBe(stopped)
  })

  it("includes the end token of the vocabulary", () => {
    expect(createStopRule("x", byteTokenizer.endToken)([97, byteTokenizer.endToken])).toBe(true)
  })
})

describe("a sampler", () => {
  const base = createBaseModel("local/tiny-bytes", byteVocabulary)
  const open = (seed = 1): Sampler => new Sampler(base, undefined, createRandom(seed), new AbortController().signal)
  const request = (
    change: Partial<SampleRequest["params"]> = {},
    rest: Partial<SampleRequest> = {},
  ): SampleRequest => ({
    prompt: Int32Array.from([104, 105]),
    count: 2,
    params: { maxTokens: 12, temperature: 1, topK: -1, topP: 1, ...change },
    promptLogprobs: false,
    topkPromptLogprobs: 0,
    ...rest,
  })

  it("repeats itself under a seed, whatever happened before, and gives each sequence its own tokens", async () => {
    const sampler = open()
    const first = await sampler.sample(request({ seed: "7" }))
    await sampler.sample(request())
    const again = await open(99).sample(request({ seed: "7" }))
    expect(again).toEqual(first)
    expect(first.sequences[0]?.tokens).not.toEqual(first.sequences[1]?.tokens)
    expect(await open().sample(request({ seed: "8" }))).not.toEqual(first)
  })

  it("samples anew without a seed", async () => {
    const sampler = open()
    expect(await sampler.sample(request())).not.toEqual(await sampler.sample(request()))
  })

  it("does not mix up sequences that are sampled at once", async () => {
    const sampler = open()
    const seeds = ["1", "2", "3", "4"]
    const alone = []
    for (const seed of seeds) alone.push(await sampler.sample(request({ seed, maxTokens: 200 })))
    const together = await Promise.all(seeds.map((seed) => sampler.sample(request({ seed, maxTokens: 200 }))))
    expect(together).toEqual(alone)
  })

  it("reports the logprobs of the weights themselves, whatever the temperature", async () => {
    const greedy = await open().sample(request({ temperature: 0, maxTokens: 1 }, { count: 1 }))
    const { tokens = [], logprobs: sampled = [] } = greedy.sequences[0] ?? {}
    const prompt = Int32Array.from([104, 105, tokens[0] ?? 0])
    const read = await open().sample(
      request({ maxTokens: 1 }, { prompt, count: 1, promptLogprobs: true, topkPromptLogprobs: 3 }),
    )
    expect(read.promptLogprobs?.[0]).toBeUndefined()
    expect(read.promptLogprobs?.[2]).toBe(sampled[0])
    const ranked = read.topkPromptLogprobs?.[2] ?? []
    expect(ranked.map(([, logprob]) => logprob)).toEqual(ranked.map(([, logprob]) => logprob).sort((a, b) => b - a))
    expect(ranked[0]).toEqual([tokens[0], sampled[0]])
  })

  it("stops at a stop token and says so", async () => {
    const free = await open().sample(request({ seed: "3", maxTokens: 9 }, { count: 1 }))
    const tokens = free.sequences[0]?.tokens ?? []
    expect(free.sequences[0]?.stopReason).toBe("length")
    const stop = [tokens[4] ?? -1]
    const stopped = await open().sample(request({ seed: "3", maxTokens: 9, stop }, { count: 1 }))
    expect(stopped.sequences[0]?.stopReason).toBe("stop")
    expect(stopped.sequences[0]?.tokens).toEqual(tokens.slice(0, tokens.indexOf(stop[0] ?? -1) + 1))
  })

  it("refuses tokens outside the vocabulary, as its user's mistake", async () => {
    await expect(open().sample(request({}, { prompt: Int32Array.of(258) }))).rejects.toMatchObject({ category: "user" })
  })

  it("maps every id of a foreign tokenizer to a row, and the common ones to their own", () => {
    for (const token of [0, 1, 511, 512, 128_000, 2_147_483_647]) {
      const row = hashedVocabulary.rowOf(token) ?? -1
      expect(row).toBeGreaterThanOrEqual(token < 512 ? token : 512)
      expect(row).toBeLessThan(hashedVocabulary.rows)
    }
    expect(hashedVocabulary.rowOf(-1)).toBeUndefined()
    expect(hashedVocabulary.rowOf(0.5)).toBeUndefined()
  })
})
