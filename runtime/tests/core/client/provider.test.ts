import { describe, expect } from "vitest"
import { quotaReset, type QuotaHeaders } from "../../../src/adapters/rate-limit/quota-reset.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { provider as provide, type ProviderWords } from "../../../src/core/client/provider.ts"
import { serviceError } from "../../../src/core/response/service-error.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import type { FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, rule, spec, testService } from "../fixture.ts"

/** The error of one call that is answered once. */
async function errorOf(answer: FakeAnswer, words?: ProviderWords): Promise<PristineError> {
  const service = testService(words && { provider: provide(words) })
  const { client } = bench([answer], {}, service)
  const result = await defineOperation(() => spec({ service })).safe({}, { client })
  if (result.ok) throw new Error("It succeeded")
  return result.error
}

describe("the id of a request", () => {
  const both = { "x-request-id": "one", "request-id": "two" }
  it.each<[name: string, requestId: readonly string[] | undefined, headers: Record<string, string>, want?: string]>([
    ["comes from the usual headers", undefined, both, "one"],
    ["comes from the other usual header", undefined, { "request-id": "two" }, "two"],
    ["comes from the header that the manifest names", ["X-Trace"], { ...both, "x-trace": "three" }, "three"],
    ["comes from the first that is there", ["a", "b", "c"], { b: "two", c: "three" }, "two"],
    ["is not taken from the usual headers then", ["x-trace"], both],
    ["is not an empty text", undefined, { "x-request-id": "", "request-id": "two" }, "two"],
    ["is one line", undefined, { "x-request-id": "a\u009bb" }, "a\\u009bb"],
    ["has an end", undefined, { "x-request-id": "x".repeat(999) }, `${"x".repeat(199)}…`],
    ["is not there without a header", undefined, {}],
  ])("%s", async (_, requestId, headers, want) => {
    const error = await errorOf({ status: 500, headers }, requestId && { requestId })
    expect(error.requestId).toBe(want)
  })

  it("stands in telemetry, too", async () => {
    const events: TelemetryEvent[] = []
    const service = testService({ provider: provide({ requestId: ["x-trace"] }) })
    const telemetry = { emit: (event: TelemetryEvent) => void events.push(event) }
    const { client } = bench([{ body: {}, headers: { "x-trace": "t" } }], { telemetry }, service)
    await defineOperation(() => spec({ service }))({}, { client })
    expect(events.find(({ type }) => type === "attempt:end")?.requestId).toBe("t")
  })
})

describe("a service's own error", () => {
  const places = { failure: [serviceError(["error", "code"], ["error", "message"])] }
  it.each<[name: string, body: unknown, code: string | undefined, detail: string | undefined]>([
    ["code and message", { error: { code: "no_pet", message: "Gone." } }, "no_pet", "Gone."],
    ["a number", { error: { code: 4040 } }, "4040", undefined],
    ["a sentence is no code", { error: { code: "You sent sk-1 to us" } }, undefined, undefined],
    ["an endless word is no code", { error: { code: "x".repeat(101) } }, undefined, undefined],
    ["an object is no code", { error: { code: { a: 1 } } }, undefined, undefined],
    ["a fraction is no code", { error: { code: 1.5 } }, undefined, undefined],
    ["an inherited code", JSON.parse('{"__proto__":{"error":{"code":"x"}}}'), undefined, undefined],
    ["a text where an object is meant", { error: "no" }, undefined, "no"],
    [
      "control characters",
      { error: { message: "a\r\n\u001b[31m\u202eb" } },
      undefined,
      "a\\u000d\\u000a\\u001b[31m\\u202eb",
    ],
    ["nothing", undefined, undefined, undefined],
    ["a list", [1], undefined, undefined],
  ])("%s", async (_, body, code, detail) => {
    const error = await errorOf({ status: 400, body }, places)
    expect([error.serviceCode, error.detail]).toEqual([code, detail])
  })

  it("shows its code in the JSON form, and its message nowhere", async () => {
    const error = await errorOf({ status: 400, body: { error: { code: "c", message: "sentinel" } } }, places)
    expect(error.toJSON()).toMatchObject({ serviceCode: "c" })
    expect(JSON.stringify([error, Object.entries(error)])).not.toContain("sentinel")
  })

  it("is as long as a message at most", async () => {
    const error = await errorOf({ status: 400, body: { error: { message: "x".repeat(60_000) } } }, places)
    expect(error.detail).toHaveLength(500)
  })
})

describe("B27 quotas", () => {
  const reset = { reset: "x-reset", form: "delta" } as const
  const counted = { remaining: "x-left", ...reset } as const
  it.each<
    [name: string, quotas: readonly QuotaHeaders[], status: number, headers: Record<string, string>, wantMs?: number]
  >([
    ["429 and a reset", [reset], 429, { "x-reset": "7" }, 7000],
    ["503 and a reset", [reset], 503, { "x-reset": "7" }, 7000],
    ["another status and a reset", [reset], 403, { "x-reset": "7" }],
    ["another status, and nothing left", [counted], 403, { "x-reset": "7", "x-left": "0" }, 7000],
    ["429, and something left", [counted], 429, { "x-reset": "7", "x-left": "3" }],
    ["429, and nothing said of what is left", [counted], 429, { "x-reset": "7" }, 7000],
    ["429, and garbage for what is left", [counted], 429, { "x-reset": "7", "x-left": "none" }, 7000],
    ["garbage for the reset", [reset], 429, { "x-reset": "soon" }],
    ["no reset", [reset], 429, {}],
    ["Retry-After before a reset", [reset], 429, { "x-reset": "7", "retry-after": "1" }, 1000],
    ["a reset where Retry-After is garbage", [reset], 429, { "x-reset": "7", "retry-after": "soon" }, 7000],
    ["a duration", [{ reset: "x-reset", form: "duration" }], 429, { "x-reset": "1m2s" }, 62_000],
    ["an epoch", [{ reset: "x-reset", form: "epoch" }], 429, { "x-reset": "1767225605" }, 5000],
    ["an ISO time", [{ reset: "x-reset", form: "iso" }], 429, { "x-reset": "2026-01-01T00:00:05Z" }, 5000],
    [
      "the latest of those used up",
      [counted, { remaining: "y-left", reset: "y-reset", form: "delta" }],
      429,
      { "x-left": "0", "x-reset": "3", "y-left": "0", "y-reset": "9" },
      9000,
    ],
    [
      "only of those used up",
      [counted, { remaining: "y-left", reset: "y-reset", form: "delta" }],
      429,
      { "x-left": "0", "x-reset": "3", "y-left": "5", "y-reset": "9" },
      3000,
    ],
  ])("%s", async (_, quotas, status, headers, wantMs) => {
    const error = await errorOf({ status, headers }, { failure: [quotaReset(...quotas)] })
    expect(error.retryAfterMs).toBe(wantMs)
  })

  it.each<[reset: string, wantMs: number | undefined]>([
    ["2", 2000],
    ["60", 60_000],
    ["61", undefined],
  ])("a reset in %s s is waited for, and closes the rate limit as long", async (seconds, wantMs) => {
    const events: TelemetryEvent[] = []
    const service = testService({ provider: provide({ failure: [quotaReset(reset)] }) })
    const telemetry = { emit: (event: TelemetryEvent) => void events.push(event) }
    const script = [{ status: 429, headers: { "x-reset": seconds } }, { body: {} }]
    const { client, clock, transport } = bench(script, { telemetry }, service)
    const limited = spec({ service, retry: [policy({ rules: [rule()] })], rateLimit: { name: "l", concurrency: 1 } })
    const call = defineOperation(() => limited).safe({}, { client })
    await clock.advance(60_000)
    await call
    const waits = (type: string) => events.filter((event) => event.type === type).map(({ delayMs }) => delayMs)
    expect([waits("throttle"), waits("retry")]).toEqual(wantMs === undefined ? [[], []] : [[wantMs], [wantMs]])
    expect(transport.requests).toHaveLength(wantMs === undefined ? 1 : 2)
  })
})
