import type { FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { toNumbers } from "../../src/data/tensors.ts"
import { sampleResponse } from "../../src/proto/sample-codec.ts"
import { fakeTinker, trained, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

const prompt = ModelInput.fromInts([1, 2])
const example = datum(prompt, { target_tokens: [2, 3], weights: [1, 1] })
const protobuf = { "content-type": "application/x-protobuf" }

const answering =
  (answer: FakeAnswer): Handler =>
  ({ request_id: id }) =>
    /^(forward_backward|optim_step|asample)/.test(String(id)) ? answer : undefined

const json = (text: string): FakeAnswer => ({ headers: { "content-type": "application/json" }, body: text })

describe("the answers of a run that diverged", () => {
  it("hold the losses as they are", async () => {
    const logprobs = { dtype: "float32" as const, data: Float32Array.of(NaN, -Infinity), shape: [2] }
    const metrics = { "loss:sum": NaN, "loss:max": Infinity, "inputs:hash_unordered": NaN }
    const tinker = fakeTinker({ retrieve_future: answering(trained([{ logprobs }], metrics)) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const result = await training.forwardBackward([example], "cross_entropy")
    expect(result).toMatchObject({ metrics: { "loss:sum": NaN, "loss:max": Infinity }, hashes: {} })
    const [first] = result.loss_fn_outputs
    expect(first?.["logprobs"] && toNumbers(first["logprobs"])).toEqual([NaN, -Infinity])
  })

  it("do not spoil the model once more by a loss of one's own", async () => {
    const logprobs = { dtype: "float32" as const, data: Float32Array.of(NaN, -1), shape: [2] }
    const tinker = fakeTinker({ retrieve_future: answering(trained([{ logprobs }])) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const loss = training.forwardBackwardCustom([example], (_, given) => ({ gradients: given }))
    await expect(loss).rejects.toThrow("The gradient of example 0 is not a finite number at position 0")
    expect(tinker.sent("forward_backward")).toHaveLength(1)
  })

  it.each<[string, FakeAnswer, unknown]>([
    ["null", json('{"metrics":{"norm:mean":null}}'), NaN],
    ["text", json('{"metrics":{"norm:mean":"Infinity"}}'), Infinity],
  ])("hold what JSON writes as %s", async (_, answer, value) => {
    const tinker = fakeTinker({ retrieve_future: answering(answer) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    expect((await training.optimStep()).metrics?.["norm:mean"]).toBe(value)
  })

  it.each<[string, FakeAnswer, string]>([
    ["a bare NaN, which is not JSON", json('{"metrics":{"norm:mean":NaN}}'), "decode"],
    ["a text that is no number", json('{"metrics":{"norm:mean":"a"}}'), "decode"],
  ])("cannot be read where they hold %s", async (_, answer, code) => {
    const tinker = fakeTinker({ retrieve_future: answering(answer) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    await expect(training.optimStep()).rejects.toMatchObject({ code })
  })

  it.each<[string, FakeAnswer]>([
    [
      "in protobuf",
      {
        headers: protobuf,
        body: sampleResponse.encode({
          sequences: [{ stop_reason: "stop", tokens: [1], logprobs: [NaN] }],
          prompt_logprobs: [null, -Infinity],
          topk_prompt_logprobs: [null, [[7, -Infinity]]],
        }),
      },
    ],
    [
      "in JSON",
      json(
        JSON.stringify({
          sequences: [{ stop_reason: "stop", tokens: [1], logprobs: ["NaN"] }],
          prompt_logprobs: [null, "-Infinity"],
          topk_prompt_logprobs: [null, [[7, "-Infinity"]]],
        }),
      ),
    ],
  ])("hold samples with their log-probabilities, %s", async (_, answer) => {
    const tinker = fakeTinker({ retrieve_future: answering(answer) })
    await using service = tinker.service
    const sampling = await service.createSamplingClient({ baseModel: "base" })
    expect(await sampling.sample(prompt, {}, { promptLogprobs: true, topkPromptLogprobs: 1 })).toMatchObject({
      sequences: [{ tokens: [1], logprobs: [NaN] }],
      prompt_logprobs: [null, -Infinity],
      topk_prompt_logprobs: [null, [[7, -Infinity]]],
    })
  })
})
