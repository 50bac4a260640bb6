import type * as src from "../src/index.ts"

/** The public names of the SDK, wherever they come from. */
export type Sdk = typeof src

/** What a training request of the recorded program was about. */
export interface RecordedBatch {
  readonly data: readonly src.Datum[]
  readonly loss_fn: string
  readonly loss_fn_config?: Readonly<Record<string, number>> | null | undefined
}

/** The program behind both recordings, written with this SDK. Gives what it learnt on its way. */
export async function recordedProgram(
  { datum, ModelInput, ServiceClient }: Sdk,
  given: src.ServiceClientOptions,
  batches: readonly [RecordedBatch, RecordedBatch, RecordedBatch],
): Promise<unknown[]> {
  const own = ({ data, ...rest }: RecordedBatch): RecordedBatch => ({
    ...rest,
    data: data.map((one) => datum(ModelInput.fromInts(ModelInput.toInts(one.model_input)), one.loss_fn_inputs)),
  })
  const [trained, scored, rewarded] = [own(batches[0]), own(batches[1]), own(batches[2])]
  const results: unknown[] = []
  // The other SDK drops its telemetry when a program ends before ten seconds.
  const options = { ...given, sendTelemetry: false }
  await using reader = new ServiceClient(options)
  results.push(await reader.getServerCapabilities())

  await using service = new ServiceClient({ ...options, userMetadata: { run: "trace" } })
  const training = await service.createLoraTrainingClient("Qwen/Qwen3-8B", {
    rank: 16,
    seed: 7,
    userMetadata: { k: "v" },
  })
  const first = training.forwardBackward(trained.data, trained.loss_fn)
  const step = training.optimStep({ learning_rate: 1e-4 })
  results.push(await first, await step)
  results.push(await training.forward(scored.data, scored.loss_fn))
  const { data, loss_fn, loss_fn_config } = rewarded
  results.push(
    await training.forwardBackward(data, loss_fn, { ...(loss_fn_config && { lossFnConfig: loss_fn_config }) }),
  )
  const saved = await training.saveState("step-1", { ttlSeconds: 3600 })
  results.push(saved, await training.saveWeightsForSampler("sampler-1"))
  results.push(await training.loadState(saved.path), await training.loadState(saved.path, { optimizer: true }))
  results.push(await training.getInfo())

  const prompt = ModelInput.fromInts([1, 2, 3, 4])
  const ephemeral = await training.saveWeightsAndGetSamplingClient()
  const params = { max_tokens: 5, seed: 3, stop: ["\n\n"], temperature: 0.7, top_k: 50, top_p: 0.9 }
  results.push(await ephemeral.sample(prompt, params, { numSamples: 2 }))
  const asked = { promptLogprobs: true, topkPromptLogprobs: 2 }
  results.push(await ephemeral.sample(prompt, { max_tokens: 2, stop: [13, 42] }, asked))
  results.push(await ephemeral.computeLogprobs(prompt))

  const named = await training.createSamplingClient(`tinker://${training.modelId}/sampler_weights/sampler-1`)
  results.push(await named.sample(prompt, { max_tokens: 3 }))
  results.push(await named.getBaseModel())
  const base = await service.createSamplingClient({ baseModel: "Qwen/Qwen3-8B" })
  results.push(await base.sample(prompt))
  results.push(await training.getInfo())
  return results
}
