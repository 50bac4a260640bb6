import { describe, expect } from "vitest"
import type { TelemetryBatch } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { withService } from "./client.ts"

const common = {
  event_id: "5f0b3a52-0000-4000-8000-000000000000",
  event_session_index: 0,
  severity: "INFO",
  timestamp: "2026-03-04T05:30:00.000001Z",
}
const batchOf = (event: Record<string, unknown>) => ({
  events: [{ ...common, ...event }],
  platform: "Linux",
  sdk_version: "0.25.0",
  session_id: "sessionless-1",
  process_uuid: "6c0b3a52-0000-4000-8000-000000000000",
})

describe("telemetry", () => {
  it.each([
    { event: "SESSION_START" },
    { event: "SESSION_END", duration: "0:00:00.079191" },
    { event: "UNHANDLED_EXCEPTION", error_message: "m", error_type: "T", severity: "CRITICAL" },
    { event: "GENERIC_EVENT", event_name: "user_error", event_data: { status_code: 404 } },
  ])("is taken and handed on: $event", async (event) => {
    const batches: TelemetryBatch[] = []
    await withService({ onTelemetry: (batch) => void batches.push(batch) }, async (client) => {
      expect((await client.post("/telemetry", batchOf(event))).json).toEqual({ status: "accepted" })
      expect(batches).toEqual([batchOf(event)])
    })
  })

  it.each([
    [{ event: "NEWS" }, ["body", "events", "event"]],
    [{ event: "SESSION_START", severity: "LOUD" }, ["body", "events", "severity"]],
    [{ event: "SESSION_START", timestamp: "then" }, ["body", "events", "timestamp"]],
    [{ event: "SESSION_START", event_id: null }, ["body", "events", "0", "event_id"]],
    [{ event: "SESSION_END" }, ["body", "events", "0", "duration"]],
  ])("is refused where an event is none: %j", async (event, loc) => {
    const batches: TelemetryBatch[] = []
    await withService({ onTelemetry: (batch) => void batches.push(batch) }, async (client) => {
      const answer = await client.post("/telemetry", batchOf(event))
      expect(answer.status).toBe(422)
      expect(answer.json["detail"]).toMatchObject([{ loc }])
      expect(batches).toEqual([])
    })
  })
})
