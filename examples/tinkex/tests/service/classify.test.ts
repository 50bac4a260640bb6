import type { Answer, ClassifiedCall, Client } from "pristine-runtime"
import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { BillingPause } from "../../src/service/billing-pause.ts"
import { futureAnswer, tinker } from "../../src/service/classify.ts"
import { it } from "../test.ts"

function fakeClient(clock = new VirtualClock()): Client {
  const states = new Map<string, unknown>()
  const state = <State>(key: string, create: () => State): State => {
    if (!states.has(key)) states.set(key, create())
    return states.get(key) as State
  }
  return { clock, state } as unknown as Client
}

function call(facts: Partial<ClassifiedCall> = {}): ClassifiedCall {
  const client = fakeClient()
  const base = { operation: "optim_step", client, input: {}, attempt: 0, weight: 0 }
  return { ...base, state: client.state.bind(client), ...facts }
}

function answer(status: number, body?: unknown, bodyBytes = body === undefined ? 0 : 10): Answer {
  return { status, headers: new Headers(), body, bodyBytes }
}

const sample = { operation: "sample" }

describe("an answer outside a poll", () => {
  it.each([
    ["success", answer(200, {}), call(), undefined],
    ["an explained 400", answer(400, { detail: "no" }), call(), undefined],
    ["an empty 400 from the proxy", answer(400), call(), { as: "connection" }],
    ["too many requests", answer(429, {}), call(), undefined],
    ["too many samples", answer(429, {}), call({ ...sample, weight: 131_072 }), { throttleMs: 1_000 }],
    ["too many large samples", answer(429, {}), call({ ...sample, weight: 131_073 }), { throttleMs: 5_000 }],
    ["an unpaid bill", answer(402, {}), call(), { retryAfterMs: 5_000 }],
    ["an unpaid bill, sampling", answer(402, {}), call(sample), { retryAfterMs: 0, throttleMs: 1_000 }],
  ])("%s", (_, given, of, verdict) => {
    expect(tinker(given, of)).toEqual(verdict)
  })

  it("takes sixteen empty refusals at once, and more after successes", () => {
    const one = call()
    const verdicts = Array.from({ length: 17 }, () => tinker(answer(400), one))
    expect(verdicts.filter(Boolean)).toHaveLength(16)
    tinker(answer(200, {}), one)
    expect(tinker(answer(400), one)).toEqual({ as: "connection" })
  })
})

describe("an answer to a poll", () => {
  const held = { state: "pending", input: { allow_metadata_only: false }, hold: { limit: "responses", weight: 7 } }
  const metadata = { status: "complete_metadata", response_payload_size: 7 }
  it.each([
    ["a result", answer(200, { metrics: {} }), {}, undefined],
    ["bytes", answer(200, new Uint8Array(4)), {}, undefined],
    ["try again", answer(200, { type: "try_again" }), {}, undefined],
    ["a withheld result", answer(200, metadata), {}, held],
    ["a result withheld twice", answer(200, metadata), { allow_metadata_only: false }, { state: "failed" }],
    ["the older pending", answer(200, { status: "pending" }), {}, { state: "pending" }],
    ["the older completed", answer(200, { status: "completed", result: 5 }), {}, { state: "done", body: 5 }],
    ["the older failed", answer(200, { status: "failed", error: "no" }), {}, { state: "failed" }],
    ["a result with a status of its own", answer(200, { status: "completed" }), {}, undefined],
    ["an unpaid bill", answer(402, {}), {}, { retryAfterMs: 5_000 }],
  ])("%s", (_, given, input, verdict) => {
    const actual = futureAnswer(given, call({ operation: "retrieve_future", input }))
    if (verdict === undefined) expect(actual).toBeUndefined()
    else expect(actual).toMatchObject(verdict)
  })
})

describe("the billing pause", () => {
  it("lasts as long as it may, then lets the refusal through", async () => {
    const clock = new VirtualClock()
    const client = fakeClient(clock)
    const warnings: string[] = []
    BillingPause.of(client, 12_000, (message) => void warnings.push(message))
    const refused = call({ client })
    for (const [waited, verdict] of [
      [0, true],
      [5_000, true],
      [5_000, true],
      [5_000, false],
    ] as const) {
      // prettier-ignore
      await clock.advance(waited)
      expect(tinker(answer(402, {}), refused) !== undefined).toBe(verdict)
    }
    expect(warnings).toHaveLength(1)
    await clock.advance(300_001)
    expect(tinker(answer(402, {}), refused)).toEqual({ retryAfterMs: 5_000 })
    expect(warnings).toHaveLength(2)
  })
})
