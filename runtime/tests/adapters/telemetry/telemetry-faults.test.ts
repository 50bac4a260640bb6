import { describe, expect } from "vitest"
import { sampledTelemetry } from "../../../src/adapters/telemetry/sampled-telemetry.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import { deliverySignal } from "../../../src/values/delivery-signal.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { bench, policy, rule, spec } from "../../core/fixture.ts"
import { it } from "../../test.ts"

const ok = { body: { name: "Rex" } }
const operation = defineOperation(() => spec())

function sink() {
  const events: TelemetryEvent[] = []
  return { events, telemetry: { emit: (event: TelemetryEvent) => void events.push(event) } }
}

describe("O142 a telemetry that fails", () => {
  it.each<[name: string, emit: () => unknown]>([
    ["throws", () => JSON.parse("{") as unknown],
    ["rejects", () => Promise.reject(new Error("late"))],
  ])("and %s disturbs no call and no other, and is reported once", async (_, emit) => {
    const { events, telemetry } = sink()
    const warnings: PristineError[] = []
    const onWarning = (warning: PristineError) => void warnings.push(warning)
    const { client } = bench([ok, ok], { telemetry: [{ emit }, telemetry], onWarning })
    await operation({}, { client })
    await operation({}, { client })
    expect([events.length, warnings.map(({ code }) => code)]).toEqual([8, ["config"]])
  })

  it("at closing does not keep the transport open", async () => {
    const warnings: PristineError[] = []
    const flush = () => Promise.reject(new Error("down"))
    const telemetry = { emit: () => undefined, flush }
    const { client } = bench([], { telemetry, onWarning: (warning) => void warnings.push(warning) })
    await client.close()
    expect(warnings).toHaveLength(1)
  })

  it("to end its flush holds closing up for five seconds at most", async () => {
    const telemetry = { emit: () => undefined, flush: () => new Promise<void>(() => undefined) }
    const { client, clock } = bench([], { telemetry })
    let closed = false
    const closing = client.close().then(() => (closed = true))
    await clock.advance(4999)
    expect(closed).toBe(false)
    await clock.advance(1)
    await closing
    expect(clock.pending).toBe(0)
  })

  it("to end its flush lets no process end before closing does", async () => {
    const clock = new VirtualClock()
    const limits: boolean[] = []
    const watched: Clock = {
      now: () => clock.now(),
      wallTime: () => clock.wallTime(),
      schedule: (delayMs, callback, { background = false } = {}) => {
        limits.push(background)
        return clock.schedule(delayMs, callback)
      },
    }
    const telemetry = { emit: () => undefined, flush: () => new Promise<void>(() => undefined) }
    const { client } = bench([], { telemetry, clock: watched, onWarning: () => undefined })
    const closing = client.close()
    await clock.advance(5000)
    await closing
    // In the background Node would leave in the middle of an `await`, with exit code 13.
    expect(limits).toEqual([false])
  })
})

describe("O142 telemetry of telemetry", () => {
  it("is blocked for calls under the signal of a delivery", async () => {
    const { events, telemetry } = sink()
    const { client } = bench([ok], { telemetry })
    const { signal } = new AbortController()
    Object.defineProperty(signal, deliverySignal, { value: true })
    await operation({}, { client, signal })
    expect(events).toEqual([])
  })

  it("is blocked for calls that a telemetry makes", async () => {
    const types: string[] = []
    const inner: PromiseLike<unknown>[] = []
    const telemetry = {
      emit({ type }: TelemetryEvent) {
        types.push(type)
        inner.push(operation({}, { client }))
      },
    }
    const { client } = bench(() => ok, { telemetry })
    await operation({}, { client })
    await Promise.all(inner)
    expect(types).toEqual(["call:start", "attempt:start", "attempt:end", "call:end"])
    expect(inner).toHaveLength(4)
  })
})

describe("O142 sampling", () => {
  const failing = () => spec({ retry: [policy({ rules: [rule({ backoff: "none" })] })] })

  it.each<[rate: number, calls: number]>([
    [0, 0],
    [1, 20],
  ])("of %d tells of %i calls out of 20", async (rate, calls) => {
    const { events, telemetry } = sink()
    const { client } = bench(() => ok, { telemetry: sampledTelemetry(telemetry, { rate, random: seededRandom(1) }) })
    for (let index = 0; index < 20; index++) await operation({}, { client })
    expect(events).toHaveLength(calls * 4)
  })

  it("tells all of a call or nothing", async () => {
    const { events, telemetry } = sink()
    const { client } = bench((_, index) => (index % 2 === 0 ? { status: 503 } : ok), {
      telemetry: sampledTelemetry(telemetry, { rate: 0.5, random: seededRandom(7) }),
    })
    for (let index = 0; index < 20; index++) await defineOperation(failing)({}, { client })
    const ids = new Set(events.map(({ callId }) => callId))
    expect(ids.size).toBeGreaterThan(2)
    expect(ids.size).toBeLessThan(18)
    expect(events).toHaveLength(ids.size * 7)
  })

  it.each([-0.1, 1.1, Number.NaN])("refuses a rate of %d", (rate) => {
    expect(() => sampledTelemetry(sink().telemetry, { rate })).toThrow(expect.objectContaining({ code: "config" }))
  })
})

it("tells the server, and no more of its URL", async () => {
  const { events, telemetry } = sink()
  const { client } = bench([ok], { telemetry, baseUrl: "https://zoo.test:8443/tenant-sentinel" })
  await operation({}, { client })
  expect(events[0]).toMatchObject({ serverAddress: "zoo.test", serverPort: 8443 })
  expect(JSON.stringify(events)).not.toContain("sentinel")
})
