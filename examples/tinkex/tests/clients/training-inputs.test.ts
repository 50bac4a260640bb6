import { describe, expect, expectTypeOf } from "vitest"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

const example = datum(ModelInput.fromInts([1]), { target_tokens: [2], weights: [1] })
const text = "0.2" as unknown as number

const mistakes: readonly [string, (training: TrainingClient) => PromiseLike<unknown>][] = [
  ["a checkpoint that lasts no time", (training) => training.saveState("a", { ttlSeconds: 0 })],
  ["a checkpoint that ended before", (training) => training.saveState("a", { ttlSeconds: -1 })],
  ["a checkpoint that lasts half a second", (training) => training.saveState("a", { ttlSeconds: 0.5 })],
  ["weights of a sampler that last no time", (training) => training.saveWeightsForSampler("a", { ttlSeconds: 0 })],
  ["a sampler that lasts no time", (training) => training.saveWeightsAndGetSamplingClient({ ttlSeconds: 0 })],
  [
    "a setting of the loss that is text",
    (training) => training.forwardBackward([example], "ppo", { lossFnConfig: { clip_low_threshold: text } }),
  ],
  ["a setting of Adam that is text", (training) => training.optimStep({ learning_rate: text })],
]

describe("a mistake in a call", () => {
  it.each(mistakes)("sends nothing and leaves no gap: %s", async (_, call) => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const before = tinker.transport.requests.length
    await expect(Promise.resolve(call(training))).rejects.toMatchObject({ code: "input" })
    expect(tinker.transport.requests).toHaveLength(before)
    await training.optimStep()
    expect(tinker.sent("optim_step").map(({ body }) => body["seq_id"])).toEqual([1])
  })
})

describe("what the service answers", () => {
  it("is no sampler where it names none", async () => {
    const tinker = fakeTinker({
      retrieve_future: ({ request_id: id }) =>
        String(id).startsWith("save_weights_for_sampler") ? { body: { path: "tinker://a/b/c" } } : undefined,
    })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const saved = training.saveWeightsAndGetSamplingClient()
    await expect(saved).rejects.toThrow("without a sampler")
    await expect(saved).rejects.toMatchObject({ code: "decode" })
  })

  it("is where the weights were saved, and a failure where it does not say", async () => {
    const path = "tinker://s:train:0/sampler_weights/a"
    const tinker = fakeTinker({
      retrieve_future: ({ request_id: id }) => (id === "save_weights_for_sampler/1" ? { body: { path } } : undefined),
    })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const saved = await training.saveWeightsForSampler("a")
    expectTypeOf(saved.path).toEqualTypeOf<string>()
    expect(saved.path).toBe(path)
    const lost = training.saveWeightsForSampler("b")
    await expect(lost).rejects.toThrow("without saying where")
    await expect(lost).rejects.toMatchObject({ code: "decode" })
  })

  it.each<[string, object, string]>([
    ["as the service names it", { path: "tinker://other/weights/b" }, "tinker://other/weights/b"],
    ["as it was asked for", { path: null }, "tinker://s/weights/a"],
  ])("is what the model was loaded from: %s", async (_, body, path) => {
    const tinker = fakeTinker({
      retrieve_future: ({ request_id: id }) => (id === "load_weights/1" ? { body } : undefined),
    })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const loaded = await training.loadState("tinker://s/weights/a")
    expectTypeOf(loaded.path).toEqualTypeOf<string>()
    expect(loaded.path).toBe(path)
  })

  it.each([
    ["with its revision cut off", "org/tokenizer:revision", "org/tokenizer"],
    ["as it is", "org/tokenizer", "org/tokenizer"],
    ["not at all where there is none", undefined, undefined],
  ])("names the tokenizer %s", async (_, tokenizer_id, expected) => {
    const model_data = { arch: "a", model_name: "base", ...(tokenizer_id !== undefined && { tokenizer_id }) }
    const tinker = fakeTinker({ get_info: () => ({ body: { model_id: "s:train:0", model_data } }) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const info = await training.getInfo()
    expect(info.model_data).toEqual({ ...model_data, ...(expected !== undefined && { tokenizer_id: expected }) })
    expect(tinker.sent("get_info")[0]?.body).toEqual({ model_id: "s:train:0", type: "get_info" })
  })
})
