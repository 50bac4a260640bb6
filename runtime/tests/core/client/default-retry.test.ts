import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { bench, policy, rule, spec, testService, type SpecOver } from "../fixture.ts"

const pet: FakeAnswer = { body: { name: "Rex" } }
const outage =
  (untilMs: number, clock: VirtualClock, status = 503) =>
  (): FakeAnswer =>
    clock.now() < untilMs ? { status } : pet
const get = (over: SpecOver = {}) => defineOperation(() => spec({ retry: [policy()], ...over }))
const many = (count: number) => Array.from({ length: count })

/** Two hundred calls at once of a client that was told nothing of retries, while the service is down. */
async function storm(options: ClientOptions, over: SpecOver = {}, status = 503) {
  const clock = new VirtualClock()
  const found = bench(outage(30_000, clock, status), { clock, random: seededRandom(1), ...options })
  const call = get(over)
  const during = many(200).map(() => call.safe({}, { client: found.client }))
  await clock.advance(30_000)
  const results = await Promise.all(during)
  return { ...found, clock, call, results, requests: found.transport.requests.length }
}

describe("the retries of a client that was told nothing of them", () => {
  it.for<[name: string, options: ClientOptions, status: number, requests: number]>([
    ["of an outage", {}, 503, 235],
    ["of throttling", {}, 429, 300],
    ["without a budget", { retry: defaultRetry }, 503, 600],
    [
      "with a budget of its own",
      { retry: (given) => withRetryBudget(defaultRetry(given), { capacity: 28 }) },
      503,
      202,
    ],
    ["with none", { retry: false }, 503, 200],
  ])("A10 a storm %s", async ([, options, status, requests]) => {
    expect((await storm(options, {}, status)).requests).toBe(requests)
  })

  it("A9 the calls that were refused a retry say so", async () => {
    const { results } = await storm({})
    const reasons = results.map((result) => (result.ok ? "" : (result.error.reason ?? "attempts")))
    const count = (reason: string): number => reasons.filter((one) => one === reason).length
    // All 35 retries go to the first that fail: of their calls some try a second time.
    expect(count("budget") + count("attempts")).toBe(200)
    expect(count("budget")).toBeGreaterThanOrEqual(165)
  })

  it("A10 recover at once", async () => {
    const { clock, client, call, transport, requests } = await storm({})
    const after = await Promise.all(many(200).map(() => call.safe({}, { client })))
    expect(after.every(({ ok }) => ok)).toBe(true)
    expect([clock.now(), transport.requests.length]).toEqual([30_000, requests + 200])
  })

  it.for<[successes: number, retries: number]>([
    [0, 0],
    [13, 1],
    [490, 35],
    [700, 35],
  ])("A9 come back with successes: after %i of them %i", async ([successes, retries]) => {
    let answer: FakeAnswer = { status: 503 }
    const { client, clock, transport } = bench(() => answer)
    const call = get()
    const phase = async (count: number): Promise<number> => {
      const before = transport.requests.length
      const calls = Promise.all(many(count).map(() => call.safe({}, { client })))
      await clock.advance(10_000)
      await calls
      return transport.requests.length - before
    }
    expect(await phase(200)).toBe(235)
    answer = pet
    // The 35 retries cost 490 of 500 tokens.
    expect(await phase(successes)).toBe(successes)
    answer = { status: 503 }
    expect(await phase(200)).toBe(200 + retries)
  })

  it("A9 belong to one client", async () => {
    const clock = new VirtualClock()
    const service = testService()
    const [one, two] = [fakeTransport(() => ({ status: 503 })), fakeTransport(() => ({ status: 503 }))]
    const call = get()
    for (const transport of [one, two]) {
      const client = createClient(service, { clock, transport, random: () => 0.5 })
      const calls = Promise.all(many(200).map(() => call.safe({}, { client })))
      await clock.advance(30_000)
      await calls
      expect(transport.requests).toHaveLength(235)
    }
  })

  it("A9 belong to one origin", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const counts: number[] = []
    for (const baseUrl of ["https://one.test/a", "https://two.test", "https://one.test/b"]) {
      const call = get({ baseUrl })
      const before = transport.requests.length
      const calls = Promise.all(many(200).map(() => call.safe({}, { client })))
      await clock.advance(10_000)
      await calls
      counts.push(transport.requests.length - before)
    }
    expect(counts).toEqual([235, 235, 200])
  })

  it("A9 have no price under a policy that sets no limit to its attempts", async () => {
    const patient = policy({ rules: [rule({ maxAttempts: Infinity, backoff: "constant", baseMs: 500 })] })
    const { results, requests } = await storm({}, { retry: [{ ...patient, maxElapsedMs: 1000 }] })
    expect(requests).toBe(200 * 3)
    expect(results.every((result) => !result.ok && result.error.reason === "deadline")).toBe(true)
  })
})
