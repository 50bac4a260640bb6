import { setImmediate as turn } from "node:timers/promises"
import type { TransportRequest } from "pristine-runtime"
import { describe, expect } from "vitest"
import { byteTokenizer } from "../local-service/index.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { after, fakeTinker } from "./fake-tinker.ts"
import { openStorm } from "./stormy-service.ts"
import { it } from "./test.ts"

const model = "local/tiny-bytes"
const tokens = byteTokenizer.encode("to be")
const one = datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })
/** Four bytes a token, eight a target. */
const datumBytes = 12 * (tokens.length - 1)
const prompt = ModelInput.fromInts(tokens)
/** Ten bytes a token of a prompt. */
const promptBytes = 10 * tokens.length

/** Counts the requests to an endpoint that are under way at once, of those that say `saying`. */
function underWay(endpoint: string, saying?: string) {
  let now = 0
  let most = 0
  let all = 0
  return {
    observe: (request: TransportRequest, change: 1 | -1): void => {
      if (!request.url.endsWith(`/${endpoint}`)) return
      const { body } = request
      const text = body instanceof Uint8Array ? Buffer.from(body).toString() : body
      if (saying !== undefined && !(typeof text === "string" && text.includes(saying))) return
      now += change
      most = Math.max(most, now)
      all += Math.max(change, 0)
    },
    get seen() {
      return { most, all }
    },
  }
}

describe("requests that are under way at once", () => {
  it("of sampling are so many as the manifest says", async () => {
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const tinker = fakeTinker({ asample: () => after(opened) })
    await using service = tinker.service
    const sampling = await service.createSamplingClient({ baseModel: model })
    const samples = Array.from({ length: 500 }, () => sampling.sample(prompt, { max_tokens: 1, seed: 1 }))
    while (tinker.sent("asample").length < 400) await turn()
    for (let extra = 0; extra < 10; extra += 1) await turn()
    expect(tinker.sent("asample")).toHaveLength(400)
    open()
    expect(await Promise.all(samples)).toHaveLength(500)
    expect(tinker.sent("asample")).toHaveLength(500)
  })

  it.each([
    { name: "so many as the server's flag says", flags: { sample_max_concurrent_requests: 30 }, count: 50, most: 30 },
    {
      // A limit of bytes lets one more begin while there is any room.
      name: "so many bytes as the server's flag says",
      flags: { sample_dispatch_bytes_semaphore_size: 20 * promptBytes - 1 },
      count: 40,
      most: 20,
    },
    {
      name: "so many as the caller says, and so many bytes as the server does",
      flags: { sample_dispatch_bytes_semaphore_size: 20 * promptBytes - 1 },
      client: { rateLimits: { sampling: { concurrency: 7 } } },
      count: 30,
      most: 7,
    },
  ])("of sampling are $name", async ({ flags, client = {}, count, most }) => {
    const watch = underWay("asample")
    await using storm = await openStorm({ flags, client, faults: ["latency=50@asample"], observe: watch.observe })
    const sampling = await storm.run(storm.service.createSamplingClient({ baseModel: model }))
    const samples = Array.from({ length: count }, () => sampling.sample(prompt, { max_tokens: 1, seed: 1 }))
    const answers = await storm.run(Promise.all(samples))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.sequences))).size).toBe(1)
    expect(watch.seen).toEqual({ most, all: count })
  })

  it("of sampling are few after the service said that they are too many", async () => {
    const watch = underWay("asample")
    await using storm = await openStorm({ observe: watch.observe, faults: ["429*1@asample"] })
    const sampling = await storm.run(storm.service.createSamplingClient({ baseModel: model }))
    const sample = () => sampling.sample(prompt, { max_tokens: 1, seed: 1 })
    await storm.run(sample())
    expect(watch.seen).toEqual({ most: 1, all: 2 })
    storm.local.setFaults(["latency=50@asample"])
    await storm.run(Promise.all(Array.from({ length: 60 }, sample)))
    expect(watch.seen).toEqual({ most: 10, all: 62 })
  })

  it.each([
    { parallel: true, most: 16 },
    { parallel: false, most: 1 },
  ])("of one training call are so many bytes as the server's flag says, parallel: $parallel", async (row) => {
    const watch = underWay("forward_backward")
    const flags = {
      fwdbwd_max_chunk_len: 1,
      fwdbwd_dispatch_bytes_semaphore_size: 16 * datumBytes - 1,
      parallel_fwdbwd_chunks: row.parallel,
    }
    await using storm = await openStorm({ flags, faults: ["latency=20@forward_backward"], observe: watch.observe })
    const training = await storm.run(storm.service.createLoraTrainingClient(model, { rank: 2 }))
    const batch = Array.from({ length: 40 }, () => one)
    const { loss_fn_outputs } = await storm.run(training.forward(batch, "cross_entropy"))
    expect(loss_fn_outputs).toHaveLength(40)
    expect(watch.seen).toEqual({ most: row.most, all: 40 })
  })

  it("of results that are announced by size first are so many bytes as the server's flag says", async () => {
    const watch = underWay("retrieve_future", '"allow_metadata_only":false')
    await using storm = await openStorm({
      flags: { inflight_response_bytes_semaphore_size: 1 },
      metadataOnlyBytes: 1,
      observe: watch.observe,
    })
    const training = await storm.run(storm.service.createLoraTrainingClient(model, { rank: 2 }))
    const losses = Array.from({ length: 8 }, () => training.forward([one], "cross_entropy"))
    expect(await storm.run(Promise.all(losses))).toHaveLength(8)
    // The model's creation is a result as well.
    expect(watch.seen).toEqual({ most: 1, all: 9 })
  })
})
