import { describe, expect } from "vitest"
import type { RestClient } from "../../src/clients/rest-client.ts"
import type { SamplingClient } from "../../src/clients/sampling-client.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

interface Clients {
  readonly service: ServiceClient
  readonly training: TrainingClient
  readonly sampling: SamplingClient
  readonly rest: RestClient
}

const prompt = ModelInput.fromInts([1])
const data = [datum(prompt, { target_tokens: [2], weights: [1] })]
const path = "tinker://a/weights/b"
const noLoss = (): { gradients: number[][] } => ({ gradients: [[0]] })

/** A program without types says what no type allows. */
const wrong = (given: object): never => given as never
/** What every method refuses. */
const unknown = wrong({ timeout_s: 1 })
const timeout = "there is no option timeout_s"

const calls: readonly [string, string, (clients: Clients) => unknown][] = [
  ["getServerCapabilities", timeout, ({ service }) => service.getServerCapabilities(unknown)],
  [
    "createLoraTrainingClient",
    "there is no option train_mlp; did you mean trainMlp?",
    ({ service }) => service.createLoraTrainingClient("base", wrong({ train_mlp: false })),
  ],
  [
    "createTrainingClientFromState",
    "there is no option load_optimizer; did you mean optimizer?",
    ({ service }) => service.createTrainingClientFromState(path, wrong({ load_optimizer: true })),
  ],
  ["createSamplingClient", timeout, ({ service }) => service.createSamplingClient({ baseModel: "base" }, unknown)],
  [
    "weights of createSamplingClient",
    "there is no option model_path; did you mean modelPath?",
    ({ service }) => service.createSamplingClient(wrong({ baseModel: "base", model_path: path })),
  ],
  ["createRestClient", timeout, ({ service }) => service.createRestClient(unknown)],
  ["getTelemetry", timeout, ({ service }) => service.getTelemetry(unknown)],
  [
    "forwardBackward",
    "there is no option loss_fn_config; did you mean lossFnConfig?",
    ({ training }) => training.forwardBackward(data, "ppo", wrong({ loss_fn_config: {} })),
  ],
  ["forward", timeout, ({ training }) => training.forward(data, "ppo", unknown)],
  ["forwardBackwardCustom", timeout, ({ training }) => training.forwardBackwardCustom(data, noLoss, unknown)],
  [
    "adamParams of optimStep",
    "there is no option learningRate; did you mean learning_rate?",
    ({ training }) => training.optimStep(wrong({ learningRate: 1 })),
  ],
  ["optimStep", timeout, ({ training }) => training.optimStep({}, unknown)],
  [
    "saveState",
    "there is no option ttl_seconds; did you mean ttlSeconds?",
    ({ training }) => training.saveState("a", wrong({ ttl_seconds: 60 })),
  ],
  ["loadState", timeout, ({ training }) => training.loadState(path, unknown)],
  ["saveWeightsForSampler", timeout, ({ training }) => training.saveWeightsForSampler("a", unknown)],
  ["saveWeightsAndGetSamplingClient", timeout, ({ training }) => training.saveWeightsAndGetSamplingClient(unknown)],
  ["createSamplingClient", timeout, ({ training }) => training.createSamplingClient(path, unknown)],
  ["unloadModel", timeout, ({ training }) => training.unloadModel(unknown)],
  ["getInfo", timeout, ({ training }) => training.getInfo(unknown)],
  ["getTokenizer", timeout, ({ training }) => training.getTokenizer(unknown)],
  [
    "sample",
    "there is no option num_samples; did you mean numSamples?",
    ({ sampling }) => sampling.sample(prompt, {}, wrong({ num_samples: 3 })),
  ],
  [
    "samplingParams of sample",
    "there is no option maxTokens; did you mean max_tokens?",
    ({ sampling }) => sampling.sample(prompt, wrong({ maxTokens: 3 })),
  ],
  ["sampleStream", timeout, ({ sampling }) => sampling.sampleStream(prompt, {}, unknown)],
  ["samplingParams of sampleStream", timeout, ({ sampling }) => sampling.sampleStream(prompt, unknown)],
  ["computeLogprobs", timeout, ({ sampling }) => sampling.computeLogprobs(prompt, unknown)],
  ["getBaseModel", timeout, ({ sampling }) => sampling.getBaseModel(unknown)],
  ["getTokenizer", timeout, ({ sampling }) => sampling.getTokenizer(unknown)],
  ["listTrainingRuns", timeout, ({ rest }) => rest.listTrainingRuns(unknown)],
  ["getTrainingRun", timeout, ({ rest }) => rest.getTrainingRun("a", unknown)],
  ["listCheckpoints", timeout, ({ rest }) => rest.listCheckpoints("a", unknown)],
  ["listUserCheckpoints", timeout, ({ rest }) => rest.listUserCheckpoints(unknown)],
  ["deleteCheckpoint", timeout, ({ rest }) => rest.deleteCheckpoint(path, unknown)],
  ["publishCheckpoint", timeout, ({ rest }) => rest.publishCheckpoint(path, unknown)],
  ["unpublishCheckpoint", timeout, ({ rest }) => rest.unpublishCheckpoint(path, unknown)],
  ["setCheckpointTtl", timeout, ({ rest }) => rest.setCheckpointTtl(path, 1, unknown)],
  ["getCheckpointArchiveUrl", timeout, ({ rest }) => rest.getCheckpointArchiveUrl(path, unknown)],
  ["getWeightsInfo", timeout, ({ rest }) => rest.getWeightsInfo(path, unknown)],
  ["getSampler", timeout, ({ rest }) => rest.getSampler("a", unknown)],
  ["listSessions", timeout, ({ rest }) => rest.listSessions(unknown)],
  ["getSession", timeout, ({ rest }) => rest.getSession("a", unknown)],
  ["assignSessionProject", timeout, ({ rest }) => rest.assignSessionProject("a", "b", unknown)],
  ["exportSessionTrace", timeout, ({ rest }) => rest.exportSessionTrace("a", unknown)],
  ["getAuditLog", timeout, ({ rest }) => rest.getAuditLog(unknown)],
  ["getBillingUsage", timeout, ({ rest }) => rest.getBillingUsage(new Date(0), new Date(0), unknown)],
  ["whoami", timeout, ({ rest }) => rest.whoami(unknown)],
]

async function clientsOf(service: ServiceClient): Promise<Clients> {
  const training = await service.createLoraTrainingClient("base")
  const sampling = await service.createSamplingClient({ baseModel: "base" })
  return { service, training, sampling, rest: await service.createRestClient() }
}

describe("an option that means nothing", () => {
  it.each(calls)("sends nothing: %s", async (method, problem, call) => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const clients = await clientsOf(service)
    const before = tinker.transport.requests.length
    const called = Promise.resolve().then(() => call(clients))
    await expect(called).rejects.toMatchObject({ code: "input", message: `${method}: ${problem}` })
    expect(tinker.transport.requests).toHaveLength(before)
    await clients.training.optimStep()
    expect(tinker.sent("optim_step").map(({ body }) => body["seq_id"])).toEqual([1])
  })

  it("is refused by every method that takes options", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const clients = await clientsOf(service)
    const tried = new Set(calls.map(([method]) => method))
    const methods = Object.values(clients).flatMap((client) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(client)),
    )
    const without = ["constructor", "client", "close"]
    expect(methods.filter((name) => !without.includes(name) && !tried.has(name))).toEqual([])
  })

  it("is refused by the constructor, with everything else that cannot be used", () => {
    const options = wrong({ baseURL: "http://127.0.0.1:1", maxRetrys: 1, auth: false, env: () => undefined })
    expect(() => new ServiceClient(options)).toThrow(
      expect.objectContaining({
        code: "config",
        message:
          "4 settings cannot be used: There is no option baseURL; did you mean baseUrl?; " +
          "There is no option maxRetrys; did you mean maxRetries?; There is no option auth; " +
          "No API key: pass the option apiKey or set the environment variable TINKER_API_KEY",
      }),
    )
  })
})

describe("an argument of another kind", () => {
  it.each([
    ["no name", undefined],
    ["an object", { baseModel: "base" }],
    ["a blank", " "],
  ])("is no base model: %s", async (_, given) => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const created = service.createLoraTrainingClient(given as never)
    await expect(created).rejects.toMatchObject({ code: "input", message: /baseModel must be the name of a model/ })
    expect(tinker.transport.requests).toEqual([])
  })

  it.each([
    ["text", "hello"],
    ["tokens", [1, 2]],
    ["nothing", undefined],
  ])("is no prompt: %s", async (_, given) => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const { sampling } = await clientsOf(service)
    const before = tinker.transport.requests.length
    for (const call of ["sample", "sampleStream", "computeLogprobs"] as const) {
      const refused = sampling[call](given as never)
      await expect(refused).rejects.toMatchObject({ code: "input" })
      await expect(refused).rejects.toThrow(`The prompt of ${call} must be a ModelInput: ModelInput.fromInts(tokens)`)
    }
    expect(tinker.transport.requests).toHaveLength(before)
  })
})
