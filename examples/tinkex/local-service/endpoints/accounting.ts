import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import type { ServiceState } from "../service-state.ts"
import { readTelemetryBatch } from "../telemetry-batch.ts"

const hourMs = 3_600_000
const maxWindowMs = 14 * 24 * hourMs

/** What was done and used: audit log, billing usage, and the clients' own telemetry. */
export function accountingRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "GET", path: "/api/v1/audit", handle: (exchange) => listAudit(state, exchange) },
    { method: "GET", path: "/api/v1/billing/usage/events", handle: (exchange) => listUsage(state, exchange) },
    { method: "POST", path: "/api/v1/telemetry", handle: (exchange) => acceptTelemetry(state, exchange) },
  ]
}

function listAudit(state: ServiceState, exchange: Exchange): Reply {
  const eventType = exchange.query.get("event_type") ?? "all"
  if (eventType !== "all" && eventType !== "checkpoints")
    throw new HttpError(422, [
      { loc: ["query", "event_type"], msg: "Input should be all or checkpoints", type: "enum" },
    ])
  const day = exchange.query.get("day") ?? undefined
  if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new HttpError(422, [{ loc: ["query", "day"], msg: "Input should be a date", type: "date_parsing" }])
  const filter = { checkpointsOnly: eventType === "checkpoints", ...(day === undefined ? {} : { day }) }
  return json({ entries: state.audit.list(filter) })
}

function listUsage(state: ServiceState, exchange: Exchange): Reply {
  const from = readHour(exchange, "starting_on")
  const to = readHour(exchange, "ending_before")
  if (to <= from) throw new HttpError(400, "ending_before must be after starting_on")
  if (to - from > maxWindowMs) throw new HttpError(400, "The window must not exceed 14 days")
  const data = state.usage.rows(from, to)
  const sessions = Object.fromEntries(
    data.flatMap(({ session_id: id }) => {
      const session = id === null ? undefined : state.sessions.find(id)
      return session === undefined ? [] : [[session.id, { user_metadata: session.userMetadata }]]
    }),
  )
  return json({ data, sessions })
}

function readHour(exchange: Exchange, name: string): number {
  const time = Date.parse(exchange.query.get(name) ?? "")
  if (Number.isNaN(time))
    throw new HttpError(422, [
      { loc: ["query", name], msg: "Input should be a valid datetime", type: "datetime_parsing" },
    ])
  if (time % hourMs !== 0) throw new HttpError(400, `${name} must be aligned to an hour (UTC)`)
  return time
}

/** Checks a batch, hands it on and forgets it: it may hold what a client must not have sent. */
async function acceptTelemetry(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const batch = readTelemetryBatch(await exchange.fields())
  state.settings.onTelemetry?.(batch)
  return json({ status: "accepted" })
}
