import { describe, expect } from "vitest"
import { VirtualClock } from "../../../../runtime/src/testing/virtual-clock.ts"
import { it } from "../test.ts"
import { textDatum, trainingBody, trainingProto, withService } from "./client.ts"

const proto = "application/x-protobuf"

describe("operations of a model", () => {
  it("run in the order of their sequence ids, however they arrive", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const data = [textDatum("hello world")]
      // The step (2) is handed in first, then the loss after it (3), then the gradient it needs (1).
      const step = await client.post("/optim_step", {
        model_id: modelId,
        seq_id: 2,
        adam_params: { learning_rate: 0.01 },
      })
      const after = await client.post("/forward_backward", trainingBody(modelId, 3, data))
      const before = await client.post("/forward_backward", trainingBody(modelId, 1, data))
      const loss = async (requestId: unknown): Promise<number> => {
        const { json } = await client.poll(requestId)
        return (json["metrics"] as Record<string, number>)["loss:sum"] ?? NaN
      }
      expect(await loss(after.json["request_id"])).toBeLessThan(await loss(before.json["request_id"]))
      expect((await client.poll(step.json["request_id"])).json).toEqual({ metrics: { "step:max": 1 } })
    })
  })

  it("run once, however often they are handed in", async () => {
    await withService({}, async (client) => {
      const { sessionId, modelId } = await client.createModel()
      const body = trainingBody(modelId, 1, [textDatum("abc")])
      const first = await client.post("/forward_backward", body)
      const again = await client.post("/forward_backward", body)
      expect(again.json).toEqual(first.json)
      expect(first.json["request_id"]).toMatch(/^[0-9a-f-]{36}$/)
      for (const seqId of [2, 2, 3])
        await client.run("/optim_step", { model_id: modelId, seq_id: seqId, adam_params: { learning_rate: 0.01 } })
      const last = await client.run("/optim_step", { model_id: modelId, seq_id: 4, adam_params: {} })
      expect(last.json).toEqual({ metrics: { "step:max": 3 } })
      const model = { session_id: sessionId, model_seq_id: 0, base_model: "local/tiny-bytes", lora_config: { rank: 8 } }
      expect((await client.post("/create_model", model)).json["model_id"]).toBe(modelId)
    })
  })

  it("that fail leave the next ones their turn", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const failing = await client.run("/forward_backward", trainingBody(modelId, 1, [textDatum("abc")], "hinge"))
      expect(failing.status).toBe(200)
      expect(failing.json).toEqual({ error: 'Unknown loss_fn: "hinge"', category: "user" })
      const next = await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      expect(next.json).toEqual({ metrics: { "step:max": 1 } })
    })
  })

  it.each([
    { name: "no data", data: [], error: "No data provided" },
    {
      name: "lengths that disagree",
      data: [
        {
          model_input: { chunks: [{ tokens: [1, 2] }] },
          loss_fn_inputs: { target_tokens: { data: [1, 2, 3], dtype: "int64" } },
        },
      ],
      error: "target_tokens has 3 elements for 2 input tokens",
    },
    {
      name: "a token outside the vocabulary",
      data: [
        {
          model_input: { chunks: [{ tokens: [300] }] },
          loss_fn_inputs: { target_tokens: { data: [1], dtype: "int64" } },
        },
      ],
      error: "Token 300 is outside the vocabulary",
    },
    {
      name: "no targets",
      data: [{ model_input: { chunks: [{ tokens: [1] }] }, loss_fn_inputs: {} }],
      error: "loss_fn_inputs lacks target_tokens",
    },
  ])("blame the user for $name", async ({ data, error }) => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const answer = await client.run("/forward_backward", trainingBody(modelId, 1, data))
      expect(answer.json).toEqual({ error, category: "user" })
    })
  })
})

describe("retrieve_future", () => {
  it.each([
    { status: 408, options: {} },
    { status: 200, options: { tryAgainStatus: 200 } },
  ] as const)(
    "holds a request for the long poll's time, then answers try_again with $status",
    async ({ status, options }) => {
      const clock = new VirtualClock()
      await withService({ clock, longPollMs: 30_000, ...options }, async (client) => {
        const { modelId } = await client.createModel()
        const held = await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
        const poll = client.poll(held.json["request_id"])
        await clock.armed()
        expect(clock.nextDelay).toBe(30_000)
        await clock.advance(30_000)
        const answer = await poll
        expect(answer.status).toBe(status)
        expect(answer.json).toEqual({
          type: "try_again",
          request_id: held.json["request_id"],
          queue_state: "active",
          queue_state_reason: null,
        })
      })
    },
  )

  it("answers as soon as the result is there", async () => {
    const clock = new VirtualClock()
    await withService({ clock }, async (client) => {
      const { modelId } = await client.createModel()
      const held = await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      const poll = client.poll(held.json["request_id"])
      await clock.armed()
      await client.post("/optim_step", { model_id: modelId, seq_id: 1, adam_params: {} })
      expect((await poll).json).toEqual({ metrics: { "step:max": 2 } })
      expect(clock.pending).toBe(0)
    })
  })

  it("lets go of a poll whose client has gone", async () => {
    const clock = new VirtualClock()
    await withService({ clock }, async (client) => {
      const { modelId } = await client.createModel()
      const held = await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      const abort = new AbortController()
      const poll = fetch(`${client.service.url}/api/v1/retrieve_future`, {
        method: "POST",
        headers: { "X-API-Key": "tml-test", Connection: "close" },
        body: JSON.stringify({ request_id: held.json["request_id"] }),
        signal: abort.signal,
      })
      await clock.armed()
      abort.abort()
      await expect(poll).rejects.toThrow()
      // The next call reaches the service after the end of the first connection was noticed.
      for (let turn = 0; turn < 50 && clock.pending > 0; turn++) await client.call("GET", "/healthz")
      expect(clock.pending).toBe(0)
    })
  })

  it("tells the size of a large result first, if the client allows", async () => {
    await withService({ metadataOnlyBytes: 100 }, async (client) => {
      const { modelId } = await client.createModel()
      const body = trainingProto(["a text that is long enough"], { modelId, seqId: 1 })
      const submitted = await client.post("/forward_backward", body, { "Content-Type": proto })
      const requestId = submitted.json["request_id"]
      const sized = await client.poll(requestId, { accept: proto, allowMetadataOnly: true })
      const whole = await client.poll(requestId, { accept: proto })
      expect(sized.json).toEqual({ status: "complete_metadata", response_payload_size: whole.bytes.length })
      expect(whole.headers.get("content-type")).toBe(proto)
      const small = await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      expect(small.json).toEqual({ metrics: { "step:max": 1 } })
    })
  })

  it("answers 404 for an unknown id and 410 for an expired one", async () => {
    let now = Date.UTC(2026, 0, 1)
    await withService({ now: () => now, resultLifetimeMs: 60_000 }, async (client) => {
      const { modelId } = await client.createModel()
      const body = { model_id: modelId, seq_id: 1, adam_params: {} }
      const { json } = await client.post("/optim_step", body)
      expect((await client.poll(json["request_id"])).status).toBe(200)
      now += 60_001
      const expired = await client.poll(json["request_id"])
      expect([expired.status, expired.json]).toEqual([410, { detail: "Future has expired" }])
      expect((await client.post("/optim_step", body)).json["request_id"]).toBe(json["request_id"])
      const unknown = await client.poll("nothing")
      expect([unknown.status, unknown.json]).toEqual([404, { detail: "Future not found" }])
    })
  })

  it("keeps many sessions apart", async () => {
    await withService({}, async (client) => {
      const names = Array.from({ length: 12 }, (_value, index) => `session ${index} says ${"abc"[index % 3]}`)
      const results = await Promise.all(
        names.map(async (text) => {
          const { modelId } = await client.createModel()
          const run = (seqId: number) =>
            client.run("/forward_backward", trainingBody(modelId, seqId, [textDatum(text)]))
          const first = await run(1)
          await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: { learning_rate: 0.01 } })
          return { modelId, losses: [first, await run(3)].map(({ json }) => json["metrics"] as Record<string, number>) }
        }),
      )
      expect(new Set(results.map(({ modelId }) => modelId)).size).toBe(12)
      for (const { losses } of results) expect(losses[1]?.["loss:sum"]).toBeLessThan(losses[0]?.["loss:sum"] ?? NaN)
    })
  })
})
