import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { describe, expect, vi } from "vitest"
import { batchingTelemetry } from "../../../src/adapters/telemetry/batching-telemetry.ts"
import { consoleTelemetry } from "../../../src/adapters/telemetry/console-telemetry.ts"
import { diagnosticsChannelTelemetry } from "../../../src/adapters/telemetry/diagnostics-channel-telemetry.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

const event: TelemetryEvent = { type: "call:start", operation: "get_pet", callId: 3, time: 0 }

describe("console", () => {
  it.each<[event: Partial<TelemetryEvent>, expected: string]>([
    [{}, "get_pet #3 call:start"],
    [
      { type: "attempt:end", attempt: 2, method: "GET", route: "/pets/{petId}", status: 503, durationMs: 12.4 },
      "get_pet #3 attempt:end attempt=2 GET /pets/{petId} status=503 duration=12ms",
    ],
    [{ type: "retry", delayMs: 99.5, error: "http" }, "get_pet #3 retry delay=100ms error=http"],
    [{ requestId: "a\r\n\u001b[31mb\u202e" }, "get_pet #3 call:start request=a\\u000d\\u000a\\u001b[31mb\\u202e"],
  ])("writes %j", (rest, expected) => {
    const lines: string[] = []
    consoleTelemetry({ write: (line) => lines.push(line) }).emit({ ...event, ...rest })
    expect(lines).toEqual([expected])
  })

  it("writes the types that are asked for, to the console by default", () => {
    const debug = vi.spyOn(console, "debug").mockImplementation(() => undefined)
    const telemetry = consoleTelemetry({ types: ["retry"] })
    telemetry.emit(event)
    telemetry.emit({ ...event, type: "retry" })
    expect(debug.mock.calls).toEqual([["get_pet #3 retry"]])
    debug.mockRestore()
  })
})

describe("batching", () => {
  it("delivers events", async () => {
    const sent: (readonly TelemetryEvent[])[] = []
    const clock = new VirtualClock()
    await using telemetry = batchingTelemetry({ clock, send: (batch) => Promise.resolve(void sent.push(batch)) })
    telemetry.emit(event)
    await telemetry.flush()
    expect(sent).toEqual([[event]])
    expect(await telemetry.close()).toEqual({ dropped: 0 })
  })
})

describe("diagnostics channel", () => {
  it("publishes by type, to those who listen", () => {
    const seen: unknown[] = []
    const listener = (message: unknown) => seen.push(message)
    const telemetry = diagnosticsChannelTelemetry()
    telemetry.emit(event)
    subscribe("pristine:call:start", listener)
    telemetry.emit(event)
    telemetry.emit({ ...event, type: "call:end" })
    unsubscribe("pristine:call:start", listener)
    telemetry.emit(event)
    expect(seen).toEqual([event])
  })

  it("takes another prefix", () => {
    const seen: unknown[] = []
    const listener = (message: unknown) => seen.push(message)
    subscribe("mine:retry", listener)
    diagnosticsChannelTelemetry("mine").emit({ ...event, type: "retry" })
    unsubscribe("mine:retry", listener)
    expect(seen).toHaveLength(1)
  })
})
