import { isPristineError } from "pristine-runtime"
import type { FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import type { RestClient } from "../../src/clients/rest-client.ts"
import { fakeTinker, type FakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

const run = "a:train:0"
const path = `tinker://${run}/weights/0001`
const checkpoint = `training_runs/${run}/checkpoints/weights/0001`
const described = {
  training_run_id: run,
  base_model: "base",
  model_owner: "me",
  is_lora: true,
  last_request_time: "2026-01-31T10:30:00Z",
}

interface Row {
  readonly asked: (rest: RestClient) => PromiseLike<unknown>
  /** What is sent: method, route and query, and the body when there is one. */
  readonly sent: string
  readonly body?: unknown
  readonly answer: FakeAnswer
}

const empty: FakeAnswer = { status: 204 }
const none = { checkpoints: [] }

const rows: Readonly<Record<string, Row>> = {
  "runs, by default": {
    asked: (rest) => rest.listTrainingRuns(),
    sent: "GET training_runs?limit=20&offset=0&access_scope=owned",
    answer: { body: { training_runs: [], cursor: { offset: 0, limit: 20, total_count: 0 } } },
  },
  "runs, as told": {
    asked: (rest) => rest.listTrainingRuns({ limit: 5, offset: 10, accessScope: "accessible", projectId: "p" }),
    sent: "GET training_runs?limit=5&offset=10&access_scope=accessible&project_id=p",
    answer: { body: { training_runs: [described], cursor: { offset: 10, limit: 5, total_count: 11 } } },
  },
  "a run by its id": {
    asked: (rest) => rest.getTrainingRun(run, { accessScope: "owned" }),
    sent: `GET training_runs/${run}?access_scope=owned`,
    answer: { body: described },
  },
  "a run by the path of a checkpoint": {
    asked: (rest) => rest.getTrainingRun(path),
    sent: `GET training_runs/${run}?access_scope=owned`,
    answer: { body: described },
  },
  "checkpoints of a run": {
    asked: (rest) => rest.listCheckpoints(run),
    sent: `GET training_runs/${run}/checkpoints`,
    answer: { body: none },
  },
  "checkpoints, by default": {
    asked: (rest) => rest.listUserCheckpoints(),
    sent: "GET checkpoints?limit=100&offset=0",
    answer: { body: none },
  },
  "checkpoints, as told": {
    asked: (rest) => rest.listUserCheckpoints({ limit: 2, offset: 4 }),
    sent: "GET checkpoints?limit=2&offset=4",
    answer: { body: none },
  },
  deletion: { asked: (rest) => rest.deleteCheckpoint(path), sent: `DELETE ${checkpoint}`, answer: empty },
  "deletion by ids": {
    asked: (rest) => rest.deleteCheckpoint({ trainingRunId: run, checkpointId: "sampler_weights/0001" }),
    sent: `DELETE training_runs/${run}/checkpoints/sampler_weights/0001`,
    answer: empty,
  },
  publication: { asked: (rest) => rest.publishCheckpoint(path), sent: `POST ${checkpoint}/publish`, answer: empty },
  "its end": { asked: (rest) => rest.unpublishCheckpoint(path), sent: `DELETE ${checkpoint}/publish`, answer: empty },
  "a lifetime": {
    asked: (rest) => rest.setCheckpointTtl(path, 60),
    sent: `PUT ${checkpoint}/ttl`,
    body: { ttl_seconds: 60 },
    answer: empty,
  },
  "a lifetime without end": {
    asked: (rest) => rest.setCheckpointTtl(path, null),
    sent: `PUT ${checkpoint}/ttl`,
    body: { ttl_seconds: null },
    answer: empty,
  },
  "an archive": {
    asked: (rest) => rest.getCheckpointArchiveUrl(path),
    sent: `GET ${checkpoint}/archive`,
    answer: { status: 302, headers: { location: "https://files.test/a" } },
  },
  "weights of a checkpoint": {
    asked: (rest) => rest.getWeightsInfo(path),
    sent: "POST weights_info",
    body: { tinker_path: path },
    answer: { body: { base_model: "base", is_lora: true, lora_rank: 8 } },
  },
  "a sampler": {
    asked: (rest) => rest.getSampler("s:sample:0"),
    sent: "GET samplers/s:sample:0",
    answer: { body: { sampler_id: "s:sample:0", base_model: "base" } },
  },
  "sessions, by default": {
    asked: (rest) => rest.listSessions(),
    sent: "GET sessions?limit=20&offset=0&access_scope=owned",
    answer: { body: { sessions: ["s"] } },
  },
  "sessions, as told": {
    asked: (rest) => rest.listSessions({ limit: 3, accessScope: "accessible" }),
    sent: "GET sessions?limit=3&offset=0&access_scope=accessible",
    answer: { body: { sessions: [] } },
  },
  "a session": {
    asked: (rest) => rest.getSession("s", { accessScope: "accessible" }),
    sent: "GET sessions/s?access_scope=accessible",
    answer: { body: { training_run_ids: [run], sampler_ids: [] } },
  },
  "a session's project": {
    asked: (rest) => rest.assignSessionProject("s", "p"),
    sent: "PUT sessions/s/project",
    body: { project_id: "p" },
    answer: empty,
  },
  "the audit log": {
    asked: (rest) => rest.getAuditLog({ eventType: "checkpoints", day: "2026-01-31" }),
    sent: "GET audit?event_type=checkpoints&day=2026-01-31",
    answer: { body: { entries: [] } },
  },
  usage: {
    asked: (rest) => rest.getBillingUsage(new Date("2026-01-31T10:00:00Z"), new Date("2026-01-31T11:00:00Z")),
    sent: "GET billing/usage/events?starting_on=2026-01-31T10:00:00Z&ending_before=2026-01-31T11:00:00Z",
    answer: { body: { data: [], sessions: {} } },
  },
}

/** A client that is set up, and answers from then on as told. */
async function open(answer: FakeAnswer | Error): Promise<FakeTinker & { readonly rest: RestClient }> {
  const route = (url: string) => new URL(url).pathname.replace("/api/v1/", "")
  const all = Object.values(rows).map(({ sent }) => sent.split(/[ ?]/)[1] ?? "")
  const tinker = fakeTinker(Object.fromEntries(all.map((name) => [name, () => answer])))
  const rest = await tinker.service.createRestClient()
  expect(tinker.transport.requests.map(({ url }) => route(url))).toEqual(["client/config", "client/dynamic_config"])
  return { ...tinker, rest }
}

describe("the REST client asks for", () => {
  it.each(Object.entries(rows))("%s", async (_, { asked, sent, body, answer }) => {
    const { service, rest, transport } = await open(answer)
    await using _service = service
    await asked(rest)
    const [request, ...more] = transport.requests.slice(2)
    const { pathname, search } = new URL(request?.url ?? "")
    const facts = `${request?.method} ${pathname.replace("/api/v1/", "")}${search.replaceAll("%3A", ":")}`
    expect(facts).toBe(sent)
    expect(typeof request?.body === "string" ? JSON.parse(request.body) : request?.body).toEqual(body)
    expect(more).toEqual([])
  })
})

describe("when the REST client fails", () => {
  it.each(Object.entries(rows))("the service's word is at hand: %s", async (_, { asked }) => {
    const { service, rest } = await open({ status: 404, body: { detail: "gone" } })
    await using _service = service
    const reason: unknown = await asked(rest).then(undefined, (error: unknown) => error)
    expect(isPristineError(reason, "http") && [reason.status, reason.body]).toEqual([404, { detail: "gone" }])
  })

  it("a broken connection is tried again, and told in the end", async () => {
    const { service, rest, clock, transport } = await open(new Error("reset"))
    await using _service = service
    const failure = rest.getTrainingRun(run).catch((error: unknown) => error)
    await clock.advance(600_000)
    expect(await failure).toMatchObject({ code: "connection", operation: "get_training_run" })
    expect(transport.requests.length).toBeGreaterThan(12)
  })

  it.each<[string, (rest: RestClient) => unknown]>([
    ["deletion", (rest) => rest.deleteCheckpoint("http://a/b")],
    ["publication", (rest) => rest.publishCheckpoint("tinker://a/weights")],
    ["a lifetime", (rest) => rest.setCheckpointTtl("tinker://a/other/b", 1)],
    ["an archive", (rest) => rest.getCheckpointArchiveUrl("tinker://a/weights/b/c")],
    ["a run", (rest) => rest.getTrainingRun("tinker://")],
  ])("a path that is none sends nothing: %s", async (_, ask) => {
    const { service, rest, transport } = await open(empty)
    await using _service = service
    await expect(async () => await ask(rest)).rejects.toThrow("Not a checkpoint path")
    expect(transport.requests).toHaveLength(2)
  })

  it.each([0, -1, 1.5])("a lifetime of %d seconds sends nothing", async (seconds) => {
    const { service, rest, transport } = await open(empty)
    await using _service = service
    await expect(rest.setCheckpointTtl(path, seconds)).rejects.toMatchObject({ code: "input" })
    expect(transport.requests).toHaveLength(2)
  })
})

describe("what the REST client gives", () => {
  it.each(["2026-05-20 10:00:00.804018+00:00", "2026-05-20T10:00:00Z"])(
    "has times as the service writes them: %s",
    async (time) => {
      const last = { checkpoint_id: "weights/0001", checkpoint_type: "training", time, tinker_path: path }
      const body = { ...described, last_request_time: time, last_checkpoint: last }
      const { service, rest } = await open({ body })
      await using _service = service
      const found = await rest.getTrainingRun(run)
      expect(found.last_request_time).toBe(time)
      expect(found.last_checkpoint).toMatchObject({ time, tinker_path: path })
    },
  )

  it("passes on fields that are new", async () => {
    const { service, rest } = await open({ body: { ...described, colour: "green" } })
    await using _service = service
    expect(await rest.getTrainingRun(run)).toMatchObject({ colour: "green" })
  })

  it("goes on from page to page until all is there", async () => {
    const total = 5
    const tinker = fakeTinker({
      training_runs: (_, __, { url }) => {
        const { searchParams } = new URL(url)
        const [offset, limit] = [Number(searchParams.get("offset")), Number(searchParams.get("limit"))]
        const count = Math.max(0, Math.min(limit, total - offset))
        const training_runs = Array.from({ length: count }, (_, index) => {
          return { ...described, training_run_id: `run ${offset + index}` }
        })
        return { body: { training_runs, cursor: { offset, limit, total_count: total } } }
      },
    })
    await using service = tinker.service
    const rest = await service.createRestClient()
    const seen: string[] = []
    for await (const { training_run_id } of rest.listTrainingRuns({ limit: 2 })) seen.push(training_run_id)
    expect(seen).toEqual(["run 0", "run 1", "run 2", "run 3", "run 4"])
    expect(tinker.sent("training_runs")).toHaveLength(3)
  })
})

describe("a download address", () => {
  it.each([
    ["as the service says", "Sat, 31 Jan 2026 10:45:00 GMT", Date.parse("2026-01-31T10:45:00Z")],
    ["fifteen minutes when it says nothing", undefined, "later"],
    ["fifteen minutes when it says something else", "soon", "later"],
  ])("lasts %s", async (_, expires, expected) => {
    const headers = { location: "https://files.test/a", ...(expires !== undefined && { expires }) }
    const { service, rest, clock } = await open({ status: 302, headers })
    await using _service = service
    const archive = await rest.getCheckpointArchiveUrl(path)
    const end = expected === "later" ? clock.wallTime() + 900_000 : expected
    expect(archive).toEqual({ url: "https://files.test/a", expires: new Date(end) })
  })
})
