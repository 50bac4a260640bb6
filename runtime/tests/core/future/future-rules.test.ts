import { describe, expect } from "vitest"
import { allFutures, mapFuture, raceFutures } from "../../../src/core/future/combine-futures.ts"
import { mapFutures } from "../../../src/core/future/map-futures.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import type { PollSpec } from "../../../src/core/operation/operation-spec.ts"
import type { ApiFuture, FutureOperation, FutureProgress } from "../../../src/core/operation/operation.ts"
import { segment } from "../../../src/core/request/segment.ts"
import { RunningFuture } from "../../../src/core/future/running-future.ts"
import { specOf } from "../../../src/core/operation/spec-of.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { FakeAnswer, FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import {
  bench,
  type Bench,
  header,
  json,
  policy,
  pollSpec,
  postSpec,
  rejection,
  rule,
  type SpecOver,
} from "../fixture.ts"

type Train = FutureOperation<unknown, unknown>

const patient = policy({ name: "poll", rules: [rule({ maxAttempts: 4 })] })

function training(poll: Partial<PollSpec> = {}, polled: SpecOver = {}, own: SpecOver = {}): Train {
  const retrieve = postSpec({ id: "retrieve", path: () => "/retrieve", retry: [patient], ...polled })
  return defineFuture(() => ({
    ...postSpec({ id: "train", path: () => "/train", ...own }),
    poll: pollSpec(() => retrieve, poll),
  }))
}

const ticket: FakeAnswer = { body: { request_id: "q1" } }
const pending: FakeAnswer = { body: { type: "try_again" } }
const done: FakeAnswer = { body: { answer: 42 } }

interface Ran extends Bench {
  readonly times: readonly number[]
  readonly outcome: unknown
}

/** Runs a future and tells when each request went out. */
async function run(script: readonly FakeStep[], operation = training(), ms = 600_000): Promise<Ran> {
  const times: number[] = []
  const made = bench((request, index) => {
    times.push(made.clock.now())
    const step = script[Math.min(index, script.length - 1)] ?? done
    return typeof step === "function" ? step(request, index) : step
  })
  const settled = operation({}, { client: made.client }).catch((error: unknown) => error)
  await made.clock.advance(ms)
  return { ...made, times, outcome: await settled }
}

describe("what a poll is answered", () => {
  it.for<[name: string, script: FakeStep[], want: unknown, times: number[]]>([
    ["P144 01 done", [ticket, done], { answer: 42 }, [0, 0]],
    ["P144 02 not yet, then done", [ticket, pending, done], { answer: 42 }, [0, 0, 100]],
    ["P144 03 failed", [ticket, { body: { error: "no" } }], { code: "future_failed", requestId: "q1" }, [0, 0]],
    ["P144 04 cancelled by the service", [ticket, { body: { error: "cancelled" } }], { code: "future_failed" }, [0, 0]],
    ["P144 05 not yet, under 408", [ticket, { ...pending, status: 408 }, done], { answer: 42 }, [0, 0, 100]],
    ["P144 06 not yet, under 202", [ticket, { ...pending, status: 202 }, done], { answer: 42 }, [0, 0, 100]],
    ["P144 07 not yet, under 503", [ticket, { ...pending, status: 503 }, done], { answer: 42 }, [0, 0, 100]],
    [
      "P144 08 an unknown state is a result for the type to judge",
      [ticket, { body: { type: "?" } }],
      { type: "?" },
      [0, 0],
    ],
    ["P144 09 nothing", [ticket, { status: 204 }], undefined, [0, 0]],
    ["P144 10 no JSON", [ticket, { body: "<html>" }], { code: "decode" }, [0, 0]],
    [
      "P144 11 expired",
      [ticket, { status: 410 }],
      { code: "future_expired", requestId: "q1", retryable: true },
      [0, 0],
    ],
    ["P144 12 expired later", [ticket, pending, { status: 410 }], { code: "future_expired" }, [0, 0, 100]],
    ["P144 13 unknown to the service", [ticket, { status: 404 }], { code: "http", status: 404 }, [0, 0]],
    ["P144 14 forbidden", [ticket, { status: 403 }], { code: "http", status: 403 }, [0, 0]],
    ["P144 15 its own failure, then done", [ticket, { status: 500 }, done], { answer: 42 }, [0, 0, 100]],
    [
      "P144 16 its own failure for ever: as often as the policy says",
      [ticket, { status: 502 }],
      { code: "http", status: 502, attempts: 4 },
      [0, 0, 100, 300, 700],
    ],
    [
      "P144 17 a broken connection, then done",
      [ticket, new PristineError("connection", "reset", { maybeExecuted: true }), done],
      { answer: 42 },
      [0, 0, 100],
    ],
    [
      "P144 18 too many requests, with a time",
      [ticket, { status: 429, headers: { "retry-after": "7" } }, done],
      { answer: 42 },
      [0, 0, 7_000],
    ],
    [
      "P144 19 busy, with a time",
      [ticket, { status: 503, headers: { "retry-after-ms": "250" } }, done],
      { answer: 42 },
      [0, 0, 250],
    ],
    [
      "P145 20 a time beyond what the policy waits",
      [ticket, { status: 503, headers: { "retry-after": "61" } }, done],
      { code: "http", retryAfterMs: 61_000 },
      [0, 0],
    ],
    [
      "P145 21 a time beyond every timer",
      [ticket, { status: 503, headers: { "retry-after": "9999999999" } }, done],
      { code: "http", status: 503 },
      [0, 0],
    ],
  ])("%s", async ([, script, want, times]) => {
    const ran = await run(script)
    expect(ran.times).toEqual(times)
    if (typeof want === "object") expect(ran.outcome).toMatchObject(want as object)
    else expect(ran.outcome).toBe(want)
    expect([ran.clock.pending, ran.transport.openBodies]).toEqual([0, 0])
  })

  it("P144 22 an early 404 passes under a policy that names it", async () => {
    const graceful = policy({ rules: [rule({ retryOn: [404], backoff: "constant", maxAttempts: 3 })] })
    const { times, outcome } = await run(
      [ticket, { status: 404 }, { status: 404 }, done],
      training({}, { retry: [graceful] }),
    )
    expect([outcome, times]).toEqual([{ answer: 42 }, [0, 0, 100, 200]])
  })

  it.for<[name: string, first: FakeAnswer, want: object]>([
    ["P144 23 the first answer is a failure of the request", { status: 500 }, { code: "http", status: 500 }],
    ["P144 24 the first answer has no ticket: it is the result", { body: { answer: 1 } }, { answer: 1 }],
  ])("%s", async ([, first, want]) => {
    const { times, outcome } = await run([first])
    expect(outcome).toMatchObject(want)
    expect(times).toHaveLength(1)
  })
})

describe("the time between polls", () => {
  it.for<[name: string, interval: unknown, polls: number]>([
    ["P146 25 zero", 0, 101],
    ["P146 26 negative", -5, 101],
    ["P146 27 not a number", Number.NaN, 101],
    ["P146 28 text", "1", 101],
    ["P146 29 nothing", undefined, 101],
    ["P146 30 five hundred", 500, 3],
    ["P145 31 beyond every timer: no loop", 2 ** 40, 1],
    ["P145 32 endless: no loop", Infinity, 1],
  ])("%s", async ([, interval, polls]) => {
    const operation = training({ intervalMs: () => interval as number })
    const made = bench((_, index) => (index === 0 ? ticket : pending))
    const future = operation({}, { client: made.client })
    await made.clock.advance(1_000)
    expect(made.transport.requests).toHaveLength(1 + polls)
    future.cancel("enough")
    expect([await rejection(future), made.clock.pending]).toEqual(["enough", 0])
  })

  it("P146 33 a thousand times not yet at no interval takes ten seconds", async () => {
    const ran = await run([ticket, ...Array<FakeAnswer>(1_000).fill(pending), done])
    expect([ran.outcome, ran.times.at(-1)]).toEqual([{ answer: 42 }, 100_000])
    const fast = await run([ticket, ...Array<FakeAnswer>(1_000).fill(pending), done], training({ intervalMs: () => 0 }))
    expect([fast.outcome, fast.times.at(-1)]).toEqual([{ answer: 42 }, 10_000])
  })

  it("P146 34 a total limit ends the wait", async () => {
    const made = bench((_, index) => (index === 0 ? ticket : pending))
    const future = training({ intervalMs: () => 60_000 })({}, { client: made.client, timeout: { totalMs: 90_000 } })
    await made.clock.advance(90_000)
    expect(await rejection(future)).toMatchObject({ code: "timeout", phase: "total" })
    expect([made.transport.requests.length, made.clock.pending]).toEqual([3, 0])
  })

  it("P146 35 an abort ends it at once, in the wait of a retry too", async () => {
    const controller = new AbortController()
    const made = bench((_, index) => (index === 0 ? ticket : { status: 503 }))
    const future = training()({}, { client: made.client, signal: controller.signal })
    await made.clock.advance(50)
    controller.abort("enough")
    expect([await rejection(future), made.transport.requests.length, made.clock.pending]).toEqual(["enough", 2, 0])
  })
})

describe("resuming by id", () => {
  it("P148 36 polls at once and submits nothing", async () => {
    const { client, clock, transport } = bench([pending, done])
    const future = training().resume("q9", { client })
    expect(await future.requestId).toBe("q9")
    await clock.advance(1_000)
    expect(await future).toEqual({ answer: 42 })
    expect(transport.requests.map(({ url, body }) => [url.slice(16), body])).toEqual(
      Array(2).fill(["/v1/retrieve", '{"request_id":"q9"}']),
    )
  })

  it("P148 37 carries on what another process began", async () => {
    const begun = bench([ticket])
    const controller = new AbortController()
    const first = training()({}, { client: begun.client, signal: controller.signal })
    const id = (await first.requestId) ?? ""
    controller.abort("the process ends")
    await rejection(first)
    const { client, transport } = bench([done])
    expect(await training().resume(id, { client })).toEqual({ answer: 42 })
    expect(transport.requests.map(({ body }) => body)).toEqual(['{"request_id":"q1"}'])
  })

  const elsewhere: Partial<PollSpec> = {
    input: ({ body }) => ({ job: (body as { job?: { id?: string } }).job?.id }),
    requestId: ({ body }) => (body as { job?: { id?: string } }).job?.id,
    ticket: (id) => ({ job: { id } }),
  }

  it("P148 38 an id that stands elsewhere goes back to its place", async () => {
    const { client, transport } = bench([{ body: { job: { id: "j1" } } }, done, done])
    const first = training(elsewhere)({}, { client })
    const id = (await first.requestId) ?? ""
    await first
    await training(elsewhere).resume(id, { client })
    expect(transport.requests.map(({ body }) => body)).toEqual(["{}", '{"job":"j1"}', '{"job":"j1"}'])
  })

  it.for<[name: string, answer: FakeAnswer, want: object]>([
    ["P148 39 failed", { body: { error: "no" } }, { code: "future_failed", requestId: "q9" }],
    ["P148 40 expired", { status: 410 }, { code: "future_expired", requestId: "q9" }],
    ["P148 41 unknown", { status: 404 }, { code: "http", status: 404, operation: "retrieve" }],
  ])("%s", async ([, answer, want]) => {
    const { client } = bench([answer])
    expect(await rejection(training().resume("q9", { client }))).toMatchObject(want)
  })

  it("P148 42 what needs more than an id says so, and sends nothing", async () => {
    const { client, transport } = bench([])
    const operation = training({ input: () => undefined })
    expect(await rejection(operation.resume("q9", { client }))).toMatchObject({ code: "input", operation: "train" })
    expect(transport.requests).toHaveLength(0)
  })

  it("P148 43 what polls itself has nothing to resume", async () => {
    const operation: Train = defineFuture(() => ({
      ...postSpec({ id: "export" }),
      poll: pollSpec(() => specOf(operation)),
    }))
    const { client, transport } = bench([])
    expect(await rejection(operation.resume("q9", { client }))).toMatchObject({ code: "input" })
    expect(transport.requests).toHaveLength(0)
  })

  it("P148 44 signal, cancel and headers hold for it", async () => {
    const { client, clock, transport } = bench(() => pending)
    const controller = new AbortController()
    const options = { client, signal: controller.signal, headers: { "X-Trace": "t" } }
    const [aborted, cancelled] = [training().resume("a", options), training().resume("b", { client })]
    await clock.advance(50)
    controller.abort("one")
    cancelled.cancel("two")
    expect([await rejection(aborted), await rejection(cancelled)]).toEqual(["one", "two"])
    expect([header(transport.requests[0], "x-trace"), clock.pending]).toEqual(["t", 0])
  })

  it.for(["../../admin", "https://evil.test/x", "//evil.test", "@evil.test", "a\\b", "q?x#y"])(
    "P148 45 an id like %j stays on the service's origin, one segment",
    async (id) => {
      const polled: SpecOver = {
        method: "GET",
        path: (input) => `/jobs/${segment((input as { id: unknown }).id, "id")}`,
        body: { encode: () => undefined, writer: json },
      }
      const { client, transport } = bench([done])
      await training({ input: ({ body }) => ({ id: (body as { request_id: string }).request_id }) }, polled).resume(
        id,
        {
          client,
        },
      )
      const url = new URL(transport.requests[0]?.url ?? "")
      expect([url.origin, url.pathname.split("/").length, url.search, url.hash]).toEqual([
        "https://zoo.test",
        4,
        "",
        "",
      ])
    },
  )

  it("P148 46 a bound operation resumes on its client", async () => {
    const { bind } = await import("../../../src/core/client/bind.ts")
    const { client } = bench([done])
    expect(await bind(training(), client).resume("q9")).toEqual({ answer: 42 })
  })
})

describe("progress", () => {
  it("P149 47 a reader that throws disturbs neither the future nor another reader", async () => {
    const { client, clock } = bench([ticket, pending, pending, done])
    const future = training()({}, { client })
    const read = async (act: (event: FutureProgress) => void): Promise<number> => {
      let count = 0
      for await (const event of future.progress()) {
        count += 1
        act(event)
      }
      return count
    }
    const failing = rejection(
      read(() => {
        throw new Error("of the reader")
      }),
    )
    const counting = read(() => undefined)
    await clock.advance(1_000)
    expect([await failing, await counting, await future]).toEqual([new Error("of the reader"), 2, { answer: 42 }])
  })

  it("P149 48 what nobody reads is bounded", async () => {
    let push: (index: number) => void = () => undefined
    let finish: () => void = () => undefined
    const future = new RunningFuture<void>((work) => {
      push = (iteration) => work.progress({ iteration, status: 200, body: undefined })
      return new Promise((resolve) => (finish = resolve))
    })
    const reader = future.progress()[Symbol.asyncIterator]()
    for (let index = 0; index < 10_000; index++) push(index)
    expect((await reader.next()).value).toMatchObject({ iteration: 10_000 - 256 })
    finish()
    await future
  })
})

/** Futures that a test settles by hand. */
function manual(): {
  readonly future: ApiFuture<number>
  settle(value: number): void
  fail(error: unknown): void
  readonly cancelled: unknown
} {
  let resolve: (value: number) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  let cancelled: unknown
  const future = new RunningFuture<number>((work) => {
    work.cancel = (reason) => {
      cancelled = reason
      reject(reason)
    }
    return new Promise<number>((yes, no) => {
      resolve = yes
      reject = no
    })
  })
  return {
    future,
    settle: (value) => resolve(value),
    fail: (error) => reject(error),
    get cancelled() {
      return cancelled
    },
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("many futures", () => {
  it.for<[name: string, concurrency: number | undefined, atOnce: number]>([
    ["P147 49 one at once", 1, 1],
    ["P147 50 three at once", 3, 3],
    ["P147 51 sixteen at once unless something else is said", undefined, 16],
    ["P147 52 all at once", Infinity, 20],
    ["P147 53 more than there are", 99, 20],
  ])("%s: results in order, inputs read as there is room", async ([, concurrency, atOnce]) => {
    const started: ReturnType<typeof manual>[] = []
    let read = 0
    const inputs = function* (): Generator<number> {
      for (; read < 20; read++) yield read
    }
    const all = mapFutures(
      inputs(),
      (input) => {
        const made = manual()
        started[input] = made
        return made.future
      },
      concurrency === undefined ? {} : { concurrency },
    )
    let most = 0
    for (let settled = 0; settled < 20; settled++) {
      await turn()
      most = Math.max(most, started.length - settled)
      started[settled]?.settle(settled * 10)
    }
    expect(await all).toEqual(Array.from({ length: 20 }, (_, index) => index * 10))
    expect(most).toBe(atOnce)
  })

  it("P147 54 the first failure cancels the others and starts no more", async () => {
    const made = [manual(), manual(), manual()]
    const all = mapFutures(made, ({ future }) => future, { concurrency: 2 })
    await turn()
    made[0]?.fail("broken")
    expect(await rejection(all)).toBe("broken")
    expect(made.map(({ cancelled }) => cancelled !== undefined)).toEqual([false, true, false])
  })

  it("P147 55 a start that throws is a failure", async () => {
    const first = manual()
    const all = mapFutures([0, 1], (index) => {
      if (index === 1) throw new Error("no")
      return first.future
    })
    expect(await rejection(all)).toEqual(new Error("no"))
    expect(first.cancelled).toMatchObject({ code: "aborted" })
  })

  it("P147 55 inputs that throw are a failure, and what began is cancelled", async () => {
    const first = manual()
    const inputs = function* (): Generator<number> {
      yield 0
      throw new Error("no more")
    }
    expect(await rejection(mapFutures(inputs(), () => first.future))).toEqual(new Error("no more"))
    expect(first.cancelled).toMatchObject({ code: "aborted" })
    first.fail("cancelled")
    await turn()
  })

  it("P147 56 cancelling cancels what is under way", async () => {
    const made = [manual(), manual(), manual()]
    const all = mapFutures(made, ({ future }) => future, { concurrency: 2 })
    await turn()
    all.cancel("enough")
    expect(await rejection(all)).toBe("enough")
    expect(made.map(({ cancelled }) => cancelled)).toEqual(["enough", "enough", undefined])
  })

  it.for([0, -1, 1.5, Number.NaN])("P147 57 a concurrency of %d is refused", (concurrency) => {
    expect(() => mapFutures([], () => manual().future, { concurrency })).toThrow(
      expect.objectContaining({ code: "input" }),
    )
  })

  it("P147 58 none at all", async () => {
    expect(await mapFutures([], () => manual().future)).toEqual([])
    expect(await allFutures([])).toEqual([])
  })

  it("P147 59 all, race and map of the same futures poll each once", async () => {
    const { client, clock, transport } = bench((request) => (request.url.endsWith("/train") ? ticket : done))
    const futures = [training()({}, { client }), training()({}, { client })] as const
    const all = allFutures(futures)
    const first = mapFuture(futures[0], (value) => [value])
    await clock.advance(0)
    expect([await all, await first, await raceFutures(futures)]).toEqual([
      [{ answer: 42 }, { answer: 42 }],
      [{ answer: 42 }],
      { answer: 42 },
    ])
    expect(transport.requests).toHaveLength(4)
  })

  it("a race of no futures fails at once", async () => {
    await expect(raceFutures([])).rejects.toMatchObject({ code: "input" })
  })

  it("P147 60 a thousand: one poll each at a time, one timer each, nothing left", async () => {
    const count = 1_000
    const polls = new Map<string, number>()
    const { client, clock, transport } = bench((request) => {
      const { request_id: id } = JSON.parse(request.body as string) as { request_id: string }
      const seen = (polls.get(id) ?? 0) + 1
      polls.set(id, seen)
      return seen === 1 ? pending : { body: { id } }
    })
    const futures = Array.from({ length: count }, (_, index) => training().resume(`q${index}`, { client }))
    await clock.advance(0)
    expect([clock.pending, transport.requests.length]).toEqual([count, count])
    await clock.advance(100)
    expect(await Promise.all(futures)).toEqual(Array.from({ length: count }, (_, index) => ({ id: `q${index}` })))
    expect([clock.pending, transport.requests.length, transport.openBodies]).toEqual([0, 2 * count, 0])
  })
})
