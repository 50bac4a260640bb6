import { isPristineError } from "pristine-runtime"
import type { FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { datum, type Datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { float32 } from "../../src/data/tensors.ts"
import {
  consistency,
  gradientPenalty,
  klDivergence,
  l2,
  regularizedLoss,
  type Regularizer,
} from "../../src/regularizers/index.ts"
import { after, fakeTinker, trained, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

const example = datum(ModelInput.fromInts([1, 2]), { target_tokens: [2, 3], weights: [1, 1] })
const batch = (size: number) => Array.from({ length: size }, () => example)

function training({ service }: FakeTinker) {
  return service.createLoraTrainingClient("base")
}

const seqIds = (tinker: FakeTinker, ...routes: string[]): unknown[] =>
  tinker.sent(...routes).map(({ body }) => body["seq_id"])

/** Promises that handlers wait for and tests open. */
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("order", () => {
  it("is that of the calls, one request at a time, while results are awaited together", async () => {
    const first = gate()
    const result = gate()
    const tinker = fakeTinker({
      forward_backward: (_, nth) => (nth === 0 ? after(first.opened) : undefined),
      retrieve_future: (body) => (String(body["request_id"]).startsWith("forward") ? after(result.opened) : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const loss = client.forwardBackward(batch(1), "cross_entropy")
    const step = client.optimStep()
    const saved = client.saveState("a")
    await turn()
    expect(seqIds(tinker, "forward_backward", "optim_step", "save_weights")).toEqual([1])
    first.open()
    expect(await step).toEqual({ metrics: {} })
    expect((await saved).path).toBe("tinker://s:train:0/weights/a")
    expect(seqIds(tinker, "forward_backward", "optim_step", "save_weights")).toEqual([1, 2, 3])
    result.open()
    expect((await loss).loss_fn_outputs).toHaveLength(1)
  })

  it("goes on after a request that failed", async () => {
    const tinker = fakeTinker({
      optim_step: (_, nth) => (nth === 0 ? { status: 422, body: { detail: "no" } } : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const failed = client.optimStep()
    const next = client.optimStep()
    await expect(failed).rejects.toMatchObject({ code: "http", status: 422 })
    expect(await next).toEqual({ metrics: {} })
    expect(seqIds(tinker, "optim_step")).toEqual([1, 2])
  })

  it("is not held up by a call that was given a controller in place of its signal", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const wrong = { signal: new AbortController() as unknown as AbortSignal }
    await expect(client.forward(batch(1), "cross_entropy", wrong)).rejects.toMatchObject({ code: "input" })
    await expect(client.optimStep({}, wrong)).rejects.toMatchObject({ code: "input" })
    expect(await client.optimStep()).toEqual({ metrics: {} })
    expect(seqIds(tinker, "optim_step")).toEqual([1])
  })

  it("sends parameters as they were at the call", async () => {
    const first = gate()
    const tinker = fakeTinker({ forward_backward: (_, nth) => (nth === 0 ? after(first.opened) : undefined) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const [adam, lossFnConfig] = [{ learning_rate: 0.1 }, { beta: 1 }]
    const work = [
      client.forwardBackward(batch(1), "cross_entropy"),
      client.forwardBackward(batch(1), "dro", { lossFnConfig }),
      client.optimStep(adam),
    ]
    adam.learning_rate = 0
    lossFnConfig.beta = 0
    first.open()
    await Promise.all(work)
    expect(tinker.sent("optim_step")[0]?.body).toMatchObject({ adam_params: { learning_rate: 0.1 } })
    expect(JSON.stringify(tinker.sent("forward_backward")[1]?.body)).toContain('"beta":1')
  })

  it("tells a person when an operation was refused for good and others are sent behind it", async () => {
    const tinker = fakeTinker({
      optim_step: (_, nth) => (nth === 0 ? { status: 422, body: { detail: "no" } } : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    await client.forward(batch(1), "cross_entropy")
    await expect(client.optimStep()).rejects.toMatchObject({ status: 422 })
    expect(tinker.log).toEqual([])
    await client.optimStep()
    await client.optimStep()
    expect(tinker.log).toEqual([expect.stringContaining("did not accept operation 2 of s:train:0")])
  })

  it("goes on after a call that was given up while it waited", async () => {
    const first = gate()
    const tinker = fakeTinker({ optim_step: (_, nth) => (nth === 0 ? after(first.opened) : undefined) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const abort = new AbortController()
    const [one, two, three] = [client.optimStep(), client.optimStep({}, { signal: abort.signal }), client.optimStep()]
    const reason = new Error("enough")
    abort.abort(reason)
    await expect(two).rejects.toBe(reason)
    first.open()
    await Promise.all([one, three])
    expect(seqIds(tinker, "optim_step")).toEqual([1, 2])
  })

  it.each([true, false])("has no gap after a batch that cannot be sent (parallel: %s)", async (parallel) => {
    const flags = { fwdbwd_max_chunk_len: 1, parallel_fwdbwd_chunks: parallel }
    const tinker = fakeTinker({ "client/config": () => ({ body: flags }) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const unsendable = datum(ModelInput.fromInts([2 ** 40]), {})
    const loss = client.forwardBackward([unsendable, unsendable, unsendable], "cross_entropy")
    const step = client.optimStep()
    await expect(loss).rejects.toMatchObject({ code: "input" })
    await step
    expect(seqIds(tinker, "forward_backward", "optim_step")).toEqual([1])
  })
})

describe("a batch with an example that cannot be sent", () => {
  const text = datum(ModelInput.fromInts([1.5]), { target_tokens: [2], weights: [1] })
  const wide = datum(ModelInput.fromInts([2 ** 40]), { target_tokens: [2], weights: [1] })
  const pointer = datum(
    { chunks: [{ type: "image_asset_pointer", location: "tinker://a", format: "png" }] } as unknown as ModelInput,
    { target_tokens: [2], weights: [1] },
  )
  const place = (index: number): string => `/data/${index}/model_input/chunks/0`

  describe.each([
    { parallel: true, length: 1 },
    { parallel: false, length: 1 },
    { parallel: true, length: 2 },
    { parallel: true, length: 100 },
  ])("sends nothing of it, parallel: $parallel, $length a request", ({ parallel, length }) => {
    it.each([
      ["a fractional token, last", [example, example, text], `${place(2)}/tokens/0 should be`],
      ["a fractional token, first", [text, example, example], `${place(0)}/tokens/0 should be`],
      ["a pointer to an image, last", [example, example, pointer], `${place(2)} is an image_asset_pointer`],
      ["a pointer to an image, first", [pointer, example, example], `${place(0)} is an image_asset_pointer`],
      ["a token of too many bits", [example, example, wide], "cannot be written as"],
    ])("%s", async (_, data, message) => {
      const flags = { fwdbwd_max_chunk_len: length, parallel_fwdbwd_chunks: parallel }
      const tinker = fakeTinker({ "client/config": () => ({ body: flags }) })
      await using service = tinker.service
      const client = await training({ ...tinker, service })
      for (const loss of [
        client.forwardBackward(data, "cross_entropy"),
        client.forward(data, "cross_entropy"),
        client.forwardBackwardCustom(data, () => ({ gradients: [] })),
      ]) {
        await expect(loss).rejects.toThrow(message)
        await expect(loss).rejects.toMatchObject({ code: "input" })
      }
      expect(tinker.sent("forward_backward")).toEqual([])
      const good = client.forwardBackward(batch(3), "cross_entropy")
      await client.optimStep()
      await good
      const parts = Math.ceil(3 / length)
      expect(seqIds(tinker, "forward_backward", "optim_step").toSorted()).toEqual(
        Array.from({ length: parts + 1 }, (_, index) => index + 1),
      )
    })
  })

  it("names the examples of a request where the failure has no place", async () => {
    const tinker = fakeTinker({ "client/config": () => ({ body: { fwdbwd_max_chunk_len: 2 } }) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const data = [...batch(4), wide, example, example]
    await expect(client.forward(data, "cross_entropy")).rejects.toThrow("examples 4 to 5 of the batch")
    await expect(client.forward([...batch(4), wide], "cross_entropy")).rejects.toThrow("example 4 of the batch")
  })

  it("tells the places of all that is wrong in a request", async () => {
    const tinker = fakeTinker({ "client/config": () => ({ body: { fwdbwd_max_chunk_len: 3 } }) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const error: unknown = await client
      .forward([...batch(4), text, text], "cross_entropy")
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      message: expect.stringMatching(/: \/data\/4\/.*; \/data\/5\//) as string,
      issues: [{ path: ["data", 4, "model_input", "chunks", 0, "tokens", 0] }, { path: ["data", 5] }].map(
        ({ path }) => ({
          path: expect.arrayContaining(path) as unknown,
        }),
      ),
      operation: "forward",
    })
  })
})

describe("the number of a sampler", () => {
  const samplers = (tinker: FakeTinker): unknown[] =>
    tinker
      .sent("save_weights_for_sampler", "create_sampling_session")
      .map(({ route, body }) => [route, body["sampling_session_seq_id"]])

  it("is that of the calls, also where the weights wait for their turn", async () => {
    const first = gate()
    const tinker = fakeTinker({ optim_step: () => after(first.opened) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    void client.optimStep()
    const saved = client.saveWeightsAndGetSamplingClient()
    await client.createSamplingClient("tinker://s:train:0/sampler_weights/a")
    first.open()
    await saved
    expect(samplers(tinker)).toEqual([
      ["create_sampling_session", 1],
      ["save_weights_for_sampler", 0],
    ])
  })

  it("is not given out again after a call that was given up before it was sent", async () => {
    const first = gate()
    const tinker = fakeTinker({ optim_step: (_, nth) => (nth === 0 ? after(first.opened) : undefined) })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    void client.optimStep()
    const abort = new AbortController()
    const lost = client.saveWeightsAndGetSamplingClient({ signal: abort.signal })
    const kept = client.saveWeightsAndGetSamplingClient()
    abort.abort(new Error("enough"))
    await expect(lost).rejects.toThrow("enough")
    first.open()
    await kept
    await client.optimStep()
    expect(samplers(tinker)).toEqual([["save_weights_for_sampler", 1]])
    // Numbers that the service waits for have no gap.
    expect(seqIds(tinker, "optim_step", "save_weights_for_sampler")).toEqual([1, 2, 3])
  })
})

describe("a batch in several requests", () => {
  const outputs: Handler = (body) =>
    String(body["request_id"]).startsWith("forward")
      ? trained(1, { "n:sum": 1, "id:unique": Number(String(body["request_id"]).split("/")[1]) })
      : undefined

  it.each([
    ["at once, the first last", true, [2, 3, 4, 1]],
    ["one after the other", false, [1, 2, 3, 4]],
  ])("goes out %s", async (_, parallel, order) => {
    const flags = { parallel_fwdbwd_chunks: parallel, fwdbwd_max_chunk_len: 2 }
    const tinker = fakeTinker({ "client/config": () => ({ body: flags }), retrieve_future: outputs })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const loss = client.forwardBackward(batch(7), "cross_entropy")
    const step = client.optimStep()
    const { metrics } = await loss
    await step
    expect(metrics).toEqual({ "n:sum": 4, "id:unique": 1, "id:unique_1": 2, "id:unique_2": 3, "id:unique_3": 4 })
    expect(seqIds(tinker, "forward_backward")).toEqual(order)
    expect(seqIds(tinker, "optim_step")).toEqual([5])
  })

  it("fails as a whole when one fails, and the next operation goes on", async () => {
    const tinker = fakeTinker({
      "client/config": () => ({ body: { fwdbwd_max_chunk_len: 1 } }),
      forward_backward: (body) => (body["seq_id"] === 2 ? { status: 400, body: { detail: "no" } } : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const loss = client.forwardBackward(batch(3), "cross_entropy")
    const step = client.optimStep()
    await expect(loss).rejects.toMatchObject({ status: 400 })
    await step
    expect(seqIds(tinker, "optim_step")).toEqual([4])
  })

  it("is refused without an example", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    await expect(client.forward([], "cross_entropy")).rejects.toThrow("No data provided")
    await client.optimStep()
    expect(seqIds(tinker, "optim_step")).toEqual([1])
  })
})

describe("a loss of one's own", () => {
  const logprobs = (...values: number[]) => ({ logprobs: { dtype: "float32" as const, data: Float32Array.from(values), shape: [values.length] } }) // prettier-ignore
  const output: Handler = (body) => {
    const id = String(body["request_id"])
    if (id === "forward_backward/1") return trained([logprobs(-1, -2), logprobs(-3, -4)])
    return id.startsWith("forward_backward") ? trained(2, { "loss:sum": 5 }) : undefined
  }

  it("is differentiated here, and takes one place in the order", async () => {
    const tinker = fakeTinker({ retrieve_future: output })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const plain = datum(ModelInput.fromInts([1, 2]), { target_tokens: [2, 3] })
    const seen: number[][] = []
    const loss = client.forwardBackwardCustom([plain, example], (_, given) => {
      seen.push(...given.map((each) => [...each]))
      return { metrics: { mine: 7 }, gradients: given.map((each) => each.map((value) => value / 2)) }
    })
    const step = client.optimStep()
    expect((await loss).metrics).toEqual({ "loss:sum": 5, mine: 7 })
    await step
    expect(seen).toEqual([[-1, -2], [-3, -4]]) // prettier-ignore
    const [forward, backward] = tinker.sent("forward_backward")
    expect(forward?.body).toMatchObject({ seq_id: 1, forward_only: true, loss_fn: "cross_entropy" })
    const weights = (body: unknown): unknown =>
      (body as { data: { loss_fn_inputs: { weights: { data: Float32Array } } }[] }).data.map((each) => [
        ...each.loss_fn_inputs.weights.data,
      ])
    expect(weights(forward?.body)).toEqual([[0, 0], [1, 1]]) // prettier-ignore
    expect(backward?.body).toMatchObject({ seq_id: 2, forward_only: false })
    expect(weights(backward?.body)).toEqual([[0.5, 1], [1.5, 2]]) // prettier-ignore
    expect(seqIds(tinker, "optim_step")).toEqual([3])
  })

  it.each([
    ["gradients of too few examples", [[1, 1]], "gradients of 1 examples, not of 2"],
    ["a gradient of another length", [[1, 1], [1]], "example 1 does not have one number for each target token"], // prettier-ignore
    ["no number", [[1, 1], [1, NaN]], "example 1 is not a finite number at position 1"], // prettier-ignore
    ["an infinite number", [[-Infinity, 1], [1, 1]], "example 0 is not a finite number at position 0"], // prettier-ignore
    ["a number beyond 32 bits", [[1, 1e39], [1, 1]], "example 0 is not a finite number at position 1"], // prettier-ignore
    ["a text", [[1, "a" as unknown as number], [1, 1]], "example 0 is not a finite number at position 1"], // prettier-ignore
  ])("must give what fits: %s", async (_, gradients, message) => {
    const tinker = fakeTinker({ retrieve_future: output })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const loss = client.forwardBackwardCustom(batch(2), () => ({ gradients }))
    const step = client.optimStep()
    await expect(loss).rejects.toThrow(TypeError)
    await expect(loss).rejects.toThrow(message)
    await step
    expect(seqIds(tinker, "forward_backward", "optim_step")).toEqual([1, 2])
  })

  it("needs target tokens", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const other = datum(ModelInput.fromInts([1]), { advantages: [1] })
    const loss = client.forwardBackwardCustom([example, other], () => ({ gradients: [] }))
    await expect(loss).rejects.toThrow("target_tokens in every example; example 1 has none")
    expect(tinker.sent("forward_backward")).toHaveLength(0)
  })

  const field = "original_logprobs"
  it.each<[string, Regularizer]>([
    ["consistency", consistency()],
    ["KL divergence", klDivergence({ reference: { field } })],
    ["gradient penalty", gradientPenalty({ gradientOf: (values) => values.data, interpolate: { field, random: () => 0.5 } })], // prettier-ignore
    ["L2 of a field", l2({ target: { field } })],
  ])("sees every input and sends two: %s", async (_, regularizer) => {
    const tinker = fakeTinker({ retrieve_future: output })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const examples = [-1, -2].map((logprob) =>
      datum(ModelInput.fromInts([1, 2]), { target_tokens: [2, 3], [field]: float32([logprob, logprob]) }),
    )
    const loss = regularizedLoss({ regularizers: [{ regularizer, weight: 1 }] })
    const { metrics } = await client.forwardBackwardCustom(examples, loss)
    expect(Math.abs(metrics[regularizer.name] ?? 0)).toBeGreaterThan(0)
    const sent = tinker.sent("forward_backward").flatMap(({ body }) => body["data"] as Datum[])
    expect(sent).toHaveLength(4)
    for (const { loss_fn_inputs: inputs } of sent) expect(Object.keys(inputs)).toEqual(["target_tokens", "weights"])
  })
})

describe("the wait between two polls", () => {
  const tryAgain = { type: "try_again", request_id: "r", queue_state: "active" }
  const metadata = { status: "complete_metadata", response_payload_size: 10 }
  const times = (count: number, answer: FakeAnswer | Error): (FakeAnswer | Error)[] =>
    Array.from({ length: count }, () => answer)

  it.each<[string, readonly (FakeAnswer | Error)[], readonly number[]]>([
    ["try again by 200", times(3, { body: tryAgain }), [0, 100, 200, 300]],
    ["try again by 408", times(3, { status: 408, body: tryAgain }), [0, 100, 200, 300]],
    ["the service's own wait", times(2, { body: { ...tryAgain, retry_after_ms: 700 } }), [0, 700, 1400]],
    ["server errors", times(3, { status: 502, body: {} }), [0, 100, 200, 300]],
    ["bad requests, three in a row", times(3, { status: 400, body: { detail: "x" } }), [0, 100, 200, 300]],
    ["too many requests", times(4, { status: 429, body: {} }), [0, 1000, 3000, 7000, 15000]],
    ["a broken connection", times(2, new Error("reset")), [0, 1000, 3000]],
    ["an unpaid bill", times(2, { status: 402, body: {} }), [0, 5000, 10000]],
    ["a withheld result", [{ body: metadata }], [0, 100]],
  ])("after %s", async (_, answers, expected) => {
    const tinker = fakeTinker({
      retrieve_future: (body, nth) => (body["request_id"] === "optim_step/1" ? answers[nth - 1] : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const step = client.optimStep()
    for (let index = 0; index < expected.length + 2; index++) await tinker.clock.advance(8000)
    expect(await step).toEqual({ metrics: {} })
    const polls = tinker.sent("retrieve_future").filter(({ body }) => body["request_id"] === "optim_step/1")
    const start = polls[0]?.at ?? 0
    expect(polls.map(({ at }) => at - start)).toEqual(expected)
    expect(polls.map(({ headers }) => headers.get("x-tinker-request-iteration"))).toEqual(
      polls.map((_, n) => String(n)),
    )
  })

  it("asks for a withheld result in full", async () => {
    const tinker = fakeTinker({
      retrieve_future: (body, nth) =>
        nth === 1 && body["request_id"] === "optim_step/1" ? { body: metadata } : undefined,
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const step = client.optimStep()
    await tinker.clock.advance(1000)
    await step
    const polls = tinker.sent("retrieve_future").slice(1)
    expect(polls.map(({ body }) => body["allow_metadata_only"])).toEqual([true, false])
  })

  it.each<[string, FakeAnswer, object]>([
    ["a failure", { body: { error: "bad batch", category: "user" } }, { code: "future_failed" }],
    ["an older failure", { body: { status: "failed", error: "bad batch" } }, { code: "future_failed" }],
    ["a lost result", { status: 410, body: { detail: "gone" } }, { code: "future_expired", retryable: true }],
    ["a wrong key", { status: 401, body: { detail: "no" } }, { code: "http", status: 401 }],
    ["a fourth bad request", { status: 400, body: { detail: "x" } }, { code: "http", status: 400 }],
  ])("does not come after %s", async (_, answer, error) => {
    const tinker = fakeTinker({
      retrieve_future: (body) => (body["request_id"] === "optim_step/1" ? answer : undefined),
    })
    await using service = tinker.service
    const client = await training({ ...tinker, service })
    const step = client.optimStep()
    await tinker.clock.advance(1000)
    const reason: unknown = await step.catch((thrown: unknown) => thrown)
    expect(isPristineError(reason)).toBe(true)
    expect(reason).toMatchObject(error)
  })
})

it.each<[name: string, warn: () => unknown]>([
  [
    "throws",
    () => {
      throw new Error("full")
    },
  ],
  ["rejects", () => Promise.reject(new Error("full"))],
])("a log that %s disturbs no work, and is reported once", async (_, warn) => {
  const paused = { type: "try_again", request_id: "r", queue_state: "paused_capacity" }
  const silent = (): void => undefined
  const warnings: unknown[] = []
  const tinker = fakeTinker(
    {
      retrieve_future: (body, nth) =>
        body["request_id"] === "optim_step/1" && nth < 800 ? { status: 408, body: paused } : undefined,
      session_heartbeat: () => new Error("reset"),
    },
    {
      log: { debug: silent, info: silent, warn, error: silent },
      onWarning: ({ code, message, cause }) => warnings.push([code, message, cause]),
    },
  )
  await using service = tinker.service
  const client = await training({ ...tinker, service })
  const step = client.optimStep()
  // Long enough for two words on the work and some on the heartbeats.
  await tinker.clock.advance(200_000)
  expect(await step).toEqual({ metrics: {} })
  expect(warnings).toEqual([["config", "The log failed; its errors are not reported again", new Error("full")]])
  const beats = tinker.sent("session_heartbeat").length
  await tinker.clock.advance(30_000)
  expect(tinker.sent("session_heartbeat").length).toBeGreaterThan(beats)
})

it("tells a person why the work waits, once a minute", async () => {
  const paused = { type: "try_again", request_id: "r", queue_state: "paused_capacity" }
  const tinker = fakeTinker({
    retrieve_future: (body, nth) =>
      body["request_id"] === "optim_step/1" && nth < 800 ? { status: 408, body: paused } : undefined,
  })
  await using service = tinker.service
  const client = await training({ ...tinker, service })
  const step = client.optimStep()
  await tinker.clock.advance(81_000)
  await step
  const reason = "Tinker backend is running short on capacity, please wait"
  expect(tinker.log).toEqual(Array(2).fill(`Training for s:train:0 is paused. Reason: ${reason}.`))
})

it("tells an observer of every change of the queue, and survives it", async () => {
  const state = (queue_state: string, queue_state_reason?: string) => {
    return { status: 408, body: { type: "try_again", request_id: "r", queue_state, queue_state_reason } }
  }
  const answers = [
    state("active"),
    state("paused_capacity"),
    state("paused_capacity"),
    state("paused_rate_limit", "because"),
    state("active"),
  ]
  const seen: unknown[] = []
  const warnings: string[] = []
  const tinker = fakeTinker(
    { retrieve_future: (body, nth) => (body["request_id"] === "optim_step/1" ? answers[nth - 1] : undefined) },
    {
      onQueueState: (queue) => {
        seen.push(queue)
        throw new Error("mine")
      },
      onWarning: ({ message }) => warnings.push(message),
    },
  )
  await using service = tinker.service
  const client = await training({ ...tinker, service })
  const step = client.optimStep()
  await tinker.clock.advance(2_000)
  await step
  const of = { work: "training", id: "s:train:0" }
  expect(seen).toEqual([
    { ...of, state: "active", reason: undefined },
    { ...of, state: "paused_capacity", reason: "Tinker backend is running short on capacity, please wait" },
    { ...of, state: "paused_rate_limit", reason: "because" },
    { ...of, state: "active", reason: undefined },
  ])
  expect(warnings).toEqual(["The observer of the queue failed; its errors are not reported again"])
})

it.each([0, -1, 1.5])("refuses a lifetime of %d seconds before anything is sent", async (ttlSeconds) => {
  const tinker = fakeTinker()
  await using service = tinker.service
  const client = await training({ ...tinker, service })
  for (const save of [client.saveState("a", { ttlSeconds }), client.saveWeightsForSampler("a", { ttlSeconds })]) {
    await expect(save).rejects.toMatchObject({ code: "input" })
  }
  expect(tinker.sent("save_weights", "save_weights_for_sampler")).toEqual([])
  await client.optimStep()
  expect(tinker.sent("optim_step")[0]?.body["seq_id"]).toBe(1)
})

it("unloads its model behind what was called before", async () => {
  const tinker = fakeTinker()
  await using service = tinker.service
  const client = await training({ ...tinker, service })
  const step = client.optimStep()
  await client.unloadModel()
  await step
  expect(tinker.sent("optim_step", "unload_model").map(({ route }) => route)).toEqual(["optim_step", "unload_model"])
  expect(tinker.sent("unload_model")[0]?.body).toEqual({ model_id: "s:train:0", type: "unload_model" })
})
