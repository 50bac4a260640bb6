import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { VirtualClock } from "../../../../runtime/src/testing/virtual-clock.ts"
import { it } from "../test.ts"
import { type Answer, type TestClient, textDatum, trainingBody, withService } from "./client.ts"
import { tarMembers } from "./tar-members.ts"

const start = Date.UTC(2026, 2, 4, 5, 30)

interface Saved {
  readonly sessionId: string
  readonly modelId: string
  readonly path: string
}

/** A model with one step behind it and a checkpoint `name`. */
async function save(client: TestClient, name = "step-1", more: Record<string, unknown> = {}): Promise<Saved> {
  const { sessionId, modelId } = await client.createModel()
  await client.post("/forward_backward", trainingBody(modelId, 1, [textDatum("abcabc")]))
  await client.post("/optim_step", { model_id: modelId, seq_id: 2, adam_params: { learning_rate: 0.01 } })
  const saved = await client.run("/save_weights", { model_id: modelId, seq_id: 3, path: name, ...more })
  return { sessionId, modelId, path: String(saved.json["path"]) }
}

async function lossOf(client: TestClient, modelId: string, seqId: number): Promise<number> {
  const answer = await client.run("/forward", {
    forward_input: { data: [textDatum("abcabc")], loss_fn: "cross_entropy" },
    model_id: modelId,
    seq_id: seqId,
  })
  return (answer.json["metrics"] as Record<string, number>)["loss:sum"] ?? NaN
}

const outcome = ({ status, json }: Answer): unknown => [status, json["detail"]]

describe("checkpoints", () => {
  it("are described, listed and found by path", async () => {
    await withService({ now: () => start }, async (client) => {
      const { modelId, path } = await save(client, "step-1", { ttl_seconds: 60 })
      expect(path).toBe(`tinker://${modelId}/weights/step-1`)
      const { json } = await client.call("GET", `/training_runs/${modelId}/checkpoints`)
      expect(json["checkpoints"]).toEqual([
        {
          checkpoint_id: "weights/step-1",
          checkpoint_type: "training",
          time: "2026-03-04T05:30:00.000Z",
          tinker_path: path,
          size_bytes: expect.any(Number) as number,
          public: false,
          expires_at: "2026-03-04T05:31:00.000Z",
        },
      ])
      expect((await client.call("GET", "/checkpoints?limit=5&offset=0")).json).toEqual({
        checkpoints: json["checkpoints"],
        cursor: { offset: 0, limit: 5, total_count: 1 },
      })
      expect((await client.post("/weights_info", { tinker_path: path })).json).toEqual({
        base_model: "local/tiny-bytes",
        is_lora: true,
        lora_rank: 8,
        train_unembed: true,
        train_mlp: true,
        train_attn: true,
      })
    })
  })

  it("are published, given a lifetime and deleted", async () => {
    await withService({ now: () => start }, async (client) => {
      const { modelId } = await save(client)
      const one = `/training_runs/${modelId}/checkpoints/weights/step-1`
      const look = async (): Promise<Record<string, unknown>> => {
        const { json } = await client.call("GET", "/checkpoints")
        return (json["checkpoints"] as Record<string, unknown>[])[0] ?? {}
      }
      expect((await client.call("POST", `${one}/publish`)).status).toBe(204)
      expect((await look())["public"]).toBe(true)
      expect((await client.call("DELETE", `${one}/publish`)).status).toBe(204)
      expect((await look())["public"]).toBe(false)
      expect((await client.call("PUT", `${one}/ttl`, { ttl_seconds: 60 })).status).toBe(204)
      expect((await look())["expires_at"]).toBe("2026-03-04T05:31:00.000Z")
      expect((await client.call("PUT", `${one}/ttl`, { ttl_seconds: null })).status).toBe(204)
      expect((await look())["expires_at"]).toBeNull()
      expect(outcome(await client.call("PUT", `${one}/ttl`, { ttl_seconds: 0 }))).toEqual([
        400,
        "ttl_seconds must be a positive integer or null",
      ])
      expect((await client.call("DELETE", one)).status).toBe(204)
      expect(outcome(await client.call("DELETE", one))).toEqual([404, "Checkpoint not found"])
      expect(outcome(await client.call("DELETE", one.replace("weights", "models")))).toEqual([
        400,
        "Checkpoint type must be weights or sampler_weights",
      ])
    })
  })

  it("expire on the service's clock, and their files go with the next one that is saved", async () => {
    const clock = new VirtualClock({ wallTime: start })
    const directory = await mkdtemp(join(tmpdir(), "local-service-"))
    try {
      await withService({ clock, directory }, async (client) => {
        const { modelId, path } = await save(client, "short", { ttl_seconds: 60 })
        const { json: sampler } = await client.post("/create_sampling_session", {
          session_id: modelId.split(":")[0],
          sampling_session_seq_id: 0,
          model_path: path,
        })
        const names = () => readdir(join(directory, encodeURIComponent(modelId), "weights"))
        await clock.advance(59_999)
        expect((await client.post("/weights_info", { tinker_path: path })).status).toBe(200)
        await clock.advance(1)
        expect(outcome(await client.post("/weights_info", { tinker_path: path }))).toEqual([
          404,
          "Checkpoint not found",
        ])
        expect((await client.call("GET", "/checkpoints")).json["checkpoints"]).toEqual([])
        const loaded = await client.run("/load_weights", { model_id: modelId, path, seq_id: 4, optimizer: false })
        expect(loaded.json).toEqual({ error: "Checkpoint not found", category: "user" })
        expect(await names()).toEqual(["short"])
        await client.run("/save_weights", { model_id: modelId, path: "next", seq_id: 5 })
        expect(await names()).toEqual(["next"])
        // What samples from it goes on.
        expect((await client.call("GET", `/samplers/${String(sampler["sampling_session_id"])}`)).status).toBe(200)
      })
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  it("tell the link to their archive in the body where that is asked for", async () => {
    await withService({ now: () => start, archiveAnswer: "json" }, async (client) => {
      const { modelId } = await save(client)
      const answer = await client.call("GET", `/training_runs/${modelId}/checkpoints/weights/step-1/archive`)
      expect(answer.status).toBe(200)
      expect(answer.json).toEqual({
        url: expect.stringMatching(`^${client.service.url}/download/`) as string,
        expires: "2026-03-04T05:45:00.000Z",
      })
      const archive = await fetch(String(answer.json["url"]))
      const names = tarMembers(Buffer.from(await archive.arrayBuffer())).map(({ name }) => name)
      expect(names).toContain("adapter_model.safetensors")
    })
  })

  it("are not replaced unless that is asked for", async () => {
    await withService({}, async (client) => {
      const { modelId, path } = await save(client)
      const again = { model_id: modelId, path: "step-1" }
      const refused = await client.run("/save_weights", { ...again, seq_id: 4, overwrite: false })
      expect(refused.json).toEqual({ error: `${path} exists already; overwrite would replace it`, category: "user" })
      const replaced = await client.run("/save_weights", { ...again, seq_id: 5, overwrite: true })
      expect(replaced.json).toEqual({ path, type: "save_weights" })
      for (const [index, name] of ["../escape", "", "a/b", ".."].entries()) {
        const answer = await client.run("/save_weights", { model_id: modelId, path: name, seq_id: 6 + index })
        expect(answer.json["category"], name).toBe("user")
      }
    })
  })

  it("come as a tar behind a redirect that needs no key and expires", async () => {
    let now = start
    await withService({ now: () => now }, async (client) => {
      const { modelId } = await save(client)
      const redirect = await client.call("GET", `/training_runs/${modelId}/checkpoints/weights/step-1/archive`)
      expect(redirect.status).toBe(302)
      expect(redirect.headers.get("expires")).toBe("Wed, 04 Mar 2026 05:45:00 GMT")
      const location = redirect.headers.get("location") ?? ""
      const response = await fetch(location)
      const tar = Buffer.from(await response.arrayBuffer())
      expect(response.headers.get("content-type")).toBe("application/x-tar")
      expect(tarMembers(tar).map(({ name }) => name)).toEqual([
        "checkpoint.json",
        "adapter_config.json",
        "adapter_model.safetensors",
        "optimizer.safetensors",
        "checkpoint_complete",
      ])
      expect(JSON.parse(tarMembers(tar)[1]?.content.toString() ?? "")).toMatchObject({ r: 8, peft_type: "LORA" })
      now += 15 * 60_000
      expect((await fetch(location)).status).toBe(404)
    })
  })

  it("restore weights and optimizer into the same or another model", async () => {
    await withService({}, async (client) => {
      const { sessionId, modelId, path } = await save(client)
      const trained = await lossOf(client, modelId, 4)
      const other = await client.post("/create_model", {
        session_id: sessionId,
        model_seq_id: 1,
        base_model: "local/tiny-bytes",
        lora_config: { rank: 8 },
      })
      const otherId = String(other.json["model_id"])
      const before = await lossOf(client, otherId, 1)
      const loaded = await client.run("/load_weights", { model_id: otherId, seq_id: 2, path, optimizer: true })
      expect(loaded.json).toEqual({ path, model_id: otherId, type: "load_weights" })
      expect(await lossOf(client, otherId, 3)).toBe(trained)
      expect(before).toBeGreaterThan(trained)
      const step = await client.run("/optim_step", { model_id: otherId, seq_id: 4, adam_params: {} })
      expect(step.json).toEqual({ metrics: { "step:max": 2 } })
      await client.run("/load_weights", { model_id: otherId, seq_id: 5, path, optimizer: false })
      const fresh = await client.run("/optim_step", { model_id: otherId, seq_id: 6, adam_params: {} })
      expect(fresh.json).toEqual({ metrics: { "step:max": 1 } })
    })
  })

  it("become a new model of a session when loaded into one", async () => {
    await withService({}, async (client) => {
      const { sessionId, modelId, path } = await save(client)
      const body = { session_id: sessionId, model_seq_id: 5, path, optimizer: false, type: "load_weights" }
      const loaded = await client.run("/load_weights", body)
      expect(loaded.json).toEqual({ path, model_id: `${sessionId}:train:5`, type: "load_weights" })
      expect(await lossOf(client, `${sessionId}:train:5`, 1)).toBe(await lossOf(client, modelId, 4))
      const missing = { ...body, model_seq_id: 6, path: path.replace("step-1", "step-2") }
      expect(outcome(await client.post("/load_weights", missing))).toEqual([404, "Checkpoint not found"])
    })
  })

  it("of another shape or another purpose are refused, as the user's mistake", async () => {
    await withService({}, async (client) => {
      const { modelId, path } = await save(client)
      const sampler = await client.run("/save_weights_for_sampler", { model_id: modelId, path: "s", seq_id: 4 })
      const load = async (seqId: number, from: unknown): Promise<unknown> => {
        const answer = await client.run("/load_weights", {
          model_id: modelId,
          path: from,
          seq_id: seqId,
          optimizer: false,
        })
        return answer.json["error"]
      }
      expect(await load(5, sampler.json["path"])).toBe("Only checkpoints saved for training can be loaded into a model")
      expect(await load(6, path.replace("step-1", "none"))).toBe("Checkpoint not found")
      expect(await load(7, "weights/step-1")).toContain("Invalid checkpoint path")
      const { modelId: narrow } = await client.createModel({ lora: { rank: 4 } })
      const answer = await client.run("/load_weights", { model_id: narrow, path, seq_id: 1, optimizer: false })
      expect(answer.json["error"]).toBe("The checkpoint was saved from a model of another LoRA configuration")
    })
  })

  it("outlive the service in its directory", async () => {
    const directory = await mkdtemp(join(tmpdir(), "local-service-"))
    try {
      let saved: Saved | undefined
      let trained = NaN
      await withService({ directory }, async (client) => {
        saved = await save(client, "kept", { ttl_seconds: 3600 })
        await client.run("/save_weights", { model_id: saved.modelId, path: "gone", seq_id: 4 })
        await client.call("DELETE", `/training_runs/${saved.modelId}/checkpoints/weights/gone`)
        trained = await lossOf(client, saved.modelId, 5)
      })
      const { modelId = "", path = "" } = saved ?? {}
      expect(await readdir(join(directory, encodeURIComponent(modelId), "weights"))).toEqual(["kept"])
      await withService({ directory, seed: 2 }, async (client) => {
        const { json } = await client.call("GET", `/training_runs/${modelId}`)
        expect(json["last_checkpoint"]).toMatchObject({ tinker_path: path, expires_at: expect.any(String) as string })
        const { modelId: nextId } = await client.createModel()
        await client.run("/load_weights", { model_id: nextId, path, seq_id: 1, optimizer: true })
        expect(await lossOf(client, nextId, 2)).toBe(trained)
      })
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

describe("training runs and sessions", () => {
  it("are listed page by page, newest first", async () => {
    await withService({ now: () => start }, async (client) => {
      const first = await client.createModel()
      const second = await client.createModel({ lora: { rank: 4 } })
      const { json } = await client.call("GET", "/training_runs?limit=1&offset=0&access_scope=owned")
      expect(json).toEqual({
        training_runs: [
          {
            training_run_id: second.modelId,
            base_model: "local/tiny-bytes",
            model_owner: "local",
            is_lora: true,
            corrupted: false,
            lora_rank: 4,
            last_request_time: "2026-03-04T05:30:00.000Z",
            last_checkpoint: null,
            last_sampler_checkpoint: null,
            user_metadata: null,
          },
        ],
        cursor: { offset: 0, limit: 1, total_count: 2 },
      })
      const sessions = await client.call("GET", "/sessions?limit=20&offset=0")
      expect(sessions.json).toEqual({ sessions: [second.sessionId, first.sessionId] })
      expect((await client.call("GET", `/sessions/${first.sessionId}`)).json).toEqual({
        training_run_ids: [first.modelId],
        sampler_ids: [],
      })
      expect((await client.call("GET", "/training_runs?limit=-1")).status).toBe(422)
      for (const path of [
        "/training_runs",
        `/training_runs/${first.modelId}`,
        "/sessions",
        `/sessions/${first.sessionId}`,
      ])
        for (const [scope, status] of Object.entries({ owned: 200, accessible: 200, mine: 422 }))
          expect((await client.call("GET", `${path}?access_scope=${scope}`)).status, `${path} ${scope}`).toBe(status)
    })
  })

  it("belong to a project", async () => {
    await withService({}, async (client) => {
      const { sessionId, modelId } = await client.createModel()
      await client.createModel()
      expect((await client.call("PUT", `/sessions/${sessionId}/project`, { project_id: "p1" })).status).toBe(204)
      const { json } = await client.call("GET", "/training_runs?project_id=p1")
      expect((json["training_runs"] as Record<string, unknown>[]).map((run) => run["training_run_id"])).toEqual([
        modelId,
      ])
      expect(outcome(await client.call("PUT", "/sessions/none/project", { project_id: "p1" }))).toEqual([
        404,
        "Session not found",
      ])
    })
  })

  it("are made once under one idempotency key", async () => {
    await withService({}, async (client) => {
      const create = async (key: string): Promise<unknown> =>
        (await client.post("/create_session", {}, { "X-Idempotency-Key": key })).json["session_id"]
      expect(await create("a")).toBe(await create("a"))
      expect(await create("a")).not.toBe(await create("b"))
    })
  })

  it("export a trace of their operations", async () => {
    await withService({ now: () => start }, async (client) => {
      const { sessionId, modelId } = await save(client)
      const { json } = await client.call("GET", `/sessions/${sessionId}/trace_export`)
      expect(json["status"]).toBe("ready")
      const trace = (await (await fetch(String(json["url"]))).json()) as { traceEvents: Record<string, unknown>[] }
      expect(trace.traceEvents.map(({ name, tid }) => [name, tid])).toEqual([
        ["forward_backward", modelId],
        ["optim_step", modelId],
        ["save_weights", modelId],
      ])
    })
  })
})

describe("accounts", () => {
  it("audit what happens to checkpoints", async () => {
    await withService({ now: () => start }, async (client) => {
      const { modelId, path } = await save(client)
      await client.call("POST", `/training_runs/${modelId}/checkpoints/weights/step-1/publish`)
      const { json } = await client.call("GET", "/audit?event_type=checkpoints&day=2026-03-04")
      const entry = { timestamp: "2026-03-04T05:30:00.000Z", model_id: modelId, tinker_path: path }
      expect(json["entries"]).toEqual([
        { ...entry, event: "checkpoint_saved" },
        { ...entry, event: "checkpoint_published" },
      ])
      expect((await client.call("GET", "/audit?day=2026-03-05")).json).toEqual({ entries: [] })
      expect((await client.call("GET", "/audit?day=tomorrow")).status).toBe(422)
    })
  })

  it("sum usage up by the hour", async () => {
    await withService({ now: () => start }, async (client) => {
      const { sessionId } = await save(client)
      const window = (from: string, to: string) =>
        client.call("GET", `/billing/usage/events?starting_on=${from}&ending_before=${to}`)
      const { json } = await window("2026-03-04T05:00:00Z", "2026-03-04T06:00:00Z")
      const rows = json["data"] as Record<string, unknown>[]
      expect(rows.map((row) => row["event_info"])).toEqual([
        { type: "training", token_count: 5 },
        { type: "checkpoint", count: 1 },
      ])
      expect(rows[0]).toMatchObject({ bucket_start: "2026-03-04T05:00:00.000Z", session_id: sessionId })
      expect(json["sessions"]).toEqual({ [sessionId]: { user_metadata: {} } })
      expect((await window("2026-03-04T04:00:00Z", "2026-03-04T05:00:00Z")).json["data"]).toEqual([])
      expect((await window("2026-03-04T04:30:00Z", "2026-03-04T05:00:00Z")).status).toBe(400)
      expect((await window("2026-03-01T00:00:00Z", "2026-03-20T00:00:00Z")).status).toBe(400)
      expect((await window("then", "now")).status).toBe(422)
    })
  })
})
