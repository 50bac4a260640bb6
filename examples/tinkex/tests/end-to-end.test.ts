import { byteTokenizer, startLocalService } from "../local-service/index.ts"
import { describe, expect } from "vitest"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { ServiceClient, type ServiceClientOptions } from "../src/clients/service-client.ts"
import type { TrainingClient } from "../src/clients/training-client.ts"
import { it } from "./test.ts"

const model = "local/tiny-bytes"
const text = "the cat sat on the mat. the dog sat on the log."
const tokens = byteTokenizer.encode(text)
const data = [
  datum(ModelInput.fromInts(tokens.slice(0, -1)), {
    target_tokens: tokens.slice(1),
    weights: tokens.slice(1).map(() => 1),
  }),
]

/** A client of a service that runs for one test. */
async function open(
  flags: Readonly<Record<string, string | number | boolean>> = {},
  options: ServiceClientOptions = {},
) {
  const local = await startLocalService({ seed: 1, flags })
  const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test", ...options })
  return {
    service,
    [Symbol.asyncDispose]: async () => {
      await service.close()
      await local.close()
    },
  }
}

/** Loss of a character before and after some steps. */
async function train(training: TrainingClient, steps: number): Promise<readonly [before: number, after: number]> {
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const loss = training.forwardBackward(data, "cross_entropy")
    await training.optimStep({ learning_rate: 0.02 })
    losses.push(((await loss).metrics["loss:sum"] ?? NaN) / (tokens.length - 1))
  }
  return [losses[0] ?? NaN, losses.at(-1) ?? NaN]
}

describe("against the local service", () => {
  it.each([
    ["as it is", {}],
    ["with web tokens", { pjwt_auth_enabled: true }],
    ["with compressed requests", { proto_compress_fwdbwd: true }],
  ])("trains until the model says the text: %s", async (_, flags) => {
    await using opened = await open(flags)
    const training = await opened.service.createLoraTrainingClient(model, { rank: 16, seed: 1 })
    const [before, after] = await train(training, 30)
    expect(before).toBeGreaterThan(4)
    expect(after).toBeLessThan(before / 2)

    const sampling = await training.saveWeightsAndGetSamplingClient()
    const prompt = ModelInput.fromInts(byteTokenizer.encode("the cat sat"))
    const params = { max_tokens: 8, temperature: 0, seed: 1 }
    const { sequences } = await sampling.sample(prompt, params, { numSamples: 2, topkPromptLogprobs: 2 })
    expect(sequences.map((sequence) => byteTokenizer.decode(sequence.tokens))).toEqual([" on the ", " on the "])
    const logprobs = await sampling.computeLogprobs(prompt)
    expect(logprobs[0]).toBeNull()
    expect(logprobs.slice(1).every((logprob) => logprob !== null && logprob < 0)).toBe(true)
    expect(await sampling.getBaseModel()).toBe(model)
  })

  it("gives the same loss in one request as in several", async () => {
    await using whole = await open()
    await using split = await open({ fwdbwd_max_chunk_len: 2 })
    const batch = Array.from({ length: 5 }, () => data).flat()
    const losses = [whole, split].map(async ({ service }) => {
      const training = await service.createLoraTrainingClient(model, { seed: 1 })
      const { metrics, loss_fn_outputs } = await training.forward(batch, "cross_entropy")
      expect(loss_fn_outputs).toHaveLength(5)
      return metrics["loss:sum"]
    })
    const [one, other] = await Promise.all(losses)
    expect(one).toBeCloseTo(other ?? NaN, 3)
  })

  it("goes on from a checkpoint where it was", async () => {
    await using opened = await open()
    const training = await opened.service.createLoraTrainingClient(model, { rank: 8, seed: 1 })
    await train(training, 5)
    const { path } = await training.saveState("five")
    const [next] = await train(training, 1)
    const restored = await opened.service.createTrainingClientFromState(path, { optimizer: true })
    const [again] = await train(restored, 1)
    expect(again).toBeCloseTo(next, 5)
    await training.loadState(path, { optimizer: true })
    expect((await train(training, 1))[0]).toBeCloseTo(next, 5)
    expect((await restored.getInfo()).model_name).toBe(model)
  })

  it("lists and manages what it keeps", async () => {
    await using opened = await open()
    const { service } = opened
    const training = await service.createLoraTrainingClient(model, { userMetadata: { run: "a" } })
    const { path } = await training.saveState("one")
    const { path: samplerPath } = await training.saveWeightsForSampler("two", { ttlSeconds: 60 })
    const rest = await service.createRestClient()

    const runs = await rest.listTrainingRuns({ limit: 5 })
    expect(runs.training_runs.map((run) => run.training_run_id)).toEqual([training.modelId])
    expect(await rest.getTrainingRun(path)).toMatchObject({ base_model: model, user_metadata: { run: "a" } })
    const { checkpoints } = await rest.listCheckpoints(training.modelId)
    expect(checkpoints).toHaveLength(2)
    const paths: string[] = []
    for await (const checkpoint of rest.listUserCheckpoints({ limit: 1 })) paths.push(checkpoint.tinker_path)
    expect(paths.sort()).toEqual([samplerPath, path].sort())

    await rest.publishCheckpoint(path)
    await rest.unpublishCheckpoint({ trainingRunId: training.modelId, checkpointId: "weights/one" })
    await rest.setCheckpointTtl(path, 3600)
    await rest.setCheckpointTtl(path, null)
    expect(await rest.getWeightsInfo(path)).toMatchObject({ base_model: model, is_lora: true, lora_rank: 32 })
    const { url, expires } = await rest.getCheckpointArchiveUrl(path)
    expect(new URL(url).protocol).toBe("http:")
    expect(expires.getTime()).toBeGreaterThan(Date.parse(checkpoints[0]?.time ?? ""))

    const sessions: string[] = []
    for await (const id of rest.listSessions()) sessions.push(id)
    const contents = await rest.getSession(sessions[0] ?? "")
    expect(contents.training_run_ids).toEqual([training.modelId])
    const sampling = await service.createSamplingClient({ modelPath: samplerPath })
    expect(await rest.getSampler(sampling.samplingSessionId)).toMatchObject({ base_model: model })
    await rest.deleteCheckpoint(path)
    expect((await rest.listCheckpoints(training.modelId)).checkpoints).toHaveLength(1)
    await expect(rest.getWeightsInfo(path)).rejects.toMatchObject({ code: "http" })
  })

  it("streams a sample token by token, and unloads a model", async () => {
    await using opened = await open()
    const training = await opened.service.createLoraTrainingClient(model, { rank: 8, seed: 1 })
    const sampling = await training.saveWeightsAndGetSamplingClient()
    const prompt = ModelInput.fromText("the cat", byteTokenizer)
    const chunks = []
    for await (const chunk of await sampling.sampleStream(prompt, { max_tokens: 4, seed: 3 })) chunks.push(chunk)
    expect(chunks.map(({ index, finish_reason: ended }) => ended ?? index)).toEqual([0, 1, 2, 3, "length"])
    const next = await sampling.sample(prompt, { max_tokens: 4, seed: 3 })
    expect(next.sequences[0]?.tokens).toEqual(chunks.slice(0, -1).map(({ token_id }) => token_id))
    await training.unloadModel()
    await expect(training.optimStep()).rejects.toMatchObject({ name: "PristineError" })
  })

  it("tells the service of itself, which takes it", async () => {
    await using opened = await open()
    const { service } = opened
    await service.createLoraTrainingClient(model)
    const telemetry = await service.getTelemetry()
    expect(telemetry?.log("mine", { step: 1 })).toBe(true)
    telemetry?.exception(new TypeError("mine"))
    await telemetry?.flush()
    expect(telemetry).toMatchObject({ queued: 0, dropped: 0 })
  })

  it("tells what it offers, and refuses what it does not have", async () => {
    await using opened = await open()
    const { supported_models } = await opened.service.getServerCapabilities()
    expect(JSON.stringify(supported_models)).toContain(model)
    await expect(opened.service.createLoraTrainingClient("nobody/nothing")).rejects.toMatchObject({
      name: "PristineError",
    })
    await expect(opened.service.createSamplingClient({ modelPath: "tinker://a/weights/b" })).rejects.toMatchObject({
      name: "PristineError",
    })
  })
})
