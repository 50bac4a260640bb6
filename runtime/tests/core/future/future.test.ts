import { describe, expect } from "vitest"
import { allFutures, mapFuture, raceFutures } from "../../../src/core/future/combine-futures.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { specOf } from "../../../src/core/operation/spec-of.ts"
import type { Classifier } from "../../../src/core/response/classifier.ts"
import type { FutureSpec, OperationSpec, PollSpec } from "../../../src/core/operation/operation-spec.ts"
import type { ApiFuture, FutureOperation } from "../../../src/core/operation/operation.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { RetryPolicy } from "../../../src/ports/retry.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import {
  type Bench,
  bench,
  header,
  json,
  policy,
  pollSpec,
  postSpec,
  proto,
  rejection,
  rule,
  type SpecOver,
  testService,
} from "../fixture.ts"

const ticket = { body: { request_id: "q1", model_id: "m" } }
const notYet = (over: object = {}): FakeStep => ({ body: { type: "try_again", request_id: "q1", ...over } })
const done = { body: { answer: 42 } }

/** The rules of the service's poll loop: 408 and 5xx at once, 400 four times in a row, the rest exponentially. */
const pollPolicy: RetryPolicy = policy({
  name: "poll",
  rules: [
    rule({ retryOn: [408, "5XX"], backoff: "none", maxAttempts: Infinity, retryAfter: false }),
    rule({ retryOn: [400], backoff: "none", maxAttempts: 4, retryAfter: false }),
    rule({
      retryOn: ["connection", "timeout", 429],
      baseMs: 1_000,
      maxMs: 30_000,
      maxAttempts: Infinity,
      retryAfter: false,
    }),
  ],
})

const retrieve = (over: SpecOver = {}): (() => OperationSpec) => {
  const spec = postSpec({ id: "retrieve", path: () => "/retrieve", retry: [pollPolicy], ...over })
  return () => spec
}

function future(
  poll: Partial<PollSpec> = {},
  polled: SpecOver = {},
  own: SpecOver = {},
): FutureOperation<unknown, unknown> {
  const spec: FutureSpec = {
    ...postSpec({ id: "train", path: () => "/train", ...own }),
    poll: pollSpec(retrieve(polled), poll),
  }
  return defineFuture(() => spec)
}

/** Runs a future to its end and tells when each request was sent. */
async function run(
  script: readonly FakeStep[],
  operation: FutureOperation<unknown, unknown> = future(),
  setup: (made: Bench) => Bench = (made) => made,
): Promise<{ bench: Bench; times: number[]; outcome: unknown; future: ApiFuture<unknown> }> {
  const times: number[] = []
  const made: Bench = setup(
    bench(async (request, index) => {
      times.push(made.clock.now())
      const step = script[index] ?? new Error("one request too many")
      return typeof step === "function" ? await step(request, index) : step
    }),
  )
  const started = operation({ loss: "ce" }, { client: made.client })
  const settled = started.catch((error: unknown) => error)
  await made.clock.advance(600_000)
  return { bench: made, times, outcome: await settled, future: started }
}

describe("a future", () => {
  it("polls until the service is done", async () => {
    const { bench: made, times, outcome, future: started } = await run([ticket, notYet(), notYet(), done])
    expect([outcome, times]).toEqual([{ answer: 42 }, [0, 0, 100, 200]])
    expect(await started.requestId).toBe("q1")
    expect(made.transport.requests.map(({ url, body }) => [url.slice(16), body])).toEqual([
      ["/v1/train", '{"loss":"ce"}'],
      ["/v1/retrieve", '{"request_id":"q1"}'],
      ["/v1/retrieve", '{"request_id":"q1"}'],
      ["/v1/retrieve", '{"request_id":"q1"}'],
    ])
    expect([made.clock.pending, made.transport.openBodies]).toEqual([0, 0])
  })

  it("starts at once, and its result is there for all who await it", async () => {
    const { client, clock, transport } = bench([ticket, done])
    const started = future()({}, { client })
    await clock.advance(0)
    expect(transport.requests).toHaveLength(2)
    expect(await Promise.all([started, started, started.catch(() => 0), started.finally(() => undefined)])).toEqual(
      Array(4).fill({ answer: 42 }),
    )
    expect(transport.requests).toHaveLength(2)
  })

  it("that nobody awaits fails silently", async () => {
    const { client, clock } = bench([{ status: 500 }])
    const started = future()({}, { client })
    await clock.advance(0)
    await started.submitted
    expect(await started.requestId).toBeUndefined()
  })

  it("is over with the first answer if that has no ticket", async () => {
    const { outcome, bench: made } = await run([done])
    expect([outcome, made.transport.requests.length]).toEqual([{ answer: 42 }, 1])
  })

  it("asks for JSON first, and for the result's form in polls", async () => {
    const bytes = { headers: { "content-type": "application/x-protobuf" }, body: new Uint8Array(5) }
    const { outcome, bench: made } = await run(
      [ticket, notYet(), bytes],
      future({ result: { status: "2XX", readers: [proto] } }),
    )
    expect(outcome).toEqual({ bytes: 5 })
    expect(made.transport.requests.map((request) => header(request, "accept"))).toEqual([
      "application/json",
      "application/x-protobuf",
      "application/x-protobuf",
    ])
  })

  it("refuses JSON where only another form was asked for", async () => {
    const { outcome } = await run([ticket, done], future({ result: { status: "2XX", readers: [proto] } }))
    expect(outcome).toMatchObject({ code: "decode" })
  })

  it("decodes the result as declared", async () => {
    const result = { status: "2XX", readers: [json], decode: (wire: unknown) => (wire as { answer: number }).answer }
    expect((await run([ticket, done], future({ result }))).outcome).toBe(42)
  })

  it.each<[name: string, script: FakeStep[], want: object, body: unknown]>([
    [
      "fails with the service's word",
      [ticket, { body: { error: "out of memory", category: "server" } }],
      { code: "future_failed", operation: "train", requestId: "q1", status: 200 },
      { error: "out of memory", category: "server" },
    ],
    [
      "is expired with 410",
      [ticket, { status: 410, body: { detail: "gone" } }],
      { code: "future_expired", status: 410, requestId: "q1", retryable: true },
      { detail: "gone" },
    ],
    [
      "fails with a status that no rule names",
      [ticket, { status: 404 }],
      { code: "http", status: 404, operation: "retrieve" },
      undefined,
    ],
    [
      "fails if the first request does",
      [{ status: 403 }],
      { code: "http", status: 403, operation: "train" },
      undefined,
    ],
  ])("%s", async (_, script, want, body) => {
    const { outcome } = await run(script)
    expect(outcome).toMatchObject(want)
    expect((outcome as PristineError).body).toEqual(body)
  })

  it("the service's word is at hand, but not in the message", async () => {
    const { outcome } = await run([ticket, { body: { error: "bad\ntoken" } }])
    expect([(outcome as PristineError).detail, String(outcome)]).toEqual([
      "bad\\u000atoken",
      "PristineError: The service reports that train failed",
    ])
  })
})

describe("the rules of the poll loop", () => {
  const gone = new PristineError("connection", "reset", { maybeExecuted: true })
  it.each<[name: string, script: FakeStep[], times: number[], ok: boolean]>([
    ["not yet, under another status", [ticket, { status: 408, body: { type: "try_again" } }, done], [0, 0, 100], true],
    [
      "408 and 5xx at once, but never faster than the interval",
      [ticket, { status: 408 }, { status: 502 }, { status: 500 }, done],
      [0, 0, 100, 200, 300],
      true,
    ],
    [
      "429 exponentially",
      [ticket, { status: 429 }, { status: 429 }, { status: 429 }, done],
      [0, 0, 1_000, 3_000, 7_000],
      true,
    ],
    [
      "a dropped connection likewise, in one count with 429",
      [ticket, gone, { status: 429 }, done],
      [0, 0, 1_000, 3_000],
      true,
    ],
    [
      "another answer resets the count",
      [ticket, { status: 429 }, { status: 502 }, { status: 429 }, done],
      [0, 0, 1_000, 1_100, 2_100],
      true,
    ],
    [
      "400 four times in a row",
      [ticket, { status: 400 }, { status: 400 }, { status: 400 }, { status: 400 }],
      [0, 0, 100, 200, 300],
      false,
    ],
    [
      "400 with something else between",
      [ticket, { status: 400 }, { status: 400 }, { status: 400 }, { status: 408 }, { status: 400 }, done],
      [0, 0, 100, 200, 300, 400, 500],
      true,
    ],
  ])("%s", async (_, script, times, ok) => {
    const { times: seen, outcome } = await run(script)
    expect([seen, outcome instanceof PristineError]).toEqual([times, !ok])
  })

  it("the interval counts from start to start: a long poll is followed at once", async () => {
    const { client, clock, transport } = bench()
    const started = future()({}, { client })
    ;(await transport.next()).respond(ticket)
    const held = await transport.next()
    await clock.advance(30_000)
    held.respond({ body: { type: "try_again" } })
    await clock.advance(0)
    ;(await transport.next()).respond(done)
    expect(await started).toEqual({ answer: 42 })
  })

  it.each([
    [
      "what the answer says",
      { intervalMs: ({ body }: { body: unknown }) => (body as { retry_after_ms: number }).retry_after_ms },
      [0, 0, 700, 710],
    ],
    ["never less than 10 ms", { intervalMs: () => 0 }, [0, 0, 10, 20]],
    ["nor what is no number", { intervalMs: () => "soon" as unknown as number }, [0, 0, 10, 20]],
  ])("the interval is %s", async (_, poll, want) => {
    const { times } = await run(
      [ticket, notYet({ retry_after_ms: 700 }), notYet({ retry_after_ms: -1 }), done],
      future(poll),
    )
    expect(times).toEqual(want)
  })

  it("every poll on the wire counts, and only the first tells the round trip", async () => {
    const headers: PollSpec["headers"] = (input, { poll }) => [
      ["X-Iteration", poll?.iteration],
      ["X-Roundtrip", poll?.createSeconds],
      ["X-Loss", (input as { loss: string }).loss],
      ["X-Own", "poll"],
    ]
    const slow: FakeStep = () => Promise.resolve(ticket)
    const own: OperationSpec["headers"] = (_, scope) => [
      ["x-own", "retrieve"],
      ["X-Attempt", scope.attempt],
    ]
    const { bench: made } = await run(
      [slow, { status: 502 }, new PristineError("connection", "reset"), notYet(), done],
      future({ headers }, { headers: own }),
    )
    const polls = made.transport.requests.slice(1)
    expect(
      polls.map((request) =>
        ["X-Iteration", "X-Roundtrip", "X-Loss", "X-Own", "X-Attempt"].map((name) => header(request, name)),
      ),
    ).toEqual([
      ["0", "0", "ce", "poll", "0"],
      ["1", undefined, "ce", "poll", "1"],
      ["2", undefined, "ce", "poll", "2"],
      ["3", undefined, "ce", "poll", "0"],
    ])
  })

  it("each poll has a key of its own, which its retries share", async () => {
    const { bench: made } = await run(
      [ticket, { status: 502 }, notYet(), done],
      future({}, { idempotencyHeader: "X-Key" }),
    )
    const [first, second, third] = made.transport.requests.slice(1).map((request) => header(request, "X-Key"))
    expect([first === second, second === third]).toEqual([true, false])
  })
})

describe("an operation that is asked again until it is done", () => {
  const operation: FutureOperation<unknown, unknown> = defineFuture(() => ({
    ...postSpec({
      id: "export",
      method: "GET",
      path: () => "/export",
      body: { encode: () => undefined, writer: json },
    }),
    poll: pollSpec(() => specOf(operation), {
      input: (_, input) => input,
      pending: (body) => (body as { status: string }).status === "pending",
      failed: (body) => (body as { status: string }).status === "failed",
      intervalMs: () => 5_000,
    }),
  }))

  it.each<[name: string, script: FakeStep[], times: number[], want: object]>([
    ["ready at once", [{ body: { status: "ready" } }], [0], { status: "ready" }],
    [
      "ready later",
      [{ body: { status: "pending" } }, { body: { status: "pending" } }, { body: { status: "ready" } }],
      [0, 5_000, 10_000],
      { status: "ready" },
    ],
    [
      "failed",
      [{ body: { status: "pending" } }, { body: { status: "failed" } }],
      [0, 5_000],
      { code: "future_failed" },
    ],
    ["failed at once", [{ body: { status: "failed" } }], [0], { code: "future_failed" }],
  ])("%s", async (_, script, times, want) => {
    const ran = await run(script, operation)
    expect(ran.times).toEqual(times)
    expect(ran.outcome).toMatchObject(want)
  })
})

describe("classifiers of polls", () => {
  it("hold a limit until the future ends, and change the next poll's input", async () => {
    const limits = { responses: { name: "responses", concurrency: 1 } }
    const classify: Classifier = ({ body }) =>
      (body as { status?: string }).status === "complete_metadata"
        ? { state: "pending", input: { allow_metadata_only: false }, hold: { limit: "responses", weight: 9 } }
        : undefined
    const metadata = { body: { status: "complete_metadata", response_payload_size: 9 } }
    const service = testService({ rateLimits: limits })
    const { client, clock, transport } = bench(
      (request) => {
        if (request.url.endsWith("/train")) return ticket
        return (request.body as string).includes("allow_metadata_only") ? undefined : metadata
      },
      {},
      service,
    )
    const operation = future({}, { classify, service }, { service })
    const first = operation({}, { client })
    const second = operation({}, { client })
    await clock.advance(1_000)
    expect(transport.requests.map(({ body }) => body)).toEqual([
      "{}",
      "{}",
      '{"request_id":"q1"}',
      '{"request_id":"q1"}',
      '{"request_id":"q1","allow_metadata_only":false}',
    ])
    ;(await transport.next()).respond(done)
    expect(await first).toEqual({ answer: 42 })
    await clock.advance(1_000)
    ;(await transport.next()).respond(done)
    expect(await second).toEqual({ answer: 42 })
  })

  it.each([
    { limit: "of bytes", spec: { byteBudget: 8 } },
    { limit: "of calls", spec: { concurrency: 1 } },
  ])("hold a limit $limit of the polls themselves, under which the next poll passes", async ({ spec }) => {
    const responses = { name: "responses", ...spec }
    const service = testService({ rateLimits: { responses } })
    const classify: Classifier = ({ body }) =>
      (body as { large?: boolean }).large
        ? { state: "pending", input: { whole: true }, hold: { limit: "responses", weight: 9 } }
        : undefined
    const { client, clock, transport } = bench(
      (request) => {
        if (request.url.endsWith("/train")) return ticket
        const body = new TextDecoder().decode(request.body as Uint8Array)
        return body.includes("whole") ? undefined : { body: { large: true } }
      },
      {},
      service,
    )
    const operation = future({}, { classify, service, rateLimit: responses }, { service })
    const first = operation({}, { client })
    const second = operation({}, { client })
    await clock.advance(1_000)
    const held = await transport.next()
    await clock.advance(1_000)
    // The other future's polls wait meanwhile.
    const before = transport.requests.length
    held.respond(done)
    expect(await first).toEqual({ answer: 42 })
    await clock.advance(1_000)
    ;(await transport.next()).respond(done)
    expect(await second).toEqual({ answer: 42 })
    expect(transport.requests.length).toBeGreaterThan(before)
    expect(clock.pending).toBe(0)
  })

  it.each<[name: string, verdict: object, want: unknown]>([
    ["done, with another body", { state: "done", body: { answer: 1 } }, { answer: 1 }],
    ["failed", { state: "failed" }, { code: "future_failed" }],
  ])("may say: %s", async (_, verdict, want) => {
    const { outcome } = await run(
      [ticket, { body: { status: "completed", result: {} } }],
      future({}, { classify: () => verdict }),
    )
    expect(outcome).toMatchObject(want as object)
  })

  it("a limit that is not defined is an error", async () => {
    const classify: Classifier = () => ({ state: "pending", hold: { limit: "nope", weight: 1 } })
    const { outcome } = await run([ticket, notYet()], future({}, { classify }))
    expect(outcome).toMatchObject({ code: "config" })
  })

  it("may wait, whatever the policies say", async () => {
    const classify: Classifier = ({ status }) => (status === 402 ? { retryAfterMs: 5_000 } : undefined)
    const { times, outcome } = await run([ticket, { status: 402 }, { status: 402 }, done], future({}, { classify }))
    expect([times, outcome]).toEqual([[0, 0, 5_000, 10_000], { answer: 42 }])
  })
})

describe("progress, cancellation, limits", () => {
  it("tells every reader of what is not yet, and ends", async () => {
    const { client, clock } = bench([
      ticket,
      notYet({ queue_state: "active" }),
      { status: 408, body: { type: "try_again" } },
      done,
    ])
    const started = future()({}, { client })
    const read = async (): Promise<unknown[]> => {
      const seen: unknown[] = []
      for await (const { iteration, status } of started.progress()) seen.push([iteration, status])
      return seen
    }
    const readers = [read(), read()]
    await clock.advance(1_000)
    expect(await Promise.all(readers)).toEqual(
      Array(2).fill([
        [0, 200],
        [1, 408],
      ]),
    )
    expect(await read()).toEqual([])
  })

  it("a reader may leave", async () => {
    const { client, clock } = bench([ticket, notYet(), notYet(), done])
    const started = future()({}, { client })
    const reading = (async () => {
      for await (const event of started.progress()) return event.iteration
      return undefined
    })()
    await clock.advance(1_000)
    expect([await reading, await started]).toEqual([0, { answer: 42 }])
  })

  it.each<[name: string, act: (started: ApiFuture<unknown>, controller: AbortController) => void]>([
    ["cancel", (started) => started.cancel("enough")],
    ["the caller's signal", (_, controller) => controller.abort("enough")],
  ])("%s ends it in the wait between polls", async (_, act) => {
    const { client, clock, transport } = bench([ticket, notYet()])
    const controller = new AbortController()
    const started = future({ intervalMs: () => 5_000 })({}, { client, signal: controller.signal })
    await clock.advance(10)
    act(started, controller)
    expect(await rejection(started)).toBe("enough")
    expect([transport.requests.length, clock.pending]).toEqual([2, 0])
  })

  it("cancel ends a poll on the wire, without a reason by one of ours", async () => {
    const { client, transport } = bench()
    const started = future()({}, { client })
    ;(await transport.next()).respond(ticket)
    const poll = await transport.next()
    started.cancel()
    expect(await rejection(started)).toMatchObject({ code: "aborted" })
    expect(poll.request.signal.aborted).toBe(true)
    started.cancel("again")
  })

  it("a total limit that was asked for holds for the whole", async () => {
    const { client, clock } = bench((_, index) => (index === 0 ? ticket : (notYet() as { body: unknown })))
    const failed = rejection(future()({}, { client, timeout: { totalMs: 2_500 } }))
    await clock.advance(2_500)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total" })
    expect(clock.pending).toBe(0)
  })

  it("there is none by default", async () => {
    let polls = 0
    const { client, clock } = bench((_, index) =>
      index === 0 ? ticket : ++polls < 2_000 ? { body: { type: "try_again" } } : done,
    )
    const started = future({ intervalMs: () => 60_000 })({}, { client })
    for (let index = 0; index < 20; index++) await clock.advance(60_000 * 100)
    expect(await started).toEqual({ answer: 42 })
  })

  it("submitted settles before the polls, so that turns can be handed on", async () => {
    const { client, transport } = bench()
    const started = future()({}, { client })
    let submitted = false
    void started.submitted.then(() => (submitted = true))
    const first = await transport.next()
    expect(submitted).toBe(false)
    first.respond(ticket)
    const poll = await transport.next()
    expect(submitted).toBe(true)
    poll.respond(done)
    await started
  })

  it("safe makes data of the outcome", async () => {
    const { client, clock } = bench([ticket, { body: { error: "no" } }])
    const settled = future().safe({}, { client })
    await clock.advance(0)
    expect(await settled).toMatchObject({ ok: false, error: { code: "future_failed" } })
  })
})

describe("combined futures", () => {
  const two = async (
    script: readonly FakeStep[],
  ): Promise<{ made: Bench; futures: [ApiFuture<unknown>, ApiFuture<unknown>] }> => {
    let polls = 0
    const made = bench((request) => {
      if (request.url.endsWith("/train")) return ticket
      const step = script[polls++]
      return typeof step === "function" ? step(request, polls) : step
    })
    const operation = future()
    const futures: [ApiFuture<unknown>, ApiFuture<unknown>] = [
      operation({}, { client: made.client }),
      operation({}, { client: made.client }),
    ]
    await made.clock.advance(0)
    return { made, futures }
  }

  it("all: results in order", async () => {
    const { made, futures } = await two([{ body: 1 }, notYet(), { body: 2 }])
    const all = allFutures(futures)
    await made.clock.advance(1_000)
    expect(await all).toEqual([1, 2])
  })

  it("all: a failure cancels the others", async () => {
    const { futures, made } = await two([{ body: { error: "no" } }])
    expect(await rejection(allFutures(futures))).toMatchObject({ code: "future_failed" })
    expect(await rejection(futures[1])).toMatchObject({ code: "aborted" })
    expect(made.clock.pending).toBe(0)
  })

  it("race: the first one, and the others are cancelled", async () => {
    const { futures } = await two([undefined as unknown as FakeStep, { body: 2 }])
    expect(await raceFutures(futures)).toBe(2)
    expect(await rejection(futures[0])).toMatchObject({ code: "aborted" })
  })

  it("map: the result changed, id and progress as they were, cancelling both", async () => {
    const { made, futures } = await two([{ body: 1 }, notYet()])
    expect(await mapFuture(futures[0], (value) => Number(value) + 1)).toBe(2)
    const mapped = mapFuture(futures[1], (value) => value)
    expect(await mapped.requestId).toBe("q1")
    mapped.cancel("enough")
    expect([await rejection(mapped), await rejection(futures[1])]).toEqual(["enough", "enough"])
    expect(made.clock.pending).toBe(0)
  })
})

it("specOf knows operations only", () => {
  const operation = defineOperation(() => postSpec({ id: "x" }))
  expect(specOf(operation).id).toBe("x")
  expect(() => specOf(() => 1)).toThrow(expect.objectContaining({ code: "config" }))
})
