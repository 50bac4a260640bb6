import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { type Answer, type TestClient, textDatum, trainingBody, trainingProto, withService } from "./client.ts"

const proto = "application/x-protobuf"

/** Hands over a folder for one test. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "local-service-state-"))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const step = (client: TestClient, modelId: string, seqId: number): Promise<Answer> =>
  client.run("/optim_step", { model_id: modelId, seq_id: seqId, adam_params: { learning_rate: 0.01 } })
const gradient = (client: TestClient, modelId: string, seqId: number): Promise<Answer> =>
  client.run("/forward_backward", trainingBody(modelId, seqId, [textDatum("state on disk")]))

describe("a service that starts where another one stopped", () => {
  it("trains on with the same model to the same numbers, the gradient in between included", async () => {
    let expected: unknown
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      for (const seqId of [1, 3]) {
        await gradient(client, modelId, seqId)
        await step(client, modelId, seqId + 1)
      }
      expected = (await gradient(client, modelId, 5)).json
    })
    await withFolder(async (state) => {
      let modelId = ""
      await withService({ state }, async (client) => {
        modelId = (await client.createModel()).modelId
        await gradient(client, modelId, 1)
        await step(client, modelId, 2)
        await gradient(client, modelId, 3)
      })
      // The gradient has been computed and not been used.
      await withService({ state }, async (client) => {
        await step(client, modelId, 4)
      })
      await withService({ state }, async (client) => {
        expect((await gradient(client, modelId, 5)).json).toEqual(expected)
        expect((await client.post("/get_info", { model_id: modelId })).json).toMatchObject({ lora_rank: 8 })
      })
    })
  })

  it("knows sessions, models, samplers, projects and checkpoints", async () => {
    await withFolder(async (state) => {
      const look = async (client: TestClient, sessionId: string, modelId: string): Promise<unknown> => {
        const paths = ["/sessions", `/sessions/${sessionId}`, "/training_runs?project_id=p", "/checkpoints"]
        const answers = await Promise.all(paths.map(async (path) => (await client.call("GET", path)).json))
        const samplers = [0, 1, 2].map((n) => client.call("GET", `/samplers/${sessionId}:sample:${n}`))
        const run = await client.call("GET", `/training_runs/${modelId}/checkpoints`)
        return [answers, run.json, (await Promise.all(samplers)).map(({ json }) => json)]
      }
      const sample = async (client: TestClient, sampler: string, seqId: number): Promise<unknown> => {
        const body = { prompt: { chunks: [{ tokens: [104] }] }, sampling_params: { max_tokens: 5, seed: 3 } }
        return (await client.run("/asample", { ...body, sampling_session_id: sampler, seq_id: seqId })).json
      }
      let before: unknown
      let sessionId = ""
      let modelId = ""
      let samples: unknown[] = []
      await withService({ state, now: () => 1_770_000_000_000 }, async (client) => {
        ;({ sessionId, modelId } = await client.createModel())
        await client.call("PUT", `/sessions/${sessionId}/project`, { project_id: "p" })
        await gradient(client, modelId, 1)
        await step(client, modelId, 2)
        const saved = await client.run("/save_weights", { model_id: modelId, seq_id: 3, path: "kept" })
        const session = { session_id: sessionId, base_model: "local/tiny-bytes" }
        await client.post("/create_sampling_session", { ...session, sampling_session_seq_id: 0 })
        const fromPath = { session_id: sessionId, sampling_session_seq_id: 1, model_path: saved.json["path"] }
        await client.post("/create_sampling_session", fromPath)
        await client.run("/save_weights_for_sampler", { model_id: modelId, seq_id: 4, sampling_session_seq_id: 2 })
        before = await look(client, sessionId, modelId)
        samples = await Promise.all([0, 1, 2].map((n) => sample(client, `${sessionId}:sample:${n}`, 0)))
      })
      await withService({ state, now: () => 1_770_000_000_000 }, async (client) => {
        expect(await look(client, sessionId, modelId)).toEqual(before)
        expect(await Promise.all([0, 1, 2].map((n) => sample(client, `${sessionId}:sample:${n}`, 1)))).toEqual(samples)
        expect((await client.createModel()).sessionId, "ids are not given out twice").not.toBe(sessionId)
      })
    })
  })

  it("finds a session again by its idempotency key", async () => {
    await withFolder(async (state) => {
      const create = async (client: TestClient): Promise<unknown> =>
        (await client.post("/create_session", {}, { "X-Idempotency-Key": "k" })).json["session_id"]
      let first: unknown
      await withService({ state }, async (client) => void (first = await create(client)))
      await withService({ state }, async (client) => expect(await create(client)).toBe(first))
    })
  })

  it("has the results that were not fetched yet, in both forms, until their time is over", async () => {
    await withFolder(async (state) => {
      const ids: unknown[] = []
      let whole: Answer | undefined
      let modelId = ""
      await withService({ state, now: () => 0, resultLifetimeMs: 1000 }, async (client) => {
        modelId = (await client.createModel()).modelId
        const body = trainingProto(["a text"], { modelId, seqId: 1 })
        const submitted = await client.post("/forward_backward", body, { "Content-Type": proto })
        whole = await client.poll(submitted.json["request_id"], { accept: proto })
        const failing = await client.post("/forward_backward", trainingBody(modelId, 2, [], "hinge"))
        await client.poll(failing.json["request_id"])
        ids.push(submitted.json["request_id"], failing.json["request_id"])
      })
      await withService({ state, now: () => 999, resultLifetimeMs: 1000 }, async (client) => {
        const again = await client.poll(ids[0], { accept: proto })
        expect(again.bytes).toEqual(whole?.bytes)
        expect((await client.poll(ids[0])).json).toHaveProperty("loss_fn_outputs")
        expect((await client.poll(ids[1])).json).toEqual({ error: 'Unknown loss_fn: "hinge"', category: "user" })
      })
      await withService({ state, now: () => 1000, resultLifetimeMs: 1000 }, async (client) => {
        expect((await client.poll(ids[0])).status).toBe(410)
        // An id that nobody knows may have been given out before the restart.
        expect((await client.poll("unknown")).status).toBe(410)
      })
      expect(await readdir(join(state, "results"))).toEqual([])
    })
  })

  it("runs what was accepted and had not run, out of its order and after it", async () => {
    await withFolder(async (state) => {
      let modelId = ""
      const ids: unknown[] = []
      await withService({ state }, async (client) => {
        modelId = (await client.createModel()).modelId
        // Number 1 is missing, so these wait.
        const body = trainingProto(["state"], { modelId, seqId: 3 })
        ids.push(
          (await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })).json["request_id"],
        )
        ids.push((await client.post("/forward_backward", body, { "Content-Type": proto })).json["request_id"])
      })
      await withService({ state }, async (client) => {
        await step(client, modelId, 1)
        expect((await client.poll(ids[0])).json).toEqual({ metrics: { "step:max": 2 } })
        expect((await client.poll(ids[1], { accept: proto })).headers.get("content-type")).toBe(proto)
      })
      expect(await readdir(join(state, "requests"))).toEqual([])
    })
  })

  it("runs again what its end interrupted", async () => {
    await withFolder(async (state) => {
      const texts = Array.from({ length: 400 }, (_, index) => `sentence number ${index}`)
      const service = await startLocalService({ seed: 1, state })
      const post = (path: string, body: unknown) =>
        fetch(`${service.url}/api/v1${path}`, {
          method: "POST",
          headers: { "X-API-Key": "tml-test", Connection: "close" },
          body: JSON.stringify(body),
        }).then((response) => response.json() as Promise<Record<string, unknown>>)
      const { session_id: sessionId } = await post("/create_session", {})
      const model = { session_id: sessionId, model_seq_id: 0, base_model: "local/tiny-bytes", lora_config: { rank: 2 } }
      const modelId = String((await post("/create_model", model))["model_id"])
      const { request_id: id } = await post("/forward_backward", trainingBody(modelId, 1, texts.map(textDatum)))
      await service.close()
      expect(await readdir(join(state, "requests"))).toHaveLength(1)
      await withService({ state }, async (client) => {
        expect((await client.poll(id)).json).toHaveProperty("loss_fn_outputs")
        expect((await step(client, modelId, 2)).json).toEqual({ metrics: { "step:max": 1 } })
      })
    })
  })

  it("saves a checkpoint again when it died before it noted that it had", async () => {
    await withFolder(async (state) => {
      let modelId = ""
      let request: Buffer | undefined
      await withService({ state }, async (client) => {
        modelId = (await client.createModel()).modelId
        await step(client, modelId, 1)
      })
      const model = await readFile(join(state, "models", encodeURIComponent(modelId)))
      await withService({ state }, async (client) => {
        await client.post("/save_weights", { model_id: modelId, seq_id: 3, path: "kept" })
        request = await readFile(join(state, "requests", encodeURIComponent(`${modelId}/3`)))
        await step(client, modelId, 2)
        expect((await client.run("/save_weights", { model_id: modelId, seq_id: 3, path: "kept" })).status).toBe(200)
      })
      // As if it had died right after the checkpoint was written.
      await writeFile(join(state, "models", encodeURIComponent(modelId)), model)
      await writeFile(join(state, "requests", encodeURIComponent(`${modelId}/3`)), request ?? "")
      for (const name of await readdir(join(state, "results"))) await rm(join(state, "results", name))
      await withService({ state }, async (client) => {
        await step(client, modelId, 2)
        const saved = await client.run("/save_weights", { model_id: modelId, seq_id: 3, path: "kept" })
        expect(saved.json).toEqual({ path: `tinker://${modelId}/weights/kept`, type: "save_weights" })
        const other = await client.run("/save_weights", { model_id: modelId, seq_id: 4, path: "kept" })
        expect(other.json["category"]).toBe("user")
      })
    })
  })

  it("lists checkpoints of all models and runs newest first, those that were saved anew in their new place", async () => {
    await withFolder(async (state) => {
      let now = 1_770_000_000_000
      const paths = async (client: TestClient): Promise<unknown> => {
        const { checkpoints } = (await client.call("GET", "/checkpoints")).json
        return (checkpoints as { tinker_path: string }[]).map(({ tinker_path: path }) => path.slice("tinker://".length))
      }
      const runs = async (client: TestClient): Promise<unknown> => (await client.call("GET", "/training_runs")).json
      let before: unknown
      let runsBefore: unknown
      const options = { state, now: () => now }
      await withService(options, async (client) => {
        const { sessionId, modelId: first } = await client.createModel()
        for (let index = 1; index < 12; index++) {
          const lora = { lora_config: { rank: 2 }, base_model: "local/tiny-bytes" }
          await client.run("/create_model", { session_id: sessionId, model_seq_id: index, ...lora })
        }
        const second = `${sessionId}:train:11`
        const save = (modelId: string, seqId: number, kind: string, path: string, overwrite = false) => {
          now += 1000
          return client.run(`/${kind}`, { model_id: modelId, seq_id: seqId, path, overwrite })
        }
        await save(second, 1, "save_weights", "a")
        await save(first, 1, "save_weights_for_sampler", "b")
        await save(first, 2, "save_weights", "c")
        await save(second, 2, "save_weights", "d")
        await save(second, 3, "save_weights", "a", true)
        before = await paths(client)
        expect(before).toEqual([
          `${second}/weights/a`,
          `${second}/weights/d`,
          `${first}/weights/c`,
          `${first}/sampler_weights/b`,
        ])
        runsBefore = await runs(client)
      })
      await withService(options, async (client) => {
        expect(await paths(client)).toEqual(before)
        expect(await runs(client)).toEqual(runsBefore)
      })
    })
  })

  it("leaves an unloaded model unloaded", async () => {
    await withFolder(async (state) => {
      let modelId = ""
      await withService({ state }, async (client) => {
        modelId = (await client.createModel()).modelId
        await client.run("/unload_model", { model_id: modelId })
      })
      await withService({ state }, async (client) => {
        expect((await step(client, modelId, 1)).json["error"]).toBe("The model has been unloaded")
      })
    })
  })

  it("clears away what was being written", async () => {
    await withFolder(async (state) => {
      await withService({ state }, async (client) => void (await client.createModel()))
      await writeFile(join(state, "models", "half~"), "{")
      await withService({ state }, async (client) => {
        expect((await client.call("GET", "/training_runs")).json["training_runs"]).toHaveLength(1)
      })
      expect(await readdir(join(state, "models"))).toHaveLength(1)
    })
  })
})

describe("a state that cannot be read keeps the service from starting", () => {
  const model = async (state: string): Promise<string> =>
    join(state, "models", (await readdir(join(state, "models")))[0] ?? "")

  it.each<[name: string, harm: (state: string) => Promise<void>, why: string | RegExp]>([
    ["a folder of something else", (state) => rm(join(state, "service")), "holds no state of a local service"],
    ["a torn file", async (state) => truncate(await model(state), 5000), /models.* is torn: it holds \d+ of \d+ bytes/],
    [
      "a file torn in its first line",
      async (state) => truncate(await model(state), 20),
      "is no file of a local service",
    ],
    [
      "a changed file",
      async (state) => {
        const bytes = await readFile(await model(state))
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
        await writeFile(await model(state), bytes)
      },
      /models.* is damaged: its checksum does not match/,
    ],
    ["a foreign file", (state) => writeFile(join(state, "sessions", "notes.txt"), "hello"), "notes.txt is no file of"],
    [
      "a file in the wrong place",
      async (state) => writeFile(join(state, "sessions", "moved"), await readFile(await model(state))),
      "moved holds a model where a session belongs",
    ],
    [
      "a newer version",
      async (state) => {
        const text = await readFile(join(state, "service"), "utf8")
        await writeFile(join(state, "service"), text.replace('"version":1', '"version":2'))
      },
      "state version 2, this one reads 1",
    ],
  ])("%s", async (_, harm, why) => {
    await withFolder(async (state) => {
      await withService({ state }, async (client) => void (await client.createModel()))
      await harm(state)
      await expect(startLocalService({ state })).rejects.toThrow(why)
    })
  })

  it("a model whose base is not offered any more", async () => {
    await withFolder(async (state) => {
      await withService({ state }, async (client) => void (await client.createModel()))
      const why = 'cannot be restored: the base model "local/tiny-bytes" is not offered'
      await expect(startLocalService({ state, models: ["Qwen/Qwen3-8B"] })).rejects.toThrow(why)
    })
  })
})
