import type { FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

/** Times at which a session was asked for, while the service gave these answers, and what came of it. */
async function attempts(answers: readonly (FakeAnswer | Error)[], random = 1) {
  const tinker = fakeTinker({ create_session: (_, nth) => answers[nth] }, { random: () => random })
  await using service = tinker.service
  const opened = service.createSamplingClient({ baseModel: "base" }).then(
    () => "opened",
    (error: unknown) => error,
  )
  for (let minute = 0; minute < 10; minute++) await tinker.clock.advance(60_000)
  return { outcome: await opened, at: tinker.sent("create_session").map(({ at }) => at) }
}

const always = (answer: FakeAnswer): FakeAnswer[] => Array<FakeAnswer>(20).fill(answer)
const gaps = (at: readonly number[]) => at.slice(1).map((each, index) => each - (at[index] ?? 0))

describe("a request", () => {
  it.each([408, 409, 429, 500, 502, 503, 504])("is tried again after %i", async (status) => {
    const { outcome, at } = await attempts([{ status, body: {} }])
    expect(outcome).toBe("opened")
    expect(at).toEqual([0, 500])
  })

  it("is tried again after a connection that broke", async () => {
    expect((await attempts([new Error("reset")])).at).toEqual([0, 500])
  })

  it.each([401, 403, 404, 410, 422])("is over after %i", async (status) => {
    const { outcome, at } = await attempts(always({ status, body: { detail: "no" } }))
    expect(outcome).toMatchObject({ code: "http", status, retryable: false, attempts: 1 })
    expect(at).toHaveLength(1)
  })

  it.each([
    ["at most", 1, [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000, 10_000]],
    ["at least", 0, [375, 750, 1500, 3000, 6000, 7500, 7500, 7500, 7500, 7500]],
  ])("has eleven attempts, with %s these waits", async (_, random, expected) => {
    const { outcome, at } = await attempts(always({ status: 503, body: {} }), random)
    expect(outcome).toMatchObject({ code: "http", status: 503, retryable: true, attempts: 11 })
    expect(gaps(at)).toEqual(expected)
  })

  it.each<[string, FakeAnswer["headers"], readonly number[]]>([
    ["in milliseconds", { "retry-after-ms": "10" }, [10]],
    ["in seconds", { "Retry-After": "1" }, [1000]],
    ["beyond a minute, which is too long to believe", { "Retry-After": "61" }, [375]],
  ])("waits as the service asks %s", async (_, headers = {}, expected) => {
    // The least draw of chance: what the service asks for is spread, never cut.
    const { outcome, at } = await attempts([{ status: 429, headers, body: {} }], 0)
    expect(outcome).toBe("opened")
    expect(gaps(at)).toEqual(expected)
  })

  it.each<[string, number, string, number]>([
    ["no, whatever the status is", 503, "false", 1],
    ["yes, whatever the status is", 400, "true", 2],
  ])("is tried again as the service says: %s", async (_, status, word, count) => {
    const answer = { status, headers: { "X-Should-Retry": word }, body: { detail: "no" } }
    const { at } = await attempts([answer])
    expect(at).toHaveLength(count)
  })
})
