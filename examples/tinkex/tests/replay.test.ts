import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect, it } from "vitest"
import * as src from "../src/index.ts"
import { forwardBackward } from "../src/proto/request-codec.ts"
import { bytesOf } from "./golden.ts"
import { startReplay } from "./replay-server.ts"
import { recorded, sent, type RequestFacts } from "./request-facts.ts"
import { readTrace } from "./trace.ts"

type Sdk = typeof src

const trace = readTrace("python-wire-trace.jsonl")

/** What the recorded program gave to the numbered training request. */
function batchOf({ datum, ModelInput }: Sdk, n: number) {
  const { data, ...rest } = forwardBackward.decode(bytesOf(trace[n - 1]?.request_body_base64 ?? ""))
  const own = data.map((one) => datum(ModelInput.fromInts(ModelInput.toInts(one.model_input)), one.loss_fn_inputs))
  return { ...rest, data: own }
}

/** The program behind the recording, written with this SDK. */
async function program(sdk: Sdk, options: src.ServiceClientOptions): Promise<unknown[]> {
  const { ModelInput, ServiceClient } = sdk
  const batch = (n: number) => batchOf(sdk, n)
  const results: unknown[] = []
  await using reader = new ServiceClient(options)
  results.push(await reader.getServerCapabilities())

  await using service = new ServiceClient({ ...options, userMetadata: { run: "trace" } })
  const training = await service.createLoraTrainingClient("Qwen/Qwen3-8B", {
    rank: 16,
    seed: 7,
    userMetadata: { k: "v" },
  })
  const first = training.forwardBackward(batch(9).data, "cross_entropy")
  const step = training.optimStep({ learning_rate: 1e-4 })
  results.push(await first, await step)
  results.push(await training.forward(batch(13).data, "cross_entropy"))
  const { data, loss_fn, loss_fn_config } = batch(15)
  results.push(
    await training.forwardBackward(data, loss_fn, { ...(loss_fn_config && { lossFnConfig: loss_fn_config }) }),
  )
  const { path } = await training.saveState("step-1", { ttlSeconds: 3600 })
  await training.saveWeightsForSampler("sampler-1")
  await training.loadState(path)
  await training.loadState(path, { optimizer: true })
  results.push(await training.getInfo())

  const prompt = ModelInput.fromInts([1, 2, 3, 4])
  const ephemeral = await training.saveWeightsAndGetSamplingClient()
  const params = { max_tokens: 5, seed: 3, stop: ["\n\n"], temperature: 0.7, top_k: 50, top_p: 0.9 }
  results.push(await ephemeral.sample(prompt, params, { numSamples: 2 }))
  const asked = { promptLogprobs: true, topkPromptLogprobs: 2 }
  results.push(await ephemeral.sample(prompt, { max_tokens: 2, stop: [13, 42] }, asked))
  results.push(await ephemeral.computeLogprobs(prompt))

  const saved = await training.createSamplingClient(`tinker://${training.modelId}/sampler_weights/sampler-1`)
  results.push(await saved.sample(prompt, { max_tokens: 3 }))
  results.push(await saved.getBaseModel())
  const base = await service.createSamplingClient({ baseModel: "Qwen/Qwen3-8B" })
  results.push(await base.sample(prompt))
  results.push(await training.getInfo())
  return results
}

const isPoll = ({ path }: RequestFacts): boolean => path.endsWith("/retrieve_future")

function byTicket(requests: readonly RequestFacts[]): readonly RequestFacts[] {
  return requests.filter(isPoll).sort((a, b) => (String(a.body) < String(b.body) ? -1 : 1))
}

/** The modules here, and the package as it is built and imported by its name. */
const sdks: [string, () => Promise<Sdk>][] = [
  ["src", () => Promise.resolve(src)],
  // Two builds of a class with private members are two types.
  ["dist", async () => (await import("tinkex")) as unknown as Sdk],
]

describe("the recorded traffic of the official SDK", () => {
  it.each(sdks)("is what this SDK sends for the same program: %s", async (_, load) => {
    await using service = await startReplay(trace)
    const clock = new VirtualClock()
    const results = await program(await load(), {
      baseUrl: service.url,
      apiKey: "tml-test",
      clock,
      env: () => undefined,
    })
    expect(service.left).toEqual([])
    const requests = service.requests.map(sent)
    const exchanges = trace.map(recorded)
    expect(requests.filter((request) => !isPoll(request))).toEqual(exchanges.filter((request) => !isPoll(request)))
    // A poll and the next submission are under way at the same time; which goes first means nothing.
    expect(byTicket(requests)).toEqual(byTicket(exchanges))
    const keys = service.requests.map(({ headers }) => new Map(headers).get("X-Idempotency-Key"))
    expect(new Set(keys.filter((key) => key !== undefined)).size).toBe(
      trace.filter(({ method }) => method !== "GET").length,
    )
    // The service let nobody wait, so the official SDK did not either.
    expect(clock.now()).toBe(0)
    await expect(results).toMatchFileSnapshot("__snapshots__/replay.results.snap")
  })
})
