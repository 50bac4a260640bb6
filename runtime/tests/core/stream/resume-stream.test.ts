import { describe, expect, vi, type MockInstance } from "vitest"
import { sseFraming } from "../../../src/adapters/streaming/sse.ts"
import { requestBody } from "../../../src/core/request/request-body.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { StreamSpec } from "../../../src/core/operation/operation-spec.ts"
import { resumeStream } from "../../../src/core/stream/resume-stream.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import { fakeTransport, type FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, header, json, schemaOf, type Bench } from "../fixture.ts"
import { collectAll, events, feed, streamSpec, type Collected } from "./stream-fixture.ts"

const answer = (body: string): FakeStep => ({ headers: events, body })
const stop: FakeStep = { status: 204 }
const reset = new PristineError("connection", "reset")

interface Run extends Bench {
  readonly reading: Promise<Collected>
}

async function start(
  script: readonly FakeStep[],
  {
    over = {},
    options = {},
    call = {},
  }: { over?: Partial<StreamSpec>; options?: ClientOptions; call?: CallOptions } = {},
): Promise<Run> {
  const parts = bench(script, { random: () => 1, ...options })
  const watch = defineStream(() => streamSpec({ resume: resumeStream(), ...over }))
  const stream = await watch({}, { client: parts.client, ...call })
  return { ...parts, reading: collectAll(stream) }
}

/** Runs the waits as they come and gives their lengths. */
async function runWaits({ clock }: Run, count: number): Promise<number[]> {
  const waits: number[] = []
  for (let index = 0; index < count; index++) {
    await clock.advance(0)
    waits.push(await clock.runNext())
  }
  return waits
}

const ids = ({ transport }: Run): (string | undefined)[] =>
  transport.requests.map((request) => header(request, "last-event-id"))

describe("F73 a stream that resumes", () => {
  it("goes on after a normal close, with the last id, and stops at 204", async () => {
    const run = await start([answer("id: 1\ndata: 1\n\n"), answer("data: 2\n\nid: 3\ndata: 3\n\n"), stop])
    expect(await runWaits(run, 2)).toEqual([1_000, 1_000])
    expect(await run.reading).toEqual({ seen: [1, 2, 3], error: undefined })
    expect(ids(run)).toEqual([undefined, "1", "3"])
    expect([run.transport.openBodies, run.clock.pending]).toEqual([0, 0])
  })

  it("goes on after a connection that broke, and after a silence that is too long", async () => {
    const [broken, silent] = [feed(), feed()]
    const run = await start(
      [
        { headers: events, body: broken.body },
        { headers: events, body: silent.body },
        answer("data: 3\n\ndata: [DONE]\n\n"),
      ],
      { over: { timeouts: { idleMs: 5_000 } } },
    )
    broken.push("id: 1\ndata: 1\n\n")
    await run.clock.advance(0)
    broken.fail(reset)
    expect(await runWaits(run, 1)).toEqual([1_000])
    silent.push("id: 2\ndata: 2\n\n")
    expect(await runWaits(run, 2)).toEqual([5_000, 1_000])
    expect(await run.reading).toEqual({ seen: [1, 2, 3], error: undefined })
    expect(ids(run)).toEqual([undefined, "1", "2"])
  })

  it("gives a last event that was cut off only when it comes again", async () => {
    const run = await start([answer("id: 1\ndata: 1\n\nid: 2\ndata: 2\n"), answer("id: 2\ndata: 2\n\n"), stop])
    await runWaits(run, 2)
    expect((await run.reading).seen).toEqual([1, 2])
    expect(ids(run)).toEqual([undefined, "1", "2"])
  })

  it("ends with the sentinel, and takes a close without it for a failure", async () => {
    const over = { framing: sseFraming({ sentinel: "end" }) }
    const run = await start([answer("data: 1\n\n"), answer("data: 2\n\ndata: end\n\n")], { over })
    await runWaits(run, 1)
    expect(await run.reading).toEqual({ seen: [1, 2], error: undefined })
  })

  it("is empty with 204 at first", async () => {
    expect(await (await start([stop])).reading).toEqual({ seen: [], error: undefined })
  })

  it("sends nothing where no id came, and an id as octets of UTF-8", async () => {
    const run = await start([answer("data: 1\n\n"), answer("id: ü\ndata: 2\n\n"), stop])
    await runWaits(run, 2)
    await run.reading
    expect(ids(run)).toEqual([undefined, undefined, "Ã¼"])
  })

  it("starts with the id that the caller gives, until another one comes", async () => {
    const call = { headers: { "Last-Event-ID": "40", "X-A": "b" } }
    const run = await start([answer("data: 1\n\n"), answer("id: 42\ndata: 2\n\n"), stop], { call })
    await runWaits(run, 2)
    await run.reading
    expect(ids(run)).toEqual(["40", "40", "42"])
    expect(run.transport.requests.map((request) => header(request, "x-a"))).toEqual(["b", "b", "b"])
  })

  it("shows the answer that it reads now", async () => {
    const { client, clock } = bench([
      answer("data: 1\n\n"),
      { headers: { ...events, "x-n": "2" }, body: "data: 2\n\n" },
    ])
    const stream = await defineStream(() => streamSpec({ resume: resumeStream() }))({}, { client })
    const reader = stream[Symbol.asyncIterator]()
    await reader.next()
    expect(stream.response.headers.get("x-n")).toBeNull()
    const next = reader.next()
    await clock.advance(1_000)
    await next
    expect(stream.response.headers.get("x-n")).toBe("2")
    await reader.return?.()
  })
})

describe("F73 waits", () => {
  const silent = answer(": hello\n\n")

  it("grow while no event comes, comments or not, up to the longest", async () => {
    const run = await start([silent, silent, { status: 503 }, reset, silent, silent], {
      over: { resume: resumeStream({ baseMs: 100, maxMs: 500 }) },
    })
    expect(await runWaits(run, 5)).toEqual([100, 200, 400, 500, 500])
    expect((await run.reading).error).toMatchObject({ code: "stream", retryable: true })
  })

  it("are short again after an event, not after a mere connection", async () => {
    const run = await start([silent, silent, answer("data: 1\n\n"), silent, stop])
    expect(await runWaits(run, 4)).toEqual([1_000, 2_000, 1_000, 2_000])
    expect((await run.reading).seen).toEqual([1])
  })

  it.each<[name: string, random: number, wait: number]>([
    ["the least", 0, 500],
    ["the middle", 0.5, 750],
    ["the most", 1, 1_000],
  ])("are half random: %s", async (_, random, wait) => {
    const run = await start([silent, stop], { options: { random: () => random } })
    expect(await runWaits(run, 1)).toEqual([wait])
    await run.reading
  })

  it.each<[name: string, retry: string, wait: number]>([
    ["is obeyed", "5000", 5_000],
    ["shorter than 100 ms is 100 ms", "1", 100],
    ["longer than a minute is a minute", "86400000", 60_000],
    ["beyond any timer is a minute", "9".repeat(30), 60_000],
    ["shorter than the back-off changes nothing", "10", 100],
  ])("F68 retry of the service %s", async (_, retry, wait) => {
    const run = await start([answer(`retry: ${retry}\n\n`), stop], { over: { resume: resumeStream({ baseMs: 100 }) } })
    expect(await runWaits(run, 1)).toEqual([wait])
    await run.reading
  })

  it("F68 retry of the service stays for the connections after it", async () => {
    const run = await start([answer("retry: 3000\n\n"), silent, stop])
    expect(await runWaits(run, 2)).toEqual([3_000, 3_000])
    await run.reading
  })

  it.each<[name: string, seconds: string, waits: readonly number[], want: string | undefined]>([
    ["is obeyed", "7", [1_000, 7_000], undefined],
    ["beyond a minute ends the stream", "61", [1_000], "http"],
  ])("Retry-After %s", async (_, seconds, waits, want) => {
    const run = await start([silent, { status: 503, headers: { "retry-after": seconds } }, stop])
    expect(await runWaits(run, waits.length)).toEqual(waits)
    expect(((await run.reading).error as PristineError | undefined)?.code).toBe(want)
  })
})

describe("F73 a stream that cannot go on", () => {
  it("gives up after so many connections without an event, with the last failure", async () => {
    const run = await start([answer("data: 1\n\n"), { status: 503 }, { status: 502 }], {
      over: { resume: resumeStream({ maxAttempts: 2 }) },
    })
    await runWaits(run, 2)
    const { seen, error } = await run.reading
    expect([seen, run.transport.requests.length]).toEqual([[1], 3])
    expect(error).toMatchObject({ code: "http", status: 502, attempts: 3 })
  })

  it.each<[name: string, second: FakeStep, want: object]>([
    ["an answer that will not change", { status: 404 }, { code: "http", status: 404 }],
    ["a refused credential", { status: 401 }, { code: "http", status: 401 }],
    ["another media type", { body: { no: 1 } }, { code: "stream", body: { no: 1 } }],
  ])("ends at once with %s", async (_, second, want) => {
    const run = await start([answer("data: 1\n\n"), second])
    await runWaits(run, 1)
    const { code, status, body } = (await run.reading).error as PristineError
    expect({ code, status, body }).toMatchObject(want)
    expect([run.transport.requests.length, run.transport.openBodies]).toEqual([2, 0])
  })

  it.each<[name: string, body: string, over: Partial<StreamSpec>, code: string]>([
    ["an event that reports a failure", "event: error\ndata: 1\n\n", {}, "stream"],
    ["an event that is no JSON", "data: {\n\n", {}, "decode"],
    ["an event that does not fit", "data: 1\n\n", { event: { schema: schemaOf(() => false) } }, "validation"],
    ["an event that is too long", `data: ${"1".repeat(100)}\n\n`, {}, "limit"],
    ["an id that fits no header", "id: a\u0001b\n\n", {}, "stream"],
    ["an id that is longer than headers are", `id: ${"i".repeat(5_000)}\n\n`, {}, "stream"],
  ])("does not connect again after %s", async (name, body, over, code) => {
    const options = name.endsWith("too long") ? { streamLimits: { maxLineLength: 50 } } : {}
    const run = await start([answer(body)], { over, options })
    expect((await run.reading).error).toMatchObject({ code })
    expect(run.transport.requests).toHaveLength(1)
  })

  it.each<[name: string, how: { call?: CallOptions; options?: ClientOptions }]>([
    ["the call", { call: { retry: false } }],
    ["the client", { options: { retry: false } }],
  ])("does not connect again where %s turns retries off", async (_, how) => {
    const run = await start([answer("data: 1\n\n")], how)
    expect(await run.reading).toEqual({ seen: [1], error: undefined })
  })

  it("does not send a body again that can be read only once", async () => {
    const writer = { ...json, write: (it: unknown) => it as string }
    const body = requestBody({ encode: () => new ReadableStream(), writer })
    const run = await start([answer("data: 1\n\n")], { over: { method: "POST", body } })
    expect(await run.reading).toEqual({ seen: [1], error: undefined })
  })

  it("counts events over all connections", async () => {
    const run = await start([answer("data: 1\n\n"), answer("data: 2\n\ndata: 3\n\n")], {
      options: { streamLimits: { maxEvents: 2 } },
    })
    await runWaits(run, 1)
    expect(await run.reading).toMatchObject({ seen: [1, 2], error: { code: "limit" } })
  })
})

describe("F73 leaving a stream that resumes", () => {
  it("during the wait", async () => {
    const controller = new AbortController()
    const run = await start([answer("data: 1\n\n")], { call: { signal: controller.signal } })
    await run.clock.advance(0)
    controller.abort("enough")
    expect(await run.reading).toEqual({ seen: [1], error: "enough" })
    expect([run.clock.pending, run.transport.requests.length]).toEqual([0, 1])
  })

  it("while it connects", async () => {
    const controller = new AbortController()
    const hang: FakeStep = () => new Promise(() => undefined)
    const run = await start([answer("data: 1\n\n"), hang], { call: { signal: controller.signal } })
    await runWaits(run, 1)
    controller.abort("enough")
    expect((await run.reading).error).toBe("enough")
    expect([run.clock.pending, run.transport.requests[1]?.signal.aborted]).toEqual([0, true])
  })

  it.each(Array.from({ length: 16 }, (_, ticks) => ticks))("%i microtasks after it connected", async (ticks) => {
    const controller = new AbortController()
    const transport = fakeTransport()
    const cancels: MockInstance[] = []
    const send: Transport["send"] = async (request) => {
      const response = await transport.send(request)
      cancels.push(vi.spyOn(response.body, "cancel"))
      return response
    }
    const { client, clock } = bench(undefined, { random: () => 1, transport: { send } })
    const call = { client, signal: controller.signal }
    const opening = defineStream(() => streamSpec({ resume: resumeStream() }))({}, call)
    const first = await transport.next()
    first.respond({ headers: events, body: "data: 1\n\n" })
    const reading = collectAll(await opening)
    await clock.armed()
    await clock.runNext()
    const second = await transport.next()
    second.respond({ headers: events, body: feed().body })
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
    controller.abort("enough")
    expect(await reading).toEqual({ seen: [1], error: "enough" })
    await clock.advance(0)
    expect(cancels.filter((cancel) => cancel.mock.calls.length === 0)).toEqual([])
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("by `return` during the wait", async () => {
    const { client, clock, transport } = bench([answer("data: 1\n\n")])
    const stream = await defineStream(() => streamSpec({ resume: resumeStream() }))({}, { client })
    const reader = stream[Symbol.asyncIterator]()
    await reader.next()
    const next = reader.next()
    await clock.advance(0)
    expect([await reader.return?.(), await next].map((result) => result?.done)).toEqual([true, true])
    expect([clock.pending, transport.requests.length]).toEqual([0, 1])
  })

  it("holds its place in the rate limit from the first connection to the end", async () => {
    const over = { rateLimit: { name: "one", concurrency: 1 } }
    const run = await start([answer("data: 1\n\n"), stop, answer("data: 9\n\n")], { over })
    const second = defineStream(() => streamSpec(over))({}, { client: run.client })
    await runWaits(run, 1)
    expect((await run.reading).seen).toEqual([1])
    expect((await collectAll(await second)).seen).toEqual([9])
  })
})

it("F73 telemetry tells of each reconnection and of one call", async () => {
  const seen: TelemetryEvent[] = []
  const run = await start([answer("data: 1\n\n"), stop], {
    options: { telemetry: { emit: (event) => void seen.push(event) } },
  })
  await runWaits(run, 1)
  await run.reading
  const types = seen.map(({ type }) => type)
  expect(types).toEqual([
    "call:start",
    "attempt:start",
    "attempt:end",
    "retry",
    "attempt:start",
    "attempt:end",
    "call:end",
  ])
  expect(seen.find(({ type }) => type === "retry")).toMatchObject({ delayMs: 1_000, error: "stream" })
})

it("F73 without `resume` a stream ends where the connection ends", async () => {
  const run = await start([answer("id: 1\ndata: 1\n\n")], { over: { resume: undefined as never } })
  expect(await run.reading).toEqual({ seen: [1], error: undefined })
  expect(run.transport.requests).toHaveLength(1)
})

describe("a stream that resumes again and again", () => {
  it("asks for a renewed credential where the service refuses the old one", async () => {
    const refusals: number[] = []
    const auth = { apply: () => undefined, onUnauthorized: () => refusals.push(1) > 0 }
    const script = [answer("data: 1\n\n"), { status: 401 }, answer("data: 2\n\ndata: [DONE]\n\n")]
    const run = await start(script, { options: { auth } })
    await runWaits(run, 1)
    expect(await run.reading).toEqual({ seen: [1, 2], error: undefined })
    expect(refusals).toHaveLength(1)
  })

  it("tells hooks of each wait", async () => {
    const told: number[] = []
    const hooks = { onRetry: ({ delayMs }: { readonly delayMs: number }) => void told.push(delayMs) }
    const run = await start([answer("data: 1\n\n"), stop], { options: { hooks } })
    await runWaits(run, 1)
    await run.reading
    expect(told).toEqual([1_000])
  })

  it("A10 costs the budget that all calls of a client share", async () => {
    const opened = Array.from({ length: 50 }, () => answer("data: 1\n\n"))
    const outage = Array.from({ length: 300 }, () => reset)
    const { client, clock, transport } = bench([...opened, ...outage], { random: () => 1 })
    const watch = defineStream(() => streamSpec({ resume: resumeStream() }))
    const streams = await Promise.all(opened.map(() => watch({}, { client })))
    const readings = streams.map(collectAll)
    await clock.advance(600_000)
    const ends = await Promise.all(readings)
    expect(ends.every(({ seen, error }) => seen.length === 1 && error instanceof PristineError)).toBe(true)
    // 500 tokens are 35 attempts of 14 each.
    expect(transport.requests.length - opened.length).toBeLessThanOrEqual(35)
  })
})
