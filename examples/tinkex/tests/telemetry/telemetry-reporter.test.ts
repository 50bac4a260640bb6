import type { TelemetryBatchInput } from "#tinker.pristine.json"
import { PristineError } from "pristine-runtime"
import { seededRandom, VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { TelemetryReporter } from "../../src/telemetry/telemetry-reporter.ts"
import { it } from "../test.ts"

type Send = (batch: TelemetryBatchInput, nth: number) => Promise<unknown> | undefined

/** A reporter whose service is a script. */
function start(send: Send = () => undefined) {
  const clock = new VirtualClock()
  const batches: { readonly batch: TelemetryBatchInput; readonly at: number }[] = []
  const losses: string[] = []
  const reporter = new TelemetryReporter({
    send: async (batch) => {
      batches.push({ batch, at: clock.now() })
      await send(batch, batches.length)
    },
    clock,
    random: seededRandom(1),
    platform: "Linux",
    onLoss: (message) => losses.push(message),
  })
  return { reporter, clock, batches, losses, events: () => batches.flatMap(({ batch }) => batch.events) }
}

const refused = (status: number) => new PristineError("http", "no", { status })

describe("a session", () => {
  it("begins and ends as the protocol has it", async () => {
    const { reporter, clock, batches } = start()
    reporter.begin("s")
    reporter.log("mine", { step: 1, note: "tml-zq9secret" }, "DEBUG")
    await clock.advance(2500)
    await reporter.close()
    const { events, ...head } = batches[0]?.batch ?? { events: [] }
    const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/) as string
    expect(head).toEqual({ platform: "Linux", session_id: "s", process_uuid: uuid })
    const began = "2026-01-01T00:00:00.000Z"
    expect(events).toEqual([
      { event: "SESSION_START", event_id: uuid, event_session_index: 0, severity: "INFO", timestamp: began },
      {
        event: "GENERIC_EVENT",
        event_id: uuid,
        event_session_index: 1,
        severity: "DEBUG",
        timestamp: began,
        event_name: "mine",
        event_data: { step: 1, note: "***" },
      },
      {
        event: "SESSION_END",
        event_id: uuid,
        event_session_index: 2,
        severity: "INFO",
        timestamp: "2026-01-01T00:00:02.500Z",
        duration: "0:00:02.500000",
      },
    ])
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(3)
    expect(batches).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it("ends once", async () => {
    const { reporter, events } = start()
    reporter.begin("s")
    await reporter.close()
    await reporter.close()
    expect(events().map(({ event }) => event)).toEqual(["SESSION_START", "SESSION_END"])
    expect(reporter.log("late")).toBe(false)
  })

  it("is not needed: events before it are of none", async () => {
    const { reporter, batches } = start()
    reporter.log("early")
    await reporter.close()
    expect(batches.map(({ batch }) => batch.session_id)).toEqual([expect.stringMatching(/^sessionless-[\da-f-]{36}$/)])
    expect(batches[0]?.batch.events).toHaveLength(1)
  })
})

describe("an event of an application's own", () => {
  it.each<[name: string, data: Readonly<Record<string, unknown>>]>([
    ["a key of Tinker", { note: "with tml-zq9secret." }],
    ["a token of Hugging Face", { tokens: ["hf_zq9secret"] }],
    ["a web token that is cut off", { note: "eyJzq9secret" }],
    ["what is called one", { api_key: "zq9secret", nested: { clientSecret: "zq9secret" } }],
  ])("hides %s", async (_, data) => {
    const { reporter, events } = start()
    reporter.log("mine", data)
    await reporter.close()
    expect(events()).toHaveLength(1)
    expect(JSON.stringify(events())).not.toContain("zq9secret")
  })
})

describe("delivery", () => {
  it("is after ten seconds", async () => {
    const { reporter, clock, batches } = start()
    reporter.log("a")
    await clock.advance(9_999)
    expect(batches).toHaveLength(0)
    await clock.advance(1)
    expect(batches).toHaveLength(1)
  })

  it("is at once when there are a hundred, in batches of a hundred", async () => {
    const { reporter, clock, batches } = start()
    for (let n = 0; n < 250; n += 1) reporter.log("a")
    await clock.advance(0)
    expect(batches.map(({ batch }) => batch.events.length)).toEqual([100, 100])
    await reporter.close()
    expect(batches.map(({ batch }) => batch.events.length)).toEqual([100, 100, 50])
  })

  it("is at once after an exception", async () => {
    const { reporter, clock, batches } = start()
    reporter.exception(new PristineError("connection", "The connection broke"))
    await clock.advance(0)
    expect(batches).toHaveLength(1)
  })

  it("is tried again with growing waits until it works", async () => {
    const { reporter, clock, batches } = start((_, nth) => (nth < 4 ? Promise.reject(refused(503)) : undefined))
    reporter.log("a")
    await clock.advance(60_000)
    expect(batches).toHaveLength(4)
    expect(batches[3]?.batch).toEqual(batches[0]?.batch)
    const waits = batches.slice(1).map(({ at }, index) => at - (batches[index]?.at ?? 0))
    for (const [index, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(1000 * 2 ** index)
    expect(reporter.dropped).toBe(0)
  })

  it("is given up where the service takes no telemetry, which is told once", async () => {
    const { reporter, clock, batches, losses } = start(() => Promise.reject(refused(404)))
    reporter.log("a")
    await clock.advance(10_000)
    expect(reporter.log("b")).toBe(false)
    await clock.advance(60_000)
    await reporter.close()
    expect(batches).toHaveLength(1)
    expect(reporter.dropped).toBe(2)
    expect(losses).toEqual(["Telemetry is lost: the service answers with status 404"])
  })

  it("keeps 10,000 events and drops newer ones, which is told once and counted", async () => {
    const { reporter, clock, losses } = start(() => Promise.reject(refused(500)))
    // A hundred are under way.
    const taken = Array.from({ length: 10_102 }, () => reporter.log("a"))
    expect(taken.filter((each) => !each)).toHaveLength(2)
    expect(reporter.queued).toBe(10_000)
    expect(reporter.dropped).toBe(2)
    expect(losses).toEqual(["Telemetry is lost: the queue is full"])
    const closing = reporter.close()
    await clock.advance(2_000)
    await closing
    expect(reporter.dropped).toBe(10_102)
  })

  it("ends with the limit of closing, however the service hangs", async () => {
    const { reporter, clock } = start(() => new Promise(() => undefined))
    reporter.begin("s")
    const closing = reporter.close()
    await clock.advance(2_000)
    await closing
    expect(reporter.dropped).toBe(2)
    expect(clock.pending).toBe(0)
  })
})

describe("a failure", () => {
  const failed = (category: string) => new PristineError("future_failed", "It failed", { body: { category } })
  it.each<[name: string, error: unknown, event: string, type: string]>([
    ["of the service", refused(500), "UNHANDLED_EXCEPTION", "PristineError.http"],
    ["of the request", refused(400), "user_error", "PristineError.http"],
    ["of too many requests", refused(429), "UNHANDLED_EXCEPTION", "PristineError.http"],
    ["of time", refused(408), "UNHANDLED_EXCEPTION", "PristineError.http"],
    ["of a result that is gone", refused(410), "UNHANDLED_EXCEPTION", "PristineError.http"],
    ["of work, by the user", failed("user"), "user_error", "PristineError.future_failed"],
    ["of work, by the server", failed("server"), "UNHANDLED_EXCEPTION", "PristineError.future_failed"],
    ["caused by the request", new Error("a", { cause: refused(422) }), "user_error", "Error"],
    ["of a program", new RangeError("tml-zq9secret"), "UNHANDLED_EXCEPTION", "RangeError"],
    ["of no error", "tml-zq9secret", "UNHANDLED_EXCEPTION", "string"],
  ])("%s is told as what it is", async (_, error, event, type) => {
    const { reporter, events } = start()
    reporter.exception(error)
    await reporter.close()
    const [told] = events()
    expect(told?.event_name ?? told?.event).toBe(event)
    expect(told?.error_type ?? told?.event_data?.["error_type"]).toBe(type)
    expect(told?.severity).toBe(event === "user_error" ? "WARNING" : "ERROR")
    expect(JSON.stringify(told)).not.toContain("zq9secret")
  })
})
