import { describe, expect } from "vitest"
import { byteTokenizer } from "../local-service/index.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { savedWeights } from "./saved-weights.ts"
import { openStorm, type StormyService } from "./stormy-service.ts"
import { it } from "./test.ts"

const model = "local/tiny-bytes"
const prompt = ModelInput.fromInts(byteTokenizer.encode("to"))
const data = ["to be", "or not", "to be."].map((text) => {
  const tokens = byteTokenizer.encode(text)
  return datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })
})
/** A chunk for each datum, so that parts of a call can go astray on their own. */
const flags = { fwdbwd_max_chunk_len: 1 }

/** What a program learns from a training, and what the service has in the end. */
async function train({ service, local }: StormyService) {
  const training = await service.createLoraTrainingClient(model, { rank: 2, seed: 3 })
  const losses = []
  const steps = []
  for (let step = 0; step < 4; step++) {
    losses.push(training.forwardBackward(data, "cross_entropy"))
    steps.push(training.optimStep({ learning_rate: 0.02 }))
  }
  const sampler = training.saveWeightsAndGetSamplingClient()
  const params = { max_tokens: 6, seed: 5 }
  const samples = Promise.all([0, 1, 2].map(async () => (await sampler).sample(prompt, params, { numSamples: 2 })))
  const learned = {
    losses: await Promise.all(losses),
    steps: await Promise.all(steps),
    samples: await samples,
    checkpoint: (await training.saveState("end")).path.replace(/^.*:train/, ""),
  }
  local.setFaults([])
  return { ...learned, weights: await savedWeights(service, training, "end") }
}

async function trainUnder(faults: readonly string[], faultSeed = 1) {
  await using storm = await openStorm({ flags, faults, faultSeed })
  const result = await storm.run(train(storm))
  return { result, faultsMet: storm.local.faultsMet }
}

const recoverable = [
  ["a request that times out", "408:0.3"],
  ["a conflict", "409:0.3@forward_backward+optim_step+save_weights+save_weights_for_sampler+asample"],
  ["too many requests", "429:0.3"],
  ["too many requests, with a time to come back", "429=3:0.3"],
  ["an error of the service", "500:0.3"],
  ["a bad gateway", "502:0.3"],
  ["a service that is away", "503:0.3"],
  ["a gateway that gives up", "504:0.3"],
  ["an account in arrears", "402:0.2"],
  ["an error after the work is done", "late-500:0.3"],
  ["too many requests after the work is done", "late-429:0.3"],
  ["a reset before the work", "reset:0.3"],
  ["a reset after the work", "late-reset:0.3"],
  ["an answer that breaks off", "truncate:0.3"],
  ["no answer at all", "stall:0.15"],
  ["an answer that stops half-way", "late-stall:0.15"],
  ["latency", "latency=700:0.5"],
  ["answers that overtake each other", "reorder=900:0.5"],
  ["requests that arrive twice", "replay:0.5"],
  ["answers that arrive twice", "duplicate:0.3"],
  ["a queue without capacity", "paused_capacity=upgrading:0.5"],
  ["a queue that is limited", "paused_rate_limit:0.5"],
] as const

describe("a training", async () => {
  const calm = await trainUnder([])

  it("leaves an adapter and an optimizer to compare", () => {
    expect(calm.result.weights.map(({ name }) => name)).toEqual(["adapter_model.safetensors", "optimizer.safetensors"])
    expect(calm.faultsMet).toBe(0)
  })

  it.each(recoverable)("ends in the same weights under %s (%s)", async (_, fault) => {
    const stormy = await trainUnder([fault])
    expect(stormy.result).toEqual(calm.result)
    expect(stormy.faultsMet).toBeGreaterThan(3)
  })

  it.each([1, 2, 3])("ends in the same weights under all of it at once, by chance %i", async (faultSeed) => {
    const all = recoverable.map(([, fault]) => fault.replace(/:[\d.]+/, ":0.02"))
    const stormy = await trainUnder(all, faultSeed)
    expect(stormy.result).toEqual(calm.result)
    expect(stormy.faultsMet).toBeGreaterThan(10)
  })
})
