import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { getEventListeners } from "node:events"
import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { shouldRetryHeader } from "../../../src/adapters/retry/should-retry-header.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { toTransportError } from "../../../src/adapters/transport/transport-error.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { OperationSpec } from "../../../src/core/operation/operation-spec.ts"
import { provider } from "../../../src/core/client/provider.ts"
import type { Classifier } from "../../../src/core/response/classifier.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { Retry } from "../../../src/ports/retry.ts"
import type { FakeAnswer, FakeStep } from "../../../src/testing/fake-transport.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { bench, header, json, policy, postSpec, rejection, rule, spec, testService, type SpecOver } from "../fixture.ts"

const pet: FakeAnswer = { body: { name: "Rex" } }
const coded = (code: string) =>
  toTransportError(Object.assign(new Error("platform"), { code }), "headers", "https://zoo.test")
const many = policy({ rules: [rule({ maxAttempts: 3, backoff: "none" })] })

/** Requests of one call whose first answer is given, and how it ended. */
async function requestsAfter(first: FakeStep, over: SpecOver, options: CallOptions = {}) {
  const { client, clock, transport } = bench([first, pet, pet])
  const call = defineOperation(() => spec({ retry: [many], ...over })).safe({}, { client, ...options })
  await clock.advance(0)
  return { count: transport.requests.length, result: await call }
}

describe("which statuses", () => {
  const table = Array.from({ length: 400 }, (_, index) => index + 200).filter((status) => status > 299 || status > 203)
  it.each(table)("A4 %i is tried again as the defaults say", async (status) => {
    const success = [{ status: "2XX" as const, readers: [json] }]
    const { count } = await requestsAfter({ ...pet, status }, { success })
    expect(count).toBe([408, 429, 500, 502, 503, 504].includes(status) ? 2 : 1)
  })

  it.each([409, 425, 501, 505])("A4 %i only where the manifest adds it", async (status) => {
    const added = policy({ rules: [rule({ retryOn: [status], backoff: "none" })] })
    expect((await requestsAfter({ status }, { retry: [added] })).count).toBe(2)
    expect((await requestsAfter({ status }, {})).count).toBe(1)
  })
})

describe("how many attempts", () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
  ])("A3 %i in the call's options", async (maxAttempts, want) => {
    const { client, clock, transport } = bench([{ status: 503 }, { status: 503 }, pet])
    const call = defineOperation(() => spec({ retry: [many] })).safe({}, { client, retry: { maxAttempts } })
    await clock.advance(0)
    await call
    expect(transport.requests).toHaveLength(want)
  })

  it.each([0, -1, 1.5, Number.NaN])("A3 %d is refused before anything is sent", async (maxAttempts) => {
    const { client, transport } = bench([pet])
    const failed = rejection(defineOperation(() => spec({ retry: [many] }))({}, { client, retry: { maxAttempts } }))
    expect(await failed).toMatchObject({ code: "input" })
    expect(transport.requests).toHaveLength(0)
  })

  it("A3 infinitely many end with the limit of the call", async () => {
    const { client, clock } = bench(() => ({ status: 503 }))
    const endless = policy({ rules: [rule({ maxAttempts: Infinity, backoff: "constant" })] })
    const failed = rejection(
      defineOperation(() => spec({ retry: [endless] }))({}, { client, timeout: { totalMs: 1050 } }),
    )
    await clock.advance(5000)
    expect(await failed).toMatchObject({ status: 503, attempts: 11 })
  })
})

describe("errors of a connection", () => {
  const unsent = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]
  const sent = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]
  const never = ["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "ERR_INVALID_URL", "UND_ERR_INVALID_ARG"]
  const requests = (method: string, keyed: boolean): OperationSpec =>
    postSpec({ method, retry: [many], ...(keyed && { idempotencyHeader: "Idempotency-Key" }) })
  const rows = [
    ...unsent.flatMap((code) => ["GET", "POST", "PATCH", "DELETE"].map((method) => [code, method, false, 2] as const)),
    ...sent.flatMap((code) => [
      ...["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].map((method) => [code, method, false, 2] as const),
      ...["POST", "PATCH"].map((method) => [code, method, false, 1] as const),
      ...["POST", "PATCH"].map((method) => [code, method, true, 2] as const),
    ]),
    ...never.flatMap((code) => ["GET", "POST"].map((method) => [code, method, true, 1] as const)),
  ]
  it.each(rows)("A5 %s of %s, with a key: %s", async (code, method, keyed, want) => {
    const { client, clock, transport } = bench([coded(code), pet])
    const call = defineOperation(() => requests(method, keyed)).safe({}, { client })
    await clock.advance(0)
    await call
    expect(transport.requests).toHaveLength(want)
  })

  it("A5 are known by a code in the chain of causes, even one in a circle", async () => {
    const circle = Object.assign(new Error("outer"), {
      cause: Object.assign(new Error("inner"), { code: "ECONNREFUSED" }),
    })
    Object.assign(circle.cause, { cause: circle })
    const { client, clock, transport } = bench([toTransportError(circle, "headers", "https://zoo.test"), pet])
    const call = defineOperation(() => postSpec({ retry: [many] })).safe({}, { client })
    await clock.advance(0)
    await call
    expect(transport.requests).toHaveLength(2)
  })

  it("A6 say that a request without a key may have been executed", async () => {
    const { client } = bench([coded("ECONNRESET")])
    expect(await rejection(defineOperation(() => postSpec({ retry: [many] }))({}, { client }))).toMatchObject({
      code: "connection",
      maybeExecuted: true,
      attempts: 1,
    })
  })

  it.each([500, 502, 504])("A6 and so does an answer of %i to a request without a key", async (status) => {
    const { client, transport } = bench([{ status }])
    const failed = await rejection(defineOperation(() => postSpec({ retry: [many] }))({}, { client }))
    expect(failed).toMatchObject({ status, maybeExecuted: true })
    expect(transport.requests).toHaveLength(1)
  })
})

describe("the idempotency key", () => {
  const keyed = (over: SpecOver = {}) => postSpec({ idempotencyHeader: "Idempotency-Key", retry: [many], ...over })
  async function keys(over: SpecOver, options: CallOptions = {}, auth?: Auth, script?: readonly FakeStep[]) {
    const { client, clock, transport } = bench(script ?? [{ status: 503 }, { status: 503 }, pet], auth && { auth })
    const call = defineOperation(() => keyed(over)).safe({}, { client, ...options })
    await clock.advance(0)
    await call
    return transport.requests.map((request) => header(request, "Idempotency-Key"))
  }

  it("A7 is the same for all attempts of a call", async () => {
    const found = await keys({})
    expect([found.length, new Set(found).size, typeof found[0]]).toEqual([3, 1, "string"])
  })

  it("A7 is another for another call", async () => {
    expect((await keys({}))[0]).not.toBe((await keys({}))[0])
  })

  it("A7 is the caller's where he gives one", async () => {
    expect(await keys({}, { idempotencyKey: "mine" })).toEqual(["mine", "mine", "mine"])
  })

  it("A7 survives a renewed credential", async () => {
    const auth: Auth = { apply: (target) => target.setHeader("authorization", "x"), onUnauthorized: () => true }
    const found = await keys({}, {}, auth, [{ status: 401 }, pet])
    expect([found.length, new Set(found).size]).toEqual([2, 1])
  })

  it("A7 is refused where no header is declared for it", async () => {
    const { client, transport } = bench([pet])
    const failed = rejection(defineOperation(() => postSpec())({}, { client, idempotencyKey: "mine" }))
    expect(await failed).toMatchObject({ code: "input", phase: "prepare" })
    expect(transport.requests).toHaveLength(0)
  })
})

describe("the body", () => {
  const streamOf = (chunk: string) => new Blob([chunk]).stream()
  it.each<[name: string, write: () => string | Uint8Array | Blob, want: string]>([
    ["text", () => "größer", "größer"],
    ["bytes", () => new TextEncoder().encode("größer"), "größer"],
    ["a Blob", () => new Blob(["größ", "er"]), "größer"],
  ])("A8 of %s is sent again byte for byte", async (_, write, want) => {
    const { client, clock, transport } = bench([{ status: 503 }, { status: 503 }, pet])
    const body = { encode: () => ({}), writer: { contentType: "text/plain", write } }
    const call = defineOperation(() => postSpec({ body, retry: [many] }))({}, { client })
    await clock.advance(0)
    await call
    const sent = await Promise.all(transport.requests.map((request) => new Response(request.body as BodyInit).text()))
    expect(sent).toEqual([want, want, want])
  })

  it("A8 of a FormData is sent again byte for byte", async () => {
    const given = new FormData()
    given.append("file", new File(["größer"], "a.txt"))
    const { client, clock, transport } = bench([{ status: 503 }, pet])
    const body = { encode: () => given, writer: multipart }
    const call = defineOperation(() => postSpec({ body, retry: [many] }))({}, { client })
    await clock.advance(0)
    await call
    const [first, second] = await Promise.all(
      transport.requests.map((request) => new Response(request.body as BodyInit).text()),
    )
    expect(first).toContain("größer")
    expect(second).toBe(first)
  })

  it.each<[name: string, write: () => ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>]>([
    ["a stream", () => streamOf("once")],
    [
      "an async iterable",
      () =>
        (async function* () {
          yield* streamOf("once")
        })(),
    ],
  ])("A8 of %s is sent once, and the service's own error comes through", async (_, write) => {
    const { client, clock, transport } = bench([{ status: 503 }, pet])
    const body = { encode: () => ({}), writer: { contentType: "text/plain", write } }
    const failed = rejection(defineOperation(() => postSpec({ body, retry: [many] }))({}, { client }))
    await clock.advance(0)
    expect(await failed).toMatchObject({ status: 503, attempts: 1 })
    expect(transport.requests).toHaveLength(1)
  })

  it("A15 of every answer that is tried again is read or let go", async () => {
    const { client, clock, transport } = bench((_request, index) =>
      index < 200 ? { status: 503, body: "x".repeat(10_000) } : pet,
    )
    const endless = policy({ rules: [rule({ maxAttempts: Infinity, backoff: "none" })] })
    const call = defineOperation(() => spec({ retry: [endless] }))({}, { client })
    await clock.advance(0)
    await call
    expect([transport.requests.length, transport.openBodies]).toEqual([201, 0])
  })
})

describe("a storm", () => {
  const outage = (until: number, clock: VirtualClock) => (): FakeAnswer => (clock.now() < until ? { status: 503 } : pet)

  it.each([
    ["with a budget", true, 235],
    ["without one", false, 600],
  ])("A10 of 200 calls %s makes %3$i requests", async (_, budgeted, want) => {
    const clock = new VirtualClock()
    const engine = defaultRetry({ clock, random: seededRandom(1) })
    const retry = budgeted ? withRetryBudget(engine) : engine
    const { client, transport } = bench(outage(30_000, clock), { clock, retry })
    const operation = defineOperation(() => spec({ retry: [policy()] }))
    const calls = Array.from({ length: 200 }, () => operation.safe({}, { client }))
    await clock.advance(30_000)
    expect((await Promise.all(calls)).every(({ ok }) => !ok)).toBe(true)
    expect(transport.requests).toHaveLength(want)
  })

  it("A10 is over as soon as the service is back", async () => {
    const clock = new VirtualClock()
    const retry = withRetryBudget(defaultRetry({ clock, random: seededRandom(1) }))
    const { client } = bench(outage(30_000, clock), { clock, retry })
    const operation = defineOperation(() => spec({ retry: [policy()] }))
    const during = Array.from({ length: 200 }, () => operation.safe({}, { client }))
    await clock.advance(30_000)
    await Promise.all(during)
    const after = await Promise.all(Array.from({ length: 50 }, () => operation.safe({}, { client })))
    expect(after.every(({ ok }) => ok)).toBe(true)
  })

  it("A9 on one host leaves another its retries", async () => {
    const clock = new VirtualClock()
    const retry = withRetryBudget(defaultRetry({ clock, random: () => 0 }), { capacity: 14 })
    const operation = defineOperation(() => spec({ retry: [many] }))
    const down = bench(() => ({ status: 503 }), { clock, retry, baseUrl: "https://down.test" })
    const shaky = bench([{ status: 503 }, pet], { clock, retry, baseUrl: "https://shaky.test" })
    const failed = operation.safe({}, { client: down.client })
    await clock.advance(0)
    await failed
    expect(down.transport.requests).toHaveLength(2)
    const call = operation({}, { client: shaky.client })
    await clock.advance(0)
    expect(await call).toEqual({ name: "Rex" })
  })
})

describe("waits", () => {
  const waiting = policy({ rules: [rule({ backoff: "constant", baseMs: 1000 })] })

  it.each([
    ["a wait that ends after it", 999, 0],
    ["a wait that ends at it", 1000, 0],
  ])("A12 the call's limit: %s is not begun", async (_, totalMs) => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const failed = rejection(defineOperation(() => spec({ retry: [waiting] }))({}, { client, timeout: { totalMs } }))
    await clock.advance(0)
    expect(await failed).toMatchObject({ status: 503, attempts: 1 })
    expect([transport.requests.length, clock.pending]).toEqual([1, 0])
  })

  it("A12 a wait that ends before it is", async () => {
    const { client, clock, transport } = bench([{ status: 503 }, pet])
    const call = defineOperation(() => spec({ retry: [waiting] }))({}, { client, timeout: { totalMs: 1001 } })
    await clock.advance(1000)
    await call
    expect(transport.requests).toHaveLength(2)
  })

  it.each<[name: string, reason: unknown]>([
    ["an error", new Error("enough")],
    ["text", "enough"],
    ["a frozen object", Object.freeze({ any: "value" })],
  ])("A13 an abort meanwhile rejects in the same turn with its reason: %s", async (_, reason) => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const controller = new AbortController()
    const failed = rejection(
      defineOperation(() => spec({ retry: [waiting] }))({}, { client, signal: controller.signal }),
    )
    await clock.advance(500)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect([clock.pending, getEventListeners(controller.signal, "abort").length]).toEqual([0, 0])
    await clock.advance(10_000)
    expect(transport.requests).toHaveLength(1)
  })

  it.each<[name: string, classify: Classifier]>([
    [
      "throws an error",
      () => {
        throw new Error("judge")
      },
    ],
    [
      "throws one of ours",
      () => {
        throw new PristineError("config", "judge")
      },
    ],
  ])("A14 a classifier that %s ends the call with it", async (_, classify) => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const call = defineOperation(() => spec({ retry: [waiting], classify })).safe({}, { client })
    await clock.advance(0)
    const result = await call
    expect(JSON.stringify(result) + String(result.ok ? "" : (result.error as Error).cause)).toContain("judge")
    expect([transport.requests.length, clock.pending]).toEqual([1, 0])
  })

  it.each<[name: string, thrown: unknown]>([
    ["an error", new Error("engine")],
    ["one of ours", new PristineError("config", "engine")],
  ])("A14 an engine that throws %s ends the call with it", async (_, thrown) => {
    const retry: Retry = {
      begin: () => ({
        next: () => {
          throw thrown
        },
        succeeded: () => undefined,
      }),
    }
    const { client, clock, transport } = bench(() => ({ status: 503 }), { retry })
    const failed = rejection(defineOperation(() => spec({ retry: [waiting] }))({}, { client }))
    await clock.advance(0)
    const error = (await failed) as PristineError
    expect([error, error.cause]).toContain(thrown)
    expect([transport.requests.length, clock.pending]).toEqual([1, 0])
  })

  it.each<[name: string, onRetry: () => Promise<void>, ends: string | undefined]>([
    ["rejects", () => Promise.reject(new Error("hook")), undefined],
    ["never settles", () => new Promise(() => undefined), "timeout"],
  ])("A14 a hook that is asked before the wait and %s ends the call", async (_, onRetry, ends) => {
    const { client, clock, transport } = bench(() => ({ status: 503 }), { hooks: { onRetry } })
    const failed = rejection(
      defineOperation(() => spec({ retry: [waiting] }))({}, { client, timeout: { totalMs: 5000 } }),
    )
    await clock.advance(5000)
    expect(await failed).toMatchObject(ends === undefined ? { message: "hook" } : { code: ends })
    expect([transport.requests.length, clock.pending]).toEqual([1, 0])
  })

  it.each([
    ["forward", 3_600_000],
    ["back", -3_600_000],
  ])("A18 follow the monotonic clock when the wall clock jumps %s an hour", async (_, jump) => {
    let skew = 0
    class Jumping extends VirtualClock {
      override wallTime(): number {
        return super.wallTime() + skew
      }
    }
    const clock = new Jumping()
    const { client, transport } = bench([{ status: 503 }, pet], { clock })
    const call = defineOperation(() => spec({ retry: [waiting] }))({}, { client })
    await clock.advance(500)
    skew = jump
    await clock.advance(499)
    expect(transport.requests).toHaveLength(1)
    await clock.advance(1)
    await call
    expect(transport.requests).toHaveLength(2)
  })
})

describe("what the service asks for", () => {
  it.each<[name: string, headers: Record<string, string>, status: number, listens: boolean, requests: number]>([
    ["yes, against the rules", { "x-should-retry": "true" }, 409, true, 2],
    ["no, against the rules", { "x-should-retry": "false" }, 503, true, 1],
    ["yes, to a manifest that does not listen", { "x-should-retry": "true" }, 409, false, 1],
    ["no, to a manifest that does not listen", { "x-should-retry": "false" }, 503, false, 2],
    ["nothing that means anything", { "x-should-retry": "maybe" }, 503, true, 2],
    ["yes, in a header that the manifest does not name", { "x-retry": "true" }, 409, true, 1],
    ["no, in a header that the manifest does not name", { "x-retry": "false" }, 503, true, 2],
  ])("A16 x-should-retry says %s", async (_, headers, status, listens, requests) => {
    const listening = rule({ backoff: "none", ...(!listens && { retryAfter: false }) })
    const service = testService({ provider: provider({ failure: [shouldRetryHeader("x-should-retry")] }) })
    const { client, clock, transport } = bench([{ status, headers }, pet, pet], {}, service)
    const retry = [policy({ rules: [listening] })]
    const call = defineOperation(() => spec({ service, retry })).safe({}, { client })
    await clock.advance(0)
    await call
    expect(transport.requests).toHaveLength(requests)
  })

  it.each([
    ["true", 409, 1],
    ["false", 503, 2],
  ])("A16 x-should-retry: %s after %i means nothing without a profile", async (word, status, requests) => {
    const { count } = await requestsAfter({ status, headers: { "x-should-retry": word } }, {})
    expect(count).toBe(requests)
  })

  it.each<[status: number, retryAfter: string, waitMs: number | undefined]>([
    [429, "0", 0],
    [503, "2", 2000],
    [429, "59", 59_000],
    [429, "60", 60_000],
    [429, "61", undefined],
    [503, "9999999999", undefined],
    [503, "Fri, 01 Jan 2066 00:00:00 GMT", undefined],
    [429, "Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    [429, "-1", 100],
    [429, "soon", 100],
    [429, "0.25", 100],
  ])("B23 %i with Retry-After: %s", async (status, retryAfter, waitMs) => {
    const { client, clock, transport } = bench([{ status, headers: { "retry-after": retryAfter } }, pet])
    const call = defineOperation(() => spec({ retry: [policy()] })).safe({}, { client })
    await clock.advance(Math.max(0, (waitMs ?? 1e6) - 1))
    expect(transport.requests).toHaveLength(waitMs === 0 ? 2 : 1)
    await clock.advance(1)
    const result = await call
    expect([result.ok, transport.requests.length]).toEqual([waitMs !== undefined, waitMs === undefined ? 1 : 2])
  })

  it.each([61_000, 9_999_999_999_000])("B23 beyond the cap the error tells: %i ms", async (retryAfterMs) => {
    const headers = { "retry-after": String(retryAfterMs / 1000) }
    const { client } = bench([{ status: 429, headers }])
    const failed = await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(failed).toMatchObject({ status: 429, retryAfterMs, attempts: 1, retryable: true })
  })
})

describe("a stream", () => {
  const events = { "content-type": "text/event-stream" }
  const watch = (over: SpecOver = {}) =>
    defineStream(() => ({ ...spec({ id: "watch", retry: [many], ...over }), framing: sse, event: {} }))

  it.each<[name: string, first: FakeStep]>([
    ["an error status", { status: 503 }],
    ["no connection", coded("ECONNREFUSED")],
    ["a reset before the answer", coded("ECONNRESET")],
  ])("A17 is opened again after %s", async (_, first) => {
    const { client, clock, transport } = bench([first, { headers: events, body: "data: 1\n\n" }])
    const opening = watch()({}, { client })
    await clock.advance(0)
    const seen: unknown[] = []
    for await (const event of await opening) seen.push(event)
    expect([seen, transport.requests.length]).toEqual([[1], 2])
  })

  it("A17 that breaks after its first event is not sent again", async () => {
    const body = (async function* () {
      yield new TextEncoder().encode("data: 1\n\n")
      await Promise.resolve()
      throw coded("ECONNRESET")
    })()
    const { client, transport } = bench([{ headers: events, body }, pet])
    const stream = await watch()({}, { client })
    const seen: unknown[] = []
    const failed = await rejection(
      (async () => {
        for await (const event of stream) seen.push(event)
      })(),
    )
    expect([seen, (failed as PristineError).code, transport.requests.length]).toEqual([[1], "connection", 1])
  })
})

describe("the error of a call that gave up", () => {
  it("A19 is the last one, with the number of attempts and no payload or credential", async () => {
    const secret = "s3cret-value"
    const auth: Auth = { apply: (target) => target.setHeader("authorization", `Bearer ${secret}`) }
    const script = [500, 502, 503].map((status) => ({ status, body: { message: secret, token: secret } }))
    const { client, clock } = bench(script, { auth })
    const failed = rejection(defineOperation(() => spec({ retry: [many] }))({}, { client }))
    await clock.advance(0)
    const error = await failed
    expect(error).toMatchObject({ code: "http", status: 503, attempts: 3, operation: "get_pet" })
    expect(JSON.stringify(error) + (error as Error).message).not.toContain(secret)
  })

  it("A19 and each wait and its reason are told to the telemetry", async () => {
    const told: unknown[] = []
    const telemetry = {
      emit({ type, delayMs, error, attempt }: { type: string; delayMs?: number; error?: string; attempt?: number }) {
        if (type === "retry") told.push([attempt, delayMs, error])
      },
    }
    const { client, clock } = bench([{ status: 503 }, coded("ECONNREFUSED"), { status: 400 }], { telemetry })
    const failed = rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    await clock.advance(1000)
    expect(await failed).toMatchObject({ status: 400, attempts: 3 })
    expect(told).toEqual([
      [1, 100, "http"],
      [2, 200, "connection"],
    ])
  })
})

describe("retries without an end", () => {
  it("A3 are refused where no limit of time ends them", async () => {
    const watch = defineStream(() => ({ ...spec({ id: "watch" }), framing: sse, event: {} }))
    const { client } = bench([])
    expect(await rejection(watch({}, { client, retry: { maxAttempts: Infinity } }))).toMatchObject({
      code: "input",
      message: expect.stringContaining("total limit of time") as string,
    })
  })

  it("that a classifier forces keep a distance", async () => {
    const classify: Classifier = ({ status }) => (status === 503 ? { retryAfterMs: 0 } : undefined)
    const { client, clock, transport } = bench([{ status: 503 }, { status: 503 }, pet])
    const call = defineOperation(() => spec({ classify, retry: [policy()] }))({}, { client })
    await clock.advance(99)
    expect(transport.requests).toHaveLength(1)
    await clock.advance(101)
    await call
    expect(transport.requests).toHaveLength(3)
  })

  it("that a classifier forces outlast the patience of the policies, though not the call's time", async () => {
    const classify: Classifier = ({ status }) => (status === 402 ? { retryAfterMs: 5_000 } : undefined)
    const outer = policy({ maxElapsedMs: 12_000 })
    const operation = defineOperation(() => spec({ classify, retry: [outer, policy()] }))
    const patient = bench(Array.from({ length: 9 }, (_, nth) => (nth < 8 ? { status: 402 } : pet)))
    const call = operation({}, { client: patient.client, timeout: { totalMs: 60_000 } })
    await patient.clock.advance(40_000)
    await call
    expect(patient.transport.requests).toHaveLength(9)
    const short = bench(Array.from({ length: 9 }, () => ({ status: 402 })))
    const failed = rejection(operation({}, { client: short.client, timeout: { totalMs: 18_000 } }))
    await short.clock.advance(18_000)
    expect(await failed).toMatchObject({ code: "http", status: 402 })
    expect(short.transport.requests).toHaveLength(4)
  })
})

describe("one error that several calls meet", () => {
  it("tells each of them its own operation and attempts, and is repeated for each", async () => {
    const shared = new PristineError("connection", "lost", { maybeExecuted: false })
    const { client, clock } = bench([shared, shared, shared, shared])
    const results = ["op_a", "op_b"].map(async (id) => {
      const call = defineOperation(() => spec({ id, retry: [policy({ rules: [rule({ maxAttempts: 2 })] })] }))
      return rejection(call({}, { client }))
    })
    await clock.advance(1_000)
    expect(await Promise.all(results)).toMatchObject([
      { operation: "op_a", attempts: 2 },
      { operation: "op_b", attempts: 2 },
    ])
    expect([shared.operation, shared.attempts]).toEqual([undefined, undefined])
  })
})
