import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect, it } from "vitest"
import { ModelInput } from "../src/model-input.ts"
import { forwardBackward } from "../src/proto/request-codec.ts"
import { ServiceClient, type ServiceClientOptions } from "../src/clients/service-client.ts"
import { bytesOf } from "./golden.ts"
import { readTrace, recorded, replay, sent, type RequestFacts } from "./trace.ts"

const trace = readTrace("python-wire-trace.jsonl")

/** What the recorded program gave to the numbered training request. */
function batch(n: number) {
  return forwardBackward.decode(bytesOf(trace[n - 1]?.request_body_base64 ?? ""))
}

/** The program behind the recording, written with this SDK. */
async function program(options: ServiceClientOptions): Promise<unknown[]> {
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

describe("the recorded traffic of the official SDK", () => {
  it("is what this SDK sends for the same program", async () => {
    const { transport, left } = replay(trace)
    const clock = new VirtualClock()
    const results = await program({
      baseUrl: "http://127.0.0.1:1",
      apiKey: "tml-test",
      transport,
      clock,
      env: () => undefined,
    })
    expect(left()).toEqual([])
    const requests = transport.requests.map(sent)
    const exchanges = trace.map(recorded)
    expect(requests.filter((request) => !isPoll(request))).toEqual(exchanges.filter((request) => !isPoll(request)))
    // A poll and the next submission are under way at the same time; which goes first means nothing.
    expect(byTicket(requests)).toEqual(byTicket(exchanges))
    expect(clock.now()).toBe(0)
    expect(transport.openBodies).toBe(0)
    expect(results).toMatchSnapshot()
  })
})
