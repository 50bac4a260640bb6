import { randomUuid } from "../identifiers.ts"
import type { Exchange } from "../http/exchange.ts"
import type { Fields } from "../http/fields.ts"
import { HttpError } from "../http/http-error.ts"
import { json, noContent, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { requireSession, type ServiceState } from "../service-state.ts"
import { keepSession } from "../state/keep.ts"
import type { Session } from "../store/session.ts"
import { checkAccessScope, pageOf } from "./page.ts"

/** Sessions: their creation, heartbeat, listing, project and trace. */
export function sessionRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "POST", path: "/api/v1/create_session", handle: (exchange) => createSession(state, exchange) },
    { method: "POST", path: "/api/v1/session_heartbeat", handle: (exchange) => heartbeat(state, exchange) },
    {
      method: "GET",
      path: "/api/v1/sessions",
      handle: (exchange) => {
        checkAccessScope(exchange)
        return json({ sessions: pageOf(exchange, state.sessions.list(), 20).items.map(({ id }) => id) })
      },
    },
    {
      method: "GET",
      path: "/api/v1/sessions/{id}",
      handle: (exchange) => {
        checkAccessScope(exchange)
        const session = namedSession(state, exchange)
        return json({ training_run_ids: session.modelIds, sampler_ids: session.samplerIds })
      },
    },
    { method: "PUT", path: "/api/v1/sessions/{id}/project", handle: (exchange) => assignProject(state, exchange) },
    { method: "GET", path: "/api/v1/sessions/{id}/trace_export", handle: (exchange) => exportTrace(state, exchange) },
  ]
}

async function createSession(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const header = exchange.headers["x-idempotency-key"]
  const idempotencyKey = typeof header === "string" ? header : undefined
  const repeated = idempotencyKey === undefined ? undefined : state.sessions.findByIdempotencyKey(idempotencyKey)
  const session = repeated ?? newSession(state, body, idempotencyKey)
  if (repeated === undefined) {
    state.sessions.add(session)
    await keepSession(state, session)
    state.audit.add({ event: "session_created" })
  }
  return json({
    type: "create_session",
    session_id: session.id,
    info_message: null,
    warning_message: null,
    error_message: null,
  })
}

function newSession(state: ServiceState, body: Fields, idempotencyKey: string | undefined): Session {
  const now = state.clock.wallTime()
  return {
    id: randomUuid(state.random),
    tags: (body.optionalArray("tags") ?? []).map(String),
    userMetadata: body.optionalObject("user_metadata")?.record() ?? {},
    sdkVersion: body.optionalString("sdk_version") ?? "",
    createdAt: now,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    heartbeatAt: now,
    projectId: body.optionalString("project_id"),
    modelIds: [],
    samplerIds: [],
    spans: [],
  }
}

async function heartbeat(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const session = requireSession(state, (await exchange.fields()).string("session_id"))
  session.heartbeatAt = state.clock.wallTime()
  return json({ type: "session_heartbeat" })
}

async function assignProject(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const session = namedSession(state, exchange)
  const projectId = (await exchange.fields()).string("project_id")
  if (projectId === "") throw new HttpError(400, "project_id must not be empty")
  session.projectId = projectId
  await keepSession(state, session)
  return noContent()
}

/** The trace in the event format that trace viewers read; times in microseconds. */
function exportTrace(state: ServiceState, exchange: Exchange): Reply {
  const session = namedSession(state, exchange)
  const traceEvents = session.spans.map((span) => ({
    name: span.name,
    ph: "X",
    pid: session.id,
    tid: span.track,
    ts: span.startedAt * 1000,
    dur: (span.endedAt - span.startedAt) * 1000,
  }))
  const { token } = state.downloads.offer({
    contentType: "application/json",
    fileName: `${session.id}.trace.json`,
    content: Buffer.from(JSON.stringify({ traceEvents })),
  })
  return json({ status: "ready", url: `${state.origin()}/download/${token}` })
}

function namedSession(state: ServiceState, exchange: Exchange): Session {
  const session = state.sessions.find(exchange.parameters["id"] ?? "")
  if (session === undefined) throw new HttpError(404, "Session not found")
  return session
}
