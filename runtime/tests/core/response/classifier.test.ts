import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Classifier } from "../../../src/core/response/classifier.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, type SpecOver, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("classifiers", () => {
  it.each<[name: string, over: SpecOver, script: FakeStep[], requests: number, outcome: unknown]>([
    [
      "as a broken connection",
      {
        method: "POST",
        classify: ({ status, bodyBytes }) => (status === 400 && bodyBytes === 0 ? { as: "connection" } : undefined),
      },
      [{ status: 400 }, ok],
      2,
      { name: "Rex" },
    ],
    [
      "another attempt whatever the policies say",
      { retry: [], classify: ({ status }) => (status === 402 ? { retryAfterMs: 5_000 } : undefined) },
      [{ status: 402 }, { status: 402 }, ok],
      3,
      { name: "Rex" },
    ],
    [
      "another body",
      { classify: ({ body }) => ({ body: (body as { result: unknown }).result }) },
      [{ body: { result: { a: 1 } } }],
      1,
      { a: 1 },
    ],
    ["nothing said", { classify: () => undefined }, [{ status: 404 }], 1, 404],
    [
      "a success that is none",
      { classify: ({ body }) => ((body as { busy?: boolean }).busy === true ? { as: "connection" } : undefined) },
      [{ body: { busy: true } }, ok],
      2,
      { name: "Rex" },
    ],
  ])("%s", async (_, over, script, requests, outcome) => {
    const { client, clock, transport } = bench(script)
    const result = defineOperation(() => spec({ retry: [policy()], ...over })).safe({}, { client })
    await clock.advance(60_000)
    const settled = await result
    if (settled.ok) expect(settled.data).toEqual(outcome)
    else expect(settled.error.status).toBe(outcome)
    expect([transport.requests.length, transport.openBodies]).toEqual([requests, 0])
  })

  it.each<[name: string, verdict: () => unknown]>([
    ["a delay that is no number", () => ({ retryAfterMs: Number.NaN })],
    ["an endless delay", () => ({ retryAfterMs: Infinity })],
    ["a throttle that is no number", () => ({ throttleMs: Number.NaN })],
    ["a promise", () => Promise.reject(new Error("late"))],
  ])("fail the call, and are not asked again, where they give %s", async (_, verdict) => {
    const { client, clock, transport } = bench([{ status: 503 }, ok])
    const classify = verdict as Classifier
    const result = defineOperation(() => spec({ retry: [policy()], classify })).safe({}, { client })
    await clock.advance(60_000)
    expect(await result).toMatchObject({ error: { code: "config", maybeExecuted: true } })
    expect(transport.requests).toHaveLength(1)
  })

  it("are told the call, and keep state for the client", async () => {
    const { client } = bench([ok, ok])
    const seen: unknown[] = []
    const classify: Classifier = (answer, call) => {
      const counter = call.state("count", () => ({ calls: 0 }))
      counter.calls += 1
      seen.push([
        answer.status,
        answer.body,
        answer.bodyBytes,
        call.operation,
        call.input,
        call.attempt,
        counter.calls,
        call.client === client,
      ])
      return undefined
    }
    const operation = defineOperation(() => spec({ classify }))
    await operation({ a: 1 }, { client })
    await operation({ a: 2 }, { client })
    expect(seen).toEqual([
      [200, { name: "Rex" }, 14, "get_pet", { a: 1 }, 0, 1, true],
      [200, { name: "Rex" }, 14, "get_pet", { a: 2 }, 0, 2, true],
    ])
  })
})
