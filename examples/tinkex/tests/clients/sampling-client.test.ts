import type { FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { ModelInput, type ModelInputChunk } from "../../src/data/model-input.ts"
import { after, fakeTinker, sampled, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

const prompt = ModelInput.fromInts([1, 2, 3])

function sampling({ service }: FakeTinker) {
  return service.createSamplingClient({ baseModel: "base" })
}

/** A chunk with its bytes as they are written. */
function withText(chunk: ModelInputChunk, text: string): object {
  return { ...chunk, ...("data" in chunk && { data: text }), ...("dmel" in chunk && { dmel: text }) }
}

const attempts = (tinker: FakeTinker) => tinker.sent("asample").map(({ body, at }) => ({ seq: body["seq_id"], at }))

describe("a sample", () => {
  it("asks as it is told", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const asked = { numSamples: 2, promptLogprobs: true, topkPromptLogprobs: 3 }
    expect((await client.sample(prompt, { max_tokens: 4 }, asked)).sequences).toEqual([
      { stop_reason: "stop", tokens: [1] },
    ])
    expect(tinker.sent("asample")[0]?.body).toEqual({
      num_samples: 2,
      prompt: { chunks: [{ tokens: [1, 2, 3], type: "encoded_text" }] },
      sampling_params: { max_tokens: 4, temperature: 1, top_k: -1, top_p: 1 },
      sampling_session_id: "s:sample:0",
      seq_id: 0,
      prompt_logprobs: true,
      topk_prompt_logprobs: 3,
      type: "sample",
    })
  })

  it("sends parameters as they were at the call", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const params = { max_tokens: 4, seed: 0, stop: [1] }
    const asked = [1, 2, 3].map((seed) => {
      params.seed = seed
      params.stop[0] = seed
      return client.sample(prompt, params)
    })
    await Promise.all(asked)
    expect(tinker.sent("asample").map(({ body }) => body["sampling_params"])).toMatchObject(
      [1, 2, 3].map((seed) => ({ seed, stop: [seed] })),
    )
  })

  it.each([
    ["pairs", [null, [[7, -0.5]]]],
    ["objects, as older services do", [null, [{ token_id: 7, logprob: -0.5 }]]],
  ])("gives the likeliest tokens of the prompt as pairs where the service writes %s", async (_, ranked) => {
    const sequences = [{ stop_reason: "stop", tokens: [1] }]
    const tinker = fakeTinker({
      retrieve_future: () => ({ body: { type: "sample", sequences, topk_prompt_logprobs: ranked } }),
    })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const result = await client.sample(prompt, {}, { topkPromptLogprobs: 1 })
    expect(result.topk_prompt_logprobs).toEqual([null, [[7, -0.5]]])
  })

  it("reads texts, images and audio in their order", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const bytes = Uint8Array.of(1, 2, 255)
    const chunks: ModelInputChunk[] = [
      { type: "encoded_text", tokens: [1] },
      { type: "image", data: bytes, format: "png", expected_tokens: 4 },
      { type: "image", data: bytes, format: "jpeg" },
      { type: "image_asset_pointer", location: "asset://1", format: "png", expected_tokens: 7 },
      { type: "image_asset_pointer", location: "asset://1", format: "jpeg" },
      { type: "dmel", dmel: bytes },
    ]
    await client.sample({ chunks })
    const text = Buffer.from(bytes).toString("base64")
    expect(tinker.sent("asample")[0]?.body["prompt"]).toEqual({
      chunks: [...chunks.slice(0, 1), ...chunks.slice(1).map((chunk) => withText(chunk, text))],
    })
  })

  it.each<[string, string, object]>([
    ["a sequence without tokens", "validation", { sequences: [{ stop_reason: "stop" }] }],
    ["a pair that lacks its half", "validation", { sequences: [], topk_prompt_logprobs: [[[7]]] }],
    ["an object that lacks its half", "validation", { sequences: [], topk_prompt_logprobs: [[{ token_id: 7 }]] }],
    ["a pair of texts", "decode", { sequences: [], topk_prompt_logprobs: [[["7", "-0.5"]]] }],
  ])("is refused where its answer is no sample: %s", async (_, code, body) => {
    const tinker = fakeTinker({ retrieve_future: () => ({ body: { type: "sample", ...body } }) })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    await expect(client.sample(prompt)).rejects.toMatchObject({ code })
  })

  it("does not change what it was given", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    await client.sample(Object.freeze(prompt), Object.freeze({}))
    expect(prompt).toEqual(ModelInput.fromInts([1, 2, 3]))
  })
})

describe("a sample is tried again", () => {
  const answers =
    (...list: (FakeAnswer | Error)[]): Handler =>
    (_, nth) =>
      list[nth]
  const gone = { status: 410, body: { detail: "expired" } }

  it.each<[string, Record<string, Handler>, { seq: number; at: number }[]]>([
    ["with a new number when its result was lost", { retrieve_future: answers(gone) }, [{ seq: 0, at: 0 }, { seq: 1, at: 500 }]], // prettier-ignore
    [
      "with its own number, after the window of a refusal",
      { asample: answers({ status: 429, body: {} }, { status: 429, body: {} }) },
      [{ seq: 0, at: 0 }, { seq: 0, at: 1000 }, { seq: 0, at: 2000 }],
    ], // prettier-ignore
    [
      "with its own number while the service is down",
      { asample: answers({ status: 503, body: {} }, new Error("reset")) },
      [{ seq: 0, at: 0 }, { seq: 0, at: 1000 }, { seq: 0, at: 3000 }],
    ], // prettier-ignore
  ])("%s", async (_, handlers, expected) => {
    const tinker = fakeTinker(handlers)
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const sample = client.sample(prompt)
    await tinker.clock.advance(10_000)
    expect((await sample).sequences).toHaveLength(1)
    expect(attempts(tinker)).toEqual(expected)
  })

  it("after five seconds when the refused prompt is large", async () => {
    const tinker = fakeTinker({ asample: (_, nth) => (nth === 0 ? { status: 429, body: {} } : undefined) })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const sample = client.sample(ModelInput.fromInts(Array(13_108).fill(1)))
    await tinker.clock.advance(5_000)
    await sample
    expect(attempts(tinker).map(({ at }) => at)).toEqual([0, 5_000])
  })

  it.each<[string, Record<string, Handler>]>([
    [
      "not when the service says that it failed",
      { retrieve_future: () => ({ body: { error: "no", category: "user" } }) },
    ],
    ["not when the request is wrong", { asample: () => ({ status: 422, body: { detail: "no" } }) }],
  ])("%s", async (_, handlers) => {
    const tinker = fakeTinker(handlers)
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    await expect(client.sample(prompt)).rejects.toBeInstanceOf(Error)
    expect(attempts(tinker)).toHaveLength(1)
  })

  it("not when the server's flag says so, but for log-probabilities", async () => {
    const tinker = fakeTinker({
      "client/config": () => ({ body: { sample_no_retries: true } }),
      retrieve_future: (_, nth) => (nth < 2 ? gone : sampled()),
    })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    await expect(client.sample(prompt)).rejects.toMatchObject({ code: "future_expired" })
    const logprobs = client.computeLogprobs(prompt).catch((error: unknown) => String(error))
    await tinker.clock.advance(1000)
    expect(await logprobs).toContain("without the prompt's log-probabilities")
    expect(attempts(tinker).map(({ seq }) => seq)).toEqual([0, 1, 2])
  })

  it("until nothing moves for two hours", async () => {
    const tinker = fakeTinker({ retrieve_future: () => ({ status: 410, body: {} }) })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    let ended: unknown
    const sample = client.sample(prompt).catch((error: unknown) => (ended = error))
    await tinker.clock.advance(7_180_000)
    expect(ended).toBeUndefined()
    await tinker.clock.advance(20_000)
    expect(await sample).toMatchObject({ name: "PristineError" })
  })
})

describe("limits", () => {
  it("admit as many samples at once as the server allows", async () => {
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const tinker = fakeTinker({
      "client/config": () => ({ body: { sample_max_concurrent_requests: 2 } }),
      retrieve_future: () => after(opened),
    })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const samples = [1, 2, 3].map(() => client.sample(prompt))
    await tinker.clock.advance(0)
    expect(attempts(tinker)).toHaveLength(2)
    open()
    await Promise.all(samples)
    expect(attempts(tinker).map(({ seq }) => seq)).toEqual([0, 1, 2])
  })

  it("do not hold up the number: it is taken at the call, also by a sample that waits and is given up", async () => {
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const tinker = fakeTinker({
      "client/config": () => ({ body: { sample_max_concurrent_requests: 1 } }),
      retrieve_future: () => after(opened),
    })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const abort = new AbortController()
    const first = client.sample(prompt)
    const given = client.sample(prompt, {}, { signal: abort.signal })
    const last = client.sample(prompt)
    await tinker.clock.advance(0)
    abort.abort("enough")
    await expect(given).rejects.toBe("enough")
    open()
    await Promise.all([first, last])
    expect(attempts(tinker).map(({ seq }) => seq)).toEqual([0, 2])
  })

  it("let go of a sample that was given up", async () => {
    const tinker = fakeTinker({
      "client/config": () => ({ body: { sample_max_concurrent_requests: 1 } }),
      retrieve_future: (_, nth) => (nth === 0 ? new Promise(() => undefined) : undefined),
    })
    await using service = tinker.service
    const client = await sampling({ ...tinker, service })
    const abort = new AbortController()
    const first = client.sample(prompt, {}, { signal: abort.signal })
    const second = client.sample(prompt)
    await tinker.clock.advance(0)
    const reason = new Error("enough")
    abort.abort(reason)
    await expect(first).rejects.toBe(reason)
    expect((await second).sequences).toHaveLength(1)
  })
})
