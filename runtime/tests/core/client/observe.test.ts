import { describe, expect, vi } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { it } from "../../test.ts"
import { bench, policy, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("telemetry", () => {
  it("tells of calls, attempts and retries, without payload", async () => {
    const events: Record<string, unknown>[] = []
    const { client, clock } = bench([{ status: 503, headers: { "x-request-id": "r1" } }, ok], {
      telemetry: { emit: (event) => void events.push({ ...event }) },
    })
    const operation = defineOperation(() => spec({ retry: [policy()], query: () => [["q", "secret"]] }))
    const call = operation({}, { client })
    await clock.advance(100)
    await call
    expect(events.map(({ type }) => type)).toEqual([
      "call:start",
      "attempt:start",
      "attempt:end",
      "retry",
      "attempt:start",
      "attempt:end",
      "call:end",
    ])
    expect(events[2]).toEqual({
      type: "attempt:end",
      operation: "get_pet",
      callId: 1,
      time: 0,
      method: "GET",
      route: "/pets/{id}",
      serverAddress: "zoo.test",
      attempt: 1,
      durationMs: 0,
      status: 503,
      requestId: "r1",
      error: "http",
    })
    expect(events[3]).toMatchObject({ delayMs: 100 })
    expect(JSON.stringify(events)).not.toMatch(/secret|Rex/)
  })

  it("is not told of an operation that opts out, and does no harm when it throws", async () => {
    const emit = vi.fn(() => {
      throw new Error("sink is down")
    })
    const warnings: unknown[] = []
    const { client } = bench([ok, ok], { telemetry: [{ emit }], onWarning: (warning) => warnings.push(warning.code) })
    await defineOperation(() => spec({ telemetry: false }))({}, { client })
    expect(emit).not.toHaveBeenCalled()
    await defineOperation(() => spec())({}, { client })
    expect([emit.mock.calls.length, warnings]).toEqual([4, ["config"]])
  })
})
