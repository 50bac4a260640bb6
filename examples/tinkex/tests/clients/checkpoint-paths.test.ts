import { describe, expect } from "vitest"
import type { RestClient } from "../../src/clients/rest-client.ts"
import type { ServiceClient } from "../../src/clients/service-client.ts"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { fakeTinker, type FakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

type Call = (path: string, service: ServiceClient, training: TrainingClient, rest: RestClient) => PromiseLike<unknown>

const calls: readonly [string, string, Call][] = [
  ["loadState", "weights", (path, _, training) => training.loadState(path)],
  ["createTrainingClientFromState", "weights", (path, service) => service.createTrainingClientFromState(path)],
  ["createSamplingClient", "sampler_weights", (path, service) => service.createSamplingClient({ modelPath: path })],
  [
    "createSamplingClient of a training client",
    "sampler_weights",
    (path, _, training) => training.createSamplingClient(path),
  ],
  ["getWeightsInfo", "<weights or sampler_weights>", (path, _, __, rest) => rest.getWeightsInfo(path)],
  ["getTrainingRun", "<weights or sampler_weights>", (path, _, __, rest) => rest.getTrainingRun(`tinker://${path}`)],
  ["deleteCheckpoint", "<weights or sampler_weights>", (path, _, __, rest) => rest.deleteCheckpoint(path)],
]

async function tryWith(tinker: FakeTinker, call: Call, path: string): Promise<unknown> {
  await using service = tinker.service
  const training = await service.createLoraTrainingClient("base")
  const rest = await service.createRestClient()
  const before = tinker.transport.requests.length
  try {
    return await call(path, service, training, rest)
  } finally {
    if (path === "nonsense") expect(tinker.transport.requests).toHaveLength(before)
  }
}

describe("what is no checkpoint path", () => {
  it.each(calls)("is refused in the same words, before anything is sent: %s", async (_, kind, call) => {
    const refused = tryWith(fakeTinker(), call, "nonsense")
    await expect(refused).rejects.toThrow(TypeError)
    await expect(refused).rejects.toThrow(`Not a checkpoint path; expected tinker://<training run>/${kind}/<name>`)
  })
})

describe("a path that the official SDK sends", () => {
  const refusal = { status: 400, body: { detail: "no" } }
  const answers = {
    create_sampling_session: () => refusal,
    weights_info: () => refusal,
    load_weights: () => refusal,
  }

  it.each([
    ["of the other kind, to load", "tinker://a/sampler_weights/b", calls[0]],
    ["of the other kind, to train on from", "tinker://a/sampler_weights/b", calls[1]],
    ["of the other kind, to sample from", "tinker://a/weights/b", calls[2]],
    ["with more parts, to sample from", "tinker://a/sampler_weights/b/c", calls[3]],
  ])("is the service's to judge: %s", async (_, path, call) => {
    const tinker = fakeTinker(answers)
    await expect(tryWith(tinker, call?.[2] ?? (() => Promise.reject(new Error())), path)).rejects.toMatchObject({
      status: 400,
    })
  })
})
