import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setImmediate as turn } from "node:timers/promises"
import { describe, expect } from "vitest"
import { byteTokenizer } from "../local-service/index.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { openStorm, type StormyService } from "./stormy-service.ts"
import { it } from "./test.ts"

const tokens = byteTokenizer.encode("again and again")
const data = [datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })]
const prompt = ModelInput.fromInts(tokens.slice(0, 3))

/** Trains and samples; `interrupt` comes when operations have been called and nobody knows which have arrived. */
async function train(storm: StormyService, interrupt: () => Promise<void>) {
  const { service } = storm
  const training = await storm.run(service.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 2 }))
  const results: PromiseLike<unknown>[] = []
  const steps = (count: number): void => {
    for (let step = 0; step < count; step++)
      results.push(training.forwardBackward(data, "cross_entropy"), training.optimStep({ learning_rate: 0.02 }))
  }
  steps(1)
  await storm.run(Promise.all(results))
  const sampling = await storm.run(training.saveWeightsAndGetSamplingClient())
  const sampled = [sampling.sample(prompt, { max_tokens: 4, seed: 1 })]
  steps(2)
  await interrupt()
  steps(1)
  sampled.push(sampling.sample(prompt, { max_tokens: 4, seed: 1 }))
  const { path } = await storm.run(training.saveState("end"))
  const restored = await storm.run(service.createTrainingClientFromState(path, { optimizer: true }))
  const last = await storm.run(restored.forward(data, "cross_entropy"))
  return { results: await storm.run(Promise.all(results)), samples: await storm.run(Promise.all(sampled)), last }
}

describe("a training whose service is restarted in between", () => {
  it.each([
    { turns: 0, faults: [] },
    { turns: 3, faults: [] },
    { turns: 10, faults: [] },
    { turns: 30, faults: [] },
    { turns: 5, faults: ["late-reset:0.2"] },
    { turns: 5, faults: ["truncate:0.2"] },
  ])("goes on to the same end: after $turns turns, $faults", async ({ turns, faults }) => {
    await using calm = await openStorm()
    const expected = await train(calm, () => Promise.resolve())
    const state = await mkdtemp(join(tmpdir(), "local-service-restart-"))
    try {
      await using storm = await openStorm({ state, faults })
      const interrupt = async (): Promise<void> => {
        for (let index = 0; index < turns; index++) await turn()
        await storm.restart()
      }
      expect(await train(storm, interrupt)).toEqual(expected)
    } finally {
      await rm(state, { recursive: true })
    }
  })
})
