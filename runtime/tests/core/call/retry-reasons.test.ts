import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { retryCall } from "../../../src/core/call/retry-call.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { RetryPolicy } from "../../../src/ports/retry.ts"
import type { FakeAnswer, FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule, spec, type Bench } from "../fixture.ts"

const waiting = policy({ rules: [rule({ backoff: "constant", baseMs: 1000 })] })
const broken = (): PristineError => new PristineError("connection", "gone")
const pet: FakeStep = { body: { name: "Rex" } }

/** The only call of a client, which fails, and how long it took. */
async function failing(
  script: Parameters<typeof bench>[0],
  { retry = [waiting], ...options }: { readonly retry?: readonly RetryPolicy[] } & Omit<ClientOptions, "retry">,
  over: ClientOptions = {},
): Promise<Bench & { readonly error: PristineError; readonly tookMs: number }> {
  const found = bench(script, { ...options, ...over })
  let endedAt = -1
  const failed = rejection(defineOperation(() => spec({ retry }))({}, { client: found.client }))
  const watched = failed.then((error) => ((endedAt = found.clock.now()), error as PristineError))
  await found.clock.advance(100_000)
  return { ...found, error: await watched, tookMs: endedAt }
}

const poor: ClientOptions["retry"] = (environment) => withRetryBudget(defaultRetry(environment), { capacity: 14 })
const down = (): FakeAnswer => ({ status: 503 })
const within = (maxElapsedMs: number): RetryPolicy => ({ ...waiting, maxElapsedMs })

describe("why there was no further attempt", () => {
  const rows: readonly [
    name: string,
    options: Parameters<typeof failing>[1],
    over: ClientOptions,
    want: { readonly reason: PristineError["reason"]; readonly attempts: number; readonly tookMs: number },
  ][] = [
    ["A9 no tokens are left", {}, { retry: poor }, { reason: "budget", attempts: 2, tookMs: 1000 }],
    [
      "A12 the wait would pass the limit of the call",
      { timeout: { totalMs: 1500 } },
      {},
      { reason: "deadline", attempts: 2, tookMs: 1000 },
    ],
    [
      "A12 the wait would end with the limit of the call",
      { timeout: { totalMs: 2000 } },
      {},
      { reason: "deadline", attempts: 2, tookMs: 1000 },
    ],
    [
      "A12 the wait would pass the limit of the policy",
      { retry: [within(1500)] },
      {},
      { reason: "deadline", attempts: 2, tookMs: 1000 },
    ],
    [
      "A12 the wait would pass the limit of an outer policy",
      { retry: [policy({ name: "outer", rules: [rule({ maxAttempts: 1 })], maxElapsedMs: 500 }), waiting] },
      {},
      { reason: "deadline", attempts: 1, tookMs: 0 },
    ],
    [
      "A12 nothing made progress",
      { retry: [{ ...waiting, progressTimeoutMs: 500 }] },
      {},
      { reason: "deadline", attempts: 1, tookMs: 0 },
    ],
    ["A19 the policy has no further one", {}, {}, { reason: undefined, attempts: 3, tookMs: 2000 }],
    ["A19 retries are off", {}, { retry: false }, { reason: undefined, attempts: 1, tookMs: 0 }],
  ]
  it.for(rows)("%s", async ([, options, over, want]) => {
    const { error, tookMs, transport, clock } = await failing(down, options, over)
    expect({ reason: error.reason, attempts: error.attempts, tookMs }).toEqual(want)
    expect(error).toMatchObject({ code: "http", status: 503 })
    expect((JSON.parse(JSON.stringify(error)) as PristineError).reason).toBe(want.reason)
    expect([transport.requests.length, clock.pending]).toEqual([want.attempts, 0])
  })

  it("A12 the error is the last real one, within the limit of the call", async () => {
    const script = [{ status: 503 }, broken(), { status: 500 }, pet]
    const patient = policy({ rules: [rule({ maxAttempts: 9, backoff: "constant", baseMs: 1000 })] })
    const { error, tookMs } = await failing(script, { retry: [patient], timeout: { totalMs: 3000 } })
    expect(error).toMatchObject({ code: "http", status: 500, reason: "deadline", attempts: 3 })
    expect(tookMs).toBeLessThanOrEqual(3001)
  })

  it("A9 a retry that the limit of the call forbids costs nothing", async () => {
    const { client, transport, clock } = await failing(
      [down(), down(), pet],
      { timeout: { totalMs: 1000 } },
      { retry: poor },
    )
    const call = defineOperation(() => spec({ retry: [waiting] }))({}, { client, timeout: { totalMs: 9000 } })
    await clock.advance(1000)
    await call
    expect(transport.requests).toHaveLength(3)
  })

  it.for<[name: string, over: Partial<RetryPolicy>, retry: ClientOptions["retry"], reason: string | undefined]>([
    ["A9 no tokens are left", {}, poor, "budget"],
    ["A12 no time is left", { maxElapsedMs: 1500 }, undefined, "deadline"],
    ["A19 no attempt is left", {}, undefined, undefined],
  ])("%s for a whole operation", async ([, over, retry, reason]) => {
    const { client, clock } = bench([], retry === undefined ? {} : { retry })
    const failed = rejection(retryCall({ ...waiting, ...over }, () => Promise.reject(broken()), { client }))
    await clock.advance(10_000)
    const error = (await failed) as PristineError
    expect([error.code, error.reason]).toEqual(["connection", reason])
  })
})

describe("the attempts before the last one", () => {
  it("A19 are told with their reasons and waits, without payload or credential", async () => {
    const secret = "s3cret-value"
    const auth: Auth = { apply: (target) => target.setHeader("authorization", `Bearer ${secret}`) }
    const script: FakeStep[] = [
      { status: 503, body: { token: secret } },
      broken(),
      { status: 429 },
      { status: 400, body: secret },
    ]
    const retry = [policy({ rules: [rule({ maxAttempts: 9 })] })]
    const { error } = await failing(script, { retry, auth })
    const want = [
      { cause: 503, delayMs: 100 },
      { cause: "connection", delayMs: 200 },
      { cause: 429, delayMs: 400 },
    ]
    expect(error).toMatchObject({ status: 400, attempts: 4, retries: want })
    const told = JSON.stringify(error)
    expect(JSON.parse(told)).toMatchObject({ attempts: 4, retries: want })
    expect(told).not.toContain(secret)
  })

  it("A19 are absent where the first was the last", async () => {
    const { error } = await failing([{ status: 400 }], {})
    expect(error.retries).toBeUndefined()
  })

  it("A19 are those of all policies, in their order", async () => {
    const outer = policy({ name: "outer", rules: [rule({ maxAttempts: 2, backoff: "constant", baseMs: 7 })] })
    const inner = policy({ rules: [rule({ maxAttempts: 2, backoff: "constant", baseMs: 3 })] })
    const { error } = await failing(down, { retry: [outer, inner] })
    expect(error.retries?.map(({ delayMs }) => delayMs)).toEqual([3, 7, 3])
  })

  it("A19 are the latest 32 of very many", async () => {
    const endless = policy({ rules: [rule({ maxAttempts: 100, backoff: "none", retryOn: [503, "connection"] })] })
    const { error } = await failing(
      (_, index) => (index < 60 ? down() : broken()),
      { retry: [endless] },
      { retry: defaultRetry },
    )
    expect(error.attempts).toBe(100)
    expect(error.retries?.map(({ cause }) => cause)).toEqual(Array(32).fill("connection"))
  })

  it("A19 are told of a call that its limit ended within an attempt", async () => {
    const { error } = await failing((_, index) => (index === 0 ? down() : new Promise(() => undefined)), {
      timeout: { totalMs: 1500 },
    })
    expect(error).toMatchObject({ code: "timeout", retries: [{ cause: 503, delayMs: 1000 }] })
  })
})
