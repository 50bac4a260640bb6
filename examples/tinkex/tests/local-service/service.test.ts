import { describe, expect } from "vitest"
import { byteTokenizer, json, startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { type Answer, connect, type TestClient, withService } from "./client.ts"

const outcome = ({ status, json: body }: Answer): unknown => [status, body["detail"]]
const prompt = { chunks: [{ tokens: [104, 105] }] }

async function createSampler(client: TestClient): Promise<string> {
  const { sessionId } = await client.createModel()
  const { json: body } = await client.post("/create_sampling_session", {
    session_id: sessionId,
    sampling_session_seq_id: 0,
    base_model: "local/tiny-bytes",
  })
  return String(body["sampling_session_id"])
}

describe("access", () => {
  it.each([
    { name: "a tml- key", key: "tml-anything", status: 200 },
    { name: "a foreign token", key: "eyJ.eyJ9.x", status: 200 },
    { name: "another key", key: "sk-1", status: 401 },
    { name: "no key", key: "", status: 401 },
  ])("$name gets $status", async ({ key, status }) => {
    await withService({}, async (client) => {
      const answer = await client.call("GET", "/get_server_capabilities", undefined, { "X-API-Key": key })
      expect(answer.status).toBe(status)
      if (status === 401) expect(answer.json).toEqual({ detail: "Invalid or missing API key" })
      expect((await client.call("GET", "/healthz", undefined, { "X-API-Key": key })).json).toEqual({ status: "ok" })
    })
  })

  it.each([3600, 90])("is given by a token in exchange for a key for %i seconds", async (tokenLifetimeSeconds) => {
    let now = Date.UTC(2026, 0, 1)
    const options = { now: () => now, tokenLifetimeSeconds, flags: { pjwt_auth_enabled: true } }
    await withService(options, async (client) => {
      expect((await client.post("/client/config", { sdk_version: "0.25.0" })).json).toEqual({ pjwt_auth_enabled: true })
      const { json: body } = await client.post("/auth/token", {})
      const key = String(body["jwt"])
      const claims = JSON.parse(Buffer.from(key.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>
      expect(claims).toMatchObject({ iss: "passport-local", exp: now / 1000 + tokenLifetimeSeconds })
      const ask = async (): Promise<number> =>
        (await client.call("GET", "/sessions", undefined, { "X-API-Key": key })).status
      expect(await ask()).toBe(200)
      now += tokenLifetimeSeconds * 1000
      expect(await ask()).toBe(401)
    })
  })
})

describe("errors", () => {
  it.each([
    { name: "an unknown path", method: "GET", path: "/nothing", expected: [404, "Not Found"] },
    { name: "a wrong method", method: "GET", path: "/create_session", expected: [405, "Method Not Allowed"] },
    {
      name: "a damaged path",
      method: "GET",
      path: "/samplers/%ff",
      expected: [400, "Path is not percent-encoded correctly"],
    },
    { name: "an unknown sampler", method: "GET", path: "/samplers/none", expected: [404, "Sampler not found"] },
    { name: "an unknown run", method: "GET", path: "/training_runs/none", expected: [404, "Training run not found"] },
    {
      name: "an unknown model",
      path: "/optim_step",
      body: { model_id: "none", seq_id: 1 },
      expected: [404, "Model not found"],
    },
    {
      name: "a foreign session",
      path: "/create_model",
      body: { session_id: "none", model_seq_id: 0, base_model: "local/tiny-bytes" },
      expected: [403, "Invalid session_id"],
    },
    {
      name: "a heartbeat of a foreign session",
      path: "/session_heartbeat",
      body: { session_id: "none" },
      expected: [403, "Invalid session_id"],
    },
    {
      name: "a malformed checkpoint path",
      path: "/weights_info",
      body: { tinker_path: "tinker://a/b" },
      expected: [400, "Invalid checkpoint path: expected tinker://<model>/<weights or sampler_weights>/<name>"],
    },
  ])("$name", async ({ method = "POST", path, body, expected }) => {
    await withService({}, async (client) => {
      expect(outcome(await client.call(method, path, body))).toEqual(expected)
    })
  })

  it.each([
    {
      name: "a rank that is no power of two",
      lora: { rank: 12 },
      detail: "lora_config.rank must be a power of 2 up to 256",
    },
    {
      name: "nothing to train",
      lora: { train_attn: false, train_mlp: false, train_unembed: false },
      detail: "lora_config must train at least one of unembed, mlp and attn",
    },
    { name: "an unknown base model", lora: {}, base: "gpt-2", detail: "base_model is not supported" },
  ])("of create_model: $name", async ({ lora, base = "local/tiny-bytes", detail }) => {
    await withService({}, async (client) => {
      const { sessionId } = await client.createModel()
      const body = { session_id: sessionId, model_seq_id: 1, base_model: base, lora_config: lora }
      expect(outcome(await client.post("/create_model", body))).toEqual([400, detail])
    })
  })

  it.each([
    { name: "max_tokens 0", change: { sampling_params: { max_tokens: 0 } }, detail: "max_tokens must be positive" },
    { name: "no sequence", change: { num_samples: 0 }, detail: "num_samples must be between 1 and 1024" },
    { name: "top_p 0", change: { sampling_params: { top_p: 0 } }, detail: "top_p must be in (0, 1]" },
    {
      name: "more than the context holds",
      change: { sampling_params: { max_tokens: 40_000 } },
      detail: "Prompt length plus max_tokens exceeds the model's context window: 2 + 40000 > 32768",
    },
  ])("of asample: $name", async ({ change, detail }) => {
    await withService({}, async (client) => {
      const body = { base_model: "local/tiny-bytes", prompt, ...change }
      expect(outcome(await client.post("/asample", body))).toEqual([400, detail])
    })
  })

  it("of an operation whose sequence id is the model's creation", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      expect(outcome(await client.post("/optim_step", { model_id: modelId, seq_id: 0, adam_params: {} }))).toEqual([
        400,
        "seq_id of an operation must be 1 or more",
      ])
    })
  })

  it("that an intercept plays reach the client in the service's place", async () => {
    let refusals = 2
    const intercept = () => (refusals-- > 0 ? json({ detail: "Too Many Requests" }, 429) : undefined)
    await withService({ intercept }, async (client) => {
      const statuses = [1, 2, 3].map(async () => (await client.call("GET", "/sessions")).status)
      expect((await Promise.all(statuses)).sort()).toEqual([200, 429, 429])
    })
  })
})

describe("sampling", () => {
  it("keeps sequence ids beyond 2^53 apart and repeated ones together", async () => {
    await withService({}, async (client) => {
      const sampler = await createSampler(client)
      const submit = async (seqId: string): Promise<unknown> => {
        const body = JSON.stringify({ sampling_session_id: sampler, seq_id: 0, prompt })
        return (await client.post("/asample", body.replace('"seq_id":0', `"seq_id":${seqId}`))).json["request_id"]
      }
      const first = await submit("852816986000000001")
      expect(await submit("852816986000000002")).not.toBe(first)
      expect(await submit("852816986000000001")).toBe(first)
    })
  })

  it("fails the future, not the request, when a token is unknown", async () => {
    await withService({}, async (client) => {
      const body = {
        sampling_session_id: await createSampler(client),
        seq_id: 0,
        prompt: { chunks: [{ tokens: [999] }] },
      }
      expect((await client.run("/asample", body)).json).toEqual({
        error: "Token 999 is outside the vocabulary",
        category: "user",
      })
    })
  })

  it("samples the weights as they were saved, not as they became", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const saved = await client.run("/save_weights_for_sampler", {
        model_id: modelId,
        sampling_session_seq_id: 0,
        seq_id: 1,
      })
      const body = {
        sampling_session_id: saved.json["sampling_session_id"],
        prompt,
        sampling_params: { max_tokens: 1 },
        prompt_logprobs: true,
      }
      const before = await client.run("/asample", { ...body, seq_id: 0 })
      const input = { model_input: prompt, loss_fn_inputs: { target_tokens: { data: [105, 106], dtype: "int64" } } }
      await client.post("/forward_backward", {
        forward_backward_input: { data: [input], loss_fn: "cross_entropy" },
        model_id: modelId,
        seq_id: 2,
      })
      await client.run("/optim_step", { model_id: modelId, seq_id: 3, adam_params: { learning_rate: 0.1 } })
      const after = await client.run("/asample", { ...body, seq_id: 1 })
      expect(after.json["prompt_logprobs"]).toEqual(before.json["prompt_logprobs"])
    })
  })

  it("streams a sequence token by token, then says why it ended", async () => {
    await withService({}, async (client) => {
      const params = { max_tokens: 5, seed: 4, stop: null, temperature: 1, top_k: -1, top_p: 1 }
      const body = { sampling_session_id: await createSampler(client), seq_id: 0, prompt, sampling_params: params }
      const whole = await client.run("/asample", body)
      const [sequence] = whole.json["sequences"] as { tokens: number[]; logprobs: number[] }[]
      const answer = await client.post("/stream_sample", { ...body, num_samples: 1 }, { Accept: "text/event-stream" })
      expect(answer.headers.get("content-type")).toBe("text/event-stream")
      const events = Buffer.from(answer.bytes).toString().trim().split("\n\n")
      const chunks = events.map((event) => JSON.parse(event.split("data: ")[1] ?? "") as Record<string, unknown>)
      expect(chunks.slice(0, -1)).toEqual(
        sequence?.tokens.map((token, index) => ({
          token: byteTokenizer.decode([token]),
          token_id: token,
          index,
          logprob: sequence.logprobs[index],
        })),
      )
      expect(chunks.at(-1)).toEqual({ token: "", finish_reason: "length", total_tokens: 5 })
      expect(events.at(-1)).toMatch(/^event: done\n/)
      const failed = await client.post("/stream_sample", { ...body, prompt: { chunks: [{ tokens: [999] }] } })
      expect(Buffer.from(failed.bytes).toString()).toContain('"error":"Token 999 is outside the vocabulary"')
      expect((await client.post("/stream_sample", { ...body, num_samples: 2 })).status).toBe(400)
    })
  })

  it("stops streaming when the client leaves", async () => {
    await withService({}, async (client) => {
      const body = { base_model: "local/tiny-bytes", prompt, sampling_params: { max_tokens: 30_000, stop: [] } }
      const response = await fetch(`${client.service.url}/api/v1/stream_sample`, {
        method: "POST",
        headers: { "X-API-Key": "tml-test" },
        body: JSON.stringify(body),
      })
      const reader = response.body?.getReader()
      expect((await reader?.read())?.done).toBe(false)
      await reader?.cancel()
    })
  })
})

describe("the service", () => {
  it("reads foreign token ids and samples those it learned", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel({ baseModel: "Qwen/Qwen3-8B", lora: { rank: 8, seed: 1 } })
      const tokens = [151_644, 872, 198, 40_000]
      const input = {
        model_input: { chunks: [{ tokens: tokens.slice(0, -1) }] },
        loss_fn_inputs: { target_tokens: { data: tokens.slice(1), dtype: "int64" } },
      }
      for (let step = 0; step < 30; step++) {
        await client.post("/forward_backward", {
          forward_backward_input: { data: [input], loss_fn: "cross_entropy" },
          model_id: modelId,
          seq_id: 2 * step + 1,
        })
        await client.post("/optim_step", {
          model_id: modelId,
          seq_id: 2 * step + 2,
          adam_params: { learning_rate: 0.01 },
        })
      }
      const saved = await client.run("/save_weights_for_sampler", { model_id: modelId, path: "s", seq_id: 61 })
      const sample = await client.run("/asample", {
        model_path: saved.json["path"],
        prompt: { chunks: [{ tokens: tokens.slice(0, 1) }] },
        sampling_params: { max_tokens: 3, temperature: 0 },
      })
      expect((sample.json["sequences"] as { tokens: number[] }[])[0]?.tokens).toEqual(tokens.slice(1))
    })
  })

  it("unloads a model after what was handed in before", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const step = await client.post("/optim_step", { model_id: modelId, seq_id: 1, adam_params: {} })
      const unloaded = await client.run("/unload_model", { model_id: modelId })
      expect(unloaded.json).toEqual({ model_id: modelId, type: "unload_model" })
      expect((await client.poll(step.json["request_id"])).json).toEqual({ metrics: { "step:max": 1 } })
      const late = await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      expect(late.json).toEqual({ error: "The model has been unloaded", category: "user" })
    })
  })

  it("gives the same ids and numbers under the same seed", async () => {
    const runOnce = async (seed: number): Promise<unknown> => {
      let seen: unknown
      await withService({ seed }, async (client) => {
        const sampler = await createSampler(client)
        seen = [sampler, (await client.run("/asample", { sampling_session_id: sampler, seq_id: 0, prompt })).json]
      })
      return seen
    }
    expect(await runOnce(5)).toEqual(await runOnce(5))
    expect(await runOnce(5)).not.toEqual(await runOnce(6))
  })

  it("keeps a base URL's prefix out of its way", async () => {
    await withService({}, async (client) => {
      const response = await fetch(`${client.service.url}/services/tinker-prod/api/v1/healthz`)
      expect(await response.json()).toEqual({ status: "ok" })
    })
  })

  it("accepts telemetry and heartbeats", async () => {
    await withService({}, async (client) => {
      const { sessionId } = await client.createModel()
      expect((await client.post("/session_heartbeat", { session_id: sessionId })).json).toEqual({
        type: "session_heartbeat",
      })
      const batch = { events: [], platform: "Linux", sdk_version: "0.25.0", session_id: sessionId }
      expect((await client.post("/telemetry", batch)).json).toEqual({ status: "accepted" })
      expect((await client.post("/telemetry", {})).status).toBe(422)
    })
  })

  it("closes while polls are held and operations run", async () => {
    const service = await startLocalService({ seed: 1 })
    const client = connect(service)
    const { modelId } = await client.createModel()
    const held = await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
    const poll = client.poll(held.json["request_id"])
    const gone = expect(poll).rejects.toThrow()
    await client.post("/asample", { base_model: "local/tiny-bytes", prompt, sampling_params: { max_tokens: 30_000 } })
    await service.close()
    await gone
  })

  it("reports a port that is taken", async () => {
    await withService({}, async (client) => {
      await expect(startLocalService({ port: client.service.port })).rejects.toMatchObject({ code: "EADDRINUSE" })
    })
  })
})

describe("what a service offers", () => {
  it("is told by the service itself", async () => {
    await using service = await startLocalService({ seed: 7, models: ["a/b", { name: "c" }] })
    expect([service.seed, service.models]).toEqual([7, ["a/b", "c"]])
  })

  it("has a name", async () => {
    await expect(startLocalService({ models: ["a", " "] })).rejects.toThrow("A base model needs a name")
  })
})
