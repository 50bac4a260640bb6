import type { TelemetryEventInput } from "#tinker.pristine.json"
import { describe, expect } from "vitest"
import type { ServiceClientOptions } from "../../src/clients/service-client.ts"
import { fakeTinker, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

type Event = Readonly<Record<string, unknown>> & TelemetryEventInput

const on: ServiceClientOptions = { sendTelemetry: true }
const eventsOf = (tinker: FakeTinker): Event[] =>
  tinker.sent("telemetry").flatMap(({ body }) => body["events"] as Event[])
const named = (tinker: FakeTinker): unknown[] => eventsOf(tinker).map((event) => event.event_name ?? event.event)

describe("a program's telemetry", () => {
  it("is off where it is switched off", async () => {
    const tinker = fakeTinker(
      {},
      { sendTelemetry: undefined as never, env: (name) => (name === "TINKER_TELEMETRY" ? "0" : undefined) },
    )
    await tinker.service.createSamplingClient({ baseModel: "base" })
    expect(await tinker.service.getTelemetry()).toBeUndefined()
    await tinker.service.close()
    expect(tinker.sent("telemetry")).toEqual([])
  })

  it("tells a session's beginning and end, whatever clients there were", async () => {
    const tinker = fakeTinker({}, on)
    const training = await tinker.service.createLoraTrainingClient("base")
    await training.saveWeightsAndGetSamplingClient()
    await tinker.clock.advance(10_000)
    expect(named(tinker)).toEqual(["SESSION_START"])
    const telemetry = await tinker.service.getTelemetry()
    expect(telemetry?.log("mine", { a: 1 })).toBe(true)
    await tinker.service.close()
    expect(named(tinker)).toEqual(["SESSION_START", "mine", "SESSION_END"])
    expect(tinker.sent("telemetry").map(({ body }) => body["session_id"])).toEqual(["s", "s"])
    expect(tinker.clock.pending).toBe(0)
  })

  it("is sent while the session lives, of a program that ends before ten seconds too", async () => {
    const tinker = fakeTinker({}, on)
    await tinker.service.createSamplingClient({ baseModel: "base" })
    await tinker.service.close()
    expect(named(tinker)).toEqual(["SESSION_START", "SESSION_END"])
    expect(eventsOf(tinker)[1]?.duration).toBe("0:00:00")
  })

  it("does not hold closing up for longer than two seconds", async () => {
    const tinker = fakeTinker({ telemetry: () => new Promise(() => undefined) }, on)
    await tinker.service.createSamplingClient({ baseModel: "base" })
    const closing = tinker.service.close()
    await tinker.clock.advance(2_000)
    await closing
    expect(tinker.clock.pending).toBe(0)
  })

  it("sends nothing where nothing happened", async () => {
    const tinker = fakeTinker({}, on)
    await tinker.service.createRestClient()
    await tinker.service.close()
    expect(tinker.sent("telemetry")).toEqual([])
  })

  it("leaves an application's hooks in place", async () => {
    const seen: string[] = []
    const tinker = fakeTinker({}, { ...on, hooks: { onRequest: (_, { operation }) => void seen.push(operation) } })
    await tinker.service.createRestClient()
    await tinker.service.close()
    expect(seen).toContain("dynamic_config")
  })
})

describe("what fails is told", () => {
  const fails =
    (body: object, status = 200): Handler =>
    (_, nth) =>
      nth === 1 ? { status, body } : undefined
  const step = async (tinker: FakeTinker): Promise<void> => {
    const training = await tinker.service.createLoraTrainingClient("base")
    const failed = Promise.resolve(training.optimStep()).catch((error: unknown) => error)
    await tinker.clock.advance(1_000)
    await failed
  }

  it.each<
    [name: string, handlers: Record<string, Handler>, run: (tinker: FakeTinker) => Promise<void>, events: string[]]
  >([
    [
      "work that the user spoilt",
      { retrieve_future: fails({ error: "tml-zq9secret", category: "user" }) },
      step,
      ["SESSION_START", "APIFuture.result_async.application_error", "user_error"],
    ],
    [
      "work that the service spoilt",
      { retrieve_future: fails({ error: "tml-zq9secret", category: "server" }) },
      step,
      ["SESSION_START", "APIFuture.result_async.application_error", "UNHANDLED_EXCEPTION"],
    ],
    [
      "a refused request",
      { optim_step: () => ({ status: 403, body: { detail: "tml-zq9secret" } }) },
      step,
      ["SESSION_START", "APIFuture.result_async.api_status_error", "user_error"],
    ],
    [
      "an attempt that was repeated",
      { optim_step: (_, nth) => (nth === 0 ? { status: 500, body: { detail: "tml-zq9secret" } } : undefined) },
      step,
      ["SESSION_START", "InternalClientHolder.execute_with_retries.exception"],
    ],
    [
      "a call outside of a session",
      { "samplers/a": () => ({ status: 404, body: {} }) },
      async ({ service }) => {
        const rest = await service.createRestClient()
        await rest.getSampler("a").catch(() => undefined)
      },
      ["user_error"],
    ],
    [
      "a sample that is taken anew",
      { retrieve_future: (_, nth) => (nth === 0 ? { status: 410, body: { detail: "gone" } } : undefined) },
      async ({ service, clock }) => {
        const sampling = await service.createSamplingClient({ baseModel: "base" })
        const sampled = sampling.sample({ chunks: [] })
        await clock.advance(20_000)
        await sampled
      },
      ["SESSION_START", "APIFuture.result_async.api_status_error", "RetryHandler.execute.exception"],
    ],
  ])("%s", async (_, handlers, run, events) => {
    const tinker = fakeTinker(handlers, on)
    await run(tinker)
    await tinker.service.close()
    expect(named(tinker).filter((name) => name !== "SESSION_END")).toEqual(events)
    const told = JSON.stringify(eventsOf(tinker))
    expect(told).not.toMatch(/zq9secret|tml-test/)
    expect(told).toContain("error_type")
  })

  it("but not that a caller gave up, or closed", async () => {
    const tinker = fakeTinker({ optim_step: () => new Promise(() => undefined) }, on)
    const training = await tinker.service.createLoraTrainingClient("base")
    const step = training.optimStep()
    const other = training.optimStep()
    await tinker.clock.advance(0)
    step.cancel(new Error("enough"))
    await Promise.resolve(step).catch(() => undefined)
    await tinker.clock.advance(0)
    const ended = Promise.resolve(other).catch(() => undefined)
    await tinker.service.close()
    await ended
    expect(named(tinker)).toEqual(["SESSION_START", "SESSION_END"])
  })

  it("but not the failures of its own deliveries and of heartbeats", async () => {
    const failing: Handler = () => ({ status: 500, body: {} })
    const tinker = fakeTinker({ telemetry: failing, session_heartbeat: failing }, on)
    await tinker.service.createSamplingClient({ baseModel: "base" })
    await tinker.clock.advance(60_000)
    const closing = tinker.service.close()
    await tinker.clock.advance(2_000)
    await closing
    expect(new Set(named(tinker))).toEqual(new Set(["SESSION_START"]))
  })
})
