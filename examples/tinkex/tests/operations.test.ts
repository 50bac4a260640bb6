import api, { createClient } from "#tinker.pristine.json"
import type { Client } from "pristine-runtime"
import { describe, expect } from "vitest"
import { startLocalService, type LocalServiceOptions } from "../local-service/index.ts"
import { ServiceClient } from "../src/clients/service-client.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { it } from "./test.ts"

const base_model = "local/tiny-bytes"
const batch = {
  data: [datum(ModelInput.fromInts([65, 66, 67]), { target_tokens: [66, 67, 68], weights: [0, 1, 1] })],
  loss_fn: "cross_entropy",
}
/** Midway through an hour; usage is billed by whole ones. */
const now = Date.parse("2026-01-31T10:30:00Z")
const hour = { starting_on: "2026-01-31T10:00:00Z", ending_before: "2026-01-31T11:00:00Z" }

/** A service with a session in it, a model, and a checkpoint that the model was saved as. */
interface Scene extends AsyncDisposable {
  readonly call: { readonly client: Client }
  readonly session_id: string
  readonly model_id: string
  readonly tinker_path: string
}

async function setScene(): Promise<Scene> {
  const local = await startLocalService({ seed: 1, now: () => now })
  const env = (name: string): string | undefined => (name === "TINKER_API_KEY" ? "tml-a" : undefined)
  const call = { client: createClient({ baseUrl: local.url, env }) }
  const { session_id } = await api.sessions.create({ user_metadata: { run: "a" } }, call)
  const { model_id } = await api.training.createModel(
    { session_id, model_seq_id: 0, base_model, lora_config: {} },
    call,
  )
  await api.training.forwardBackward({ ...batch, model_id, seq_id: 1 }, call)
  const saved = await api.training.saveWeights({ model_id, path: "one", seq_id: 2 }, call)
  return {
    call,
    session_id,
    model_id,
    tinker_path: saved.path,
    [Symbol.asyncDispose]: async () => {
      await call.client.close()
      await local.close()
    },
  }
}

type Legacy = typeof api.legacy
/** What is deprecated must still work. */
const legacy: Record<"forwardJson", Legacy["forwardJson"]> = api.legacy

const event = {
  event: "GENERIC_EVENT",
  event_id: "3f2b8a52-7d0c-4c53-9d7a-0b1f6f0d5a11",
  event_session_index: 0,
  severity: "INFO",
  timestamp: "2026-01-31T10:30:00Z",
  event_name: "user_error",
} as const

const operations: readonly [
  name: string,
  ask: (scene: Scene) => PromiseLike<unknown>,
  answer: (scene: Scene) => unknown,
][] = [
  ["health", ({ call }) => api.service.health({}, call), () => ({ status: "ok" })],
  [
    "auth_token",
    ({ call }) => api.service.authToken({}, call),
    () => ({ jwt: expect.stringMatching(/^eyJ/) as string }),
  ],
  ["client_config", ({ call }) => api.service.clientConfig({}, call), () => ({ parallel_fwdbwd_chunks: true })],
  ["dynamic_config", ({ call }) => api.service.dynamicConfig({}, call), () => ({ refresh_interval_sec: 300 })],
  [
    "telemetry",
    ({ call, session_id }) => api.service.telemetry({ session_id, events: [event] }, call),
    () => ({ status: "accepted" }),
  ],
  ["session_heartbeat", ({ call, session_id }) => api.sessions.heartbeat({ session_id }, call), () => undefined],
  [
    "assign_session_project",
    async ({ call, session_id, model_id }) => {
      await api.sessions.assignProject({ session_id, project_id: "p" }, call)
      await api.training.forwardBackward({ ...batch, model_id, seq_id: 3 }, call)
      return (await api.billing.getUsageEvents(hour, call)).data.map(({ project_id }) => project_id)
    },
    () => expect.arrayContaining(["p"]) as unknown,
  ],
  [
    "export_session_trace",
    async ({ call, session_id }) => {
      const { url } = await api.sessions.exportTrace({ session_id }, call)
      return (await (await fetch(url)).json()) as unknown
    },
    ({ session_id }) => ({
      traceEvents: expect.arrayContaining([
        expect.objectContaining({ name: "forward_backward", ph: "X", pid: session_id }),
      ]) as unknown,
    }),
  ],
  [
    "list_audit_entries",
    ({ call }) => api.audit.listEntries({ event_type: "checkpoints", day: "2026-01-31" }, call),
    ({ model_id, tinker_path }) => ({ entries: [{ event: "checkpoint_saved", model_id, tinker_path }] }),
  ],
  [
    "list_audit_entries of another day",
    ({ call }) => api.audit.listEntries({ day: "2026-01-30" }, call),
    () => ({ entries: [] }),
  ],
  [
    "get_usage_events",
    ({ call }) => api.billing.getUsageEvents(hour, call),
    ({ session_id }) => ({
      data: expect.arrayContaining([
        expect.objectContaining({ base_model, session_id, event_info: { type: "training", token_count: 3 } }),
        expect.objectContaining({ event_info: { type: "checkpoint", count: 1 } }),
      ]) as unknown,
      sessions: { [session_id]: { user_metadata: { run: "a" } } },
    }),
  ],
  [
    "get_checkpoint_archive",
    ({ call, model_id }) =>
      api.checkpoints.getArchive({ training_run_id: model_id, checkpoint_id: "weights/one" }, call),
    () => ({ url: expect.stringContaining("/download/") as string, expires: "Sat, 31 Jan 2026 10:45:00 GMT" }),
  ],
  [
    "unload_model",
    ({ call, model_id }) => api.training.unloadModel({ model_id }, call),
    ({ model_id }) => ({ model_id }),
  ],
  [
    "retrieve_future",
    async ({ call, model_id }) => {
      const future = api.training.optimStep({ model_id, seq_id: 3, adam_params: {} }, call)
      await future
      const request_id = (await future.requestId) ?? ""
      return api.futures.retrieve({ request_id }, call)
    },
    () => ({ metrics: expect.anything() as unknown }),
  ],
  [
    "forward_json",
    ({ call, model_id }) => legacy.forwardJson({ forward_input: batch, model_id, seq_id: 3 }, call),
    () => ({ loss_fn_outputs: [{ logprobs: { dtype: "float32", shape: [3] } }] }),
  ],
]

describe("an operation of the service", () => {
  it.each(operations)("%s", async (_, ask, answer) => {
    await using scene = await setScene()
    const got = await ask(scene)
    const expected = answer(scene)
    if (typeof expected === "object") expect(got).toMatchObject(expected as object)
    else expect(got).toBe(expected)
  })
})

describe("the REST client", () => {
  it.each<[string, LocalServiceOptions, (service: ServiceClient) => Promise<unknown>, unknown]>([
    [
      "says who calls, when the server exchanges the key for a token",
      { flags: { pjwt_auth_enabled: true } },
      async (service) => (await service.createRestClient()).whoami(),
      { userUrn: "urn:tinker:user:local", email: "local@localhost" },
    ],
    [
      "reads the audit log",
      { now: () => now },
      async (service) => {
        await service.createLoraTrainingClient(base_model)
        const rest = await service.createRestClient()
        return rest.getAuditLog({ eventType: "all", day: "2026-01-31" })
      },
      { entries: expect.arrayContaining([expect.objectContaining({ event: "session_created" })]) as unknown },
    ],
    [
      "reads usage of whole hours, moves sessions and exports their traces",
      { now: () => now },
      async (service) => {
        const training = await service.createLoraTrainingClient(base_model)
        const rest = await service.createRestClient()
        const [session = ""] = (await rest.listSessions()).sessions
        await rest.assignSessionProject(session, "p")
        await training.forward(batch.data, "cross_entropy")
        const { url } = await rest.exportSessionTrace(session)
        const usage = await rest.getBillingUsage(new Date(hour.starting_on), new Date(hour.ending_before))
        return { ...usage, url }
      },
      {
        data: [{ project_id: "p", event_info: { type: "training", token_count: 3 } }],
        url: expect.stringContaining("/download/") as string,
      },
    ],
  ])("%s", async (_, options, ask, expected) => {
    const local = await startLocalService({ seed: 1, ...options })
    const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test" })
    try {
      expect(await ask(service)).toMatchObject(expected as object)
    } finally {
      await service.close()
      await local.close()
    }
  })
})
