import type { Telemetry, TelemetryEvent } from "../../ports/telemetry.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

export interface TelemetrySubject {
  readonly telemetry: Telemetry
  /** Lets so much time pass where the telemetry needs it to deliver. */
  readonly advance: (ms: number) => Promise<void>
}

const types: readonly TelemetryEvent["type"][] = [
  "call:start",
  "call:end",
  "attempt:start",
  "attempt:end",
  "retry",
  "poll",
  "throttle",
]

function eventOf(type: TelemetryEvent["type"]): TelemetryEvent {
  return Object.freeze({ type, operation: "list_things", callId: 1, time: 0 })
}

const fullEvent: TelemetryEvent = Object.freeze({
  ...eventOf("attempt:end"),
  attempt: 1,
  method: "GET",
  route: "/things/{id}",
  status: 503,
  durationMs: 1.5,
  delayMs: 100,
  error: "http",
  requestId: "r-1",
})

function define(name: string, check: (subject: TelemetrySubject) => Promise<void>): ContractCase<TelemetrySubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `Telemetry` promises. */
export const telemetryContract: readonly ContractCase<TelemetrySubject>[] = [
  define("takes every type of event at once", async ({ telemetry, advance }) => {
    for (const type of types) telemetry.emit(eventOf(type))
    telemetry.emit(fullEvent)
    await telemetry.flush?.()
    await advance(0)
  }),
  define("takes an event of a type that is yet to come", async ({ telemetry }) => {
    telemetry.emit({ ...eventOf("poll"), type: "something:new" as TelemetryEvent["type"] })
    await telemetry.flush?.()
  }),
  define("leaves events as they are", async ({ telemetry }) => {
    const event = { ...fullEvent }
    telemetry.emit(event)
    await telemetry.flush?.()
    claim(JSON.stringify(event) === JSON.stringify(fullEvent), "an event must not be changed")
  }),
  define("takes more events than it may keep", async ({ telemetry }) => {
    for (let count = 0; count < 5000; count++) telemetry.emit(eventOf("call:end"))
    await telemetry.flush?.()
  }),
  define("flushes with nothing to flush, and twice at once", async ({ telemetry }) => {
    await telemetry.flush?.()
    telemetry.emit(fullEvent)
    await Promise.all([telemetry.flush?.(), telemetry.flush?.()])
  }),
  define("takes events after a flush", async ({ telemetry }) => {
    await telemetry.flush?.()
    telemetry.emit(fullEvent)
    await telemetry.flush?.()
  }),
  define("waits for no flush whose signal is aborted", async ({ telemetry }) => {
    telemetry.emit(fullEvent)
    const reason = { any: "value" }
    try {
      await telemetry.flush?.(AbortSignal.abort(reason))
    } catch (thrown) {
      claim(thrown === reason, "a flush may resolve, or reject with the reason alone")
    }
    await telemetry.flush?.()
  }),
]
