import { describe, expect } from "vitest"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { ndjson } from "../../../src/adapters/streaming/ndjson.ts"
import { byteChunks } from "../../../src/adapters/streaming/byte-chunks.ts"
import { jsonSeq } from "../../../src/adapters/streaming/json-seq.ts"
import { sseFraming } from "../../../src/adapters/streaming/sse.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { StreamLimits } from "../../../src/core/client/client.ts"
import type { StreamSpec } from "../../../src/core/operation/operation-spec.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, header, json, policy, rejection, schemaOf } from "../fixture.ts"
import { collectAll, events, feed, streamSpec } from "./stream-fixture.ts"

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const event of stream) all.push(event)
  return all
}

describe("a stream", () => {
  it("gives decoded events, with the response at hand", async () => {
    const { client, transport } = bench([
      { headers: { ...events, "x-a": "b" }, body: 'data: {"n":1}\n\ndata: {"n":2}\n\n' },
    ])
    const watch = defineStream(() => streamSpec({ event: { decode: (wire) => (wire as { n: number }).n * 10 } }))
    const stream = await watch({}, { client })
    expect([stream.response.status, stream.response.headers.get("x-a")]).toEqual([200, "b"])
    expect(await collect(stream)).toEqual([10, 20])
    expect(header(transport.requests[0], "accept")).toBe("text/event-stream")
    expect(transport.openBodies).toBe(0)
  })

  it("of lines of JSON takes any type", async () => {
    const { client } = bench([{ headers: { "content-type": "application/jsonl" }, body: "1\n2\n" }])
    expect(await collect(await defineStream(() => streamSpec({ framing: ndjson }))({}, { client }))).toEqual([1, 2])
  })

  it.each<[name: string, type: string, framing: StreamSpec["framing"], body: string | Uint8Array, want: unknown[]]>([
    ["JSON text sequences", "application/json-seq", jsonSeq, "\u001e1\n\u001e{}\n", [1, {}]],
    ["raw bytes", "audio/mpeg", byteChunks, Uint8Array.of(0, 255), [Uint8Array.of(0, 255)]],
  ])("F74 of %s", async (_, type, framing, body, want) => {
    const { client, transport } = bench([{ headers: { "content-type": type }, body }])
    expect(await collect(await defineStream(() => streamSpec({ framing }))({}, { client }))).toEqual(want)
    expect(header(transport.requests[0], "accept")).toBe(framing.accept)
  })

  it("is empty with 204", async () => {
    const { client } = bench([{ status: 204 }])
    expect(await collect(await defineStream(() => streamSpec())({}, { client }))).toEqual([])
  })

  it("is retried until the status is known, and not afterwards", async () => {
    const cut = feed()
    const { client, clock, transport } = bench([{ status: 503 }, { headers: events, body: cut.body }])
    const opening = defineStream(() => streamSpec({ retry: [policy()] }))({}, { client })
    await clock.advance(100)
    const stream = await opening
    const reading = collect(stream)
    cut.push("data: 1\n\n")
    await clock.advance(0)
    cut.fail(new PristineError("connection", "reset"))
    expect(await rejection(reading)).toMatchObject({ code: "connection", operation: "watch" })
    expect(transport.requests).toHaveLength(2)
  })

  it.each([
    ["a failure", { status: 401, body: { detail: "no" } }, { code: "http", status: 401, body: { detail: "no" } }],
    [
      "JSON in place of events",
      { body: { error: "quota" } },
      { code: "stream", status: 200, body: { error: "quota" } },
    ],
  ])("rejects on %s", async (_, answer, want) => {
    const { client, transport } = bench([answer])
    const error = (await rejection(defineStream(() => streamSpec())({}, { client }))) as PristineError
    expect({ code: error.code, status: error.status, body: error.body }).toEqual(want)
    expect(transport.openBodies).toBe(0)
  })

  it.each([
    ["an event that is not JSON", "data: {secret\n\n", {}, "decode"],
    ["an event that does not fit", "data: 1\n\n", { schema: schemaOf(() => false) }, "validation"],
  ])("ends with %s, after those before it", async (_, bad, event, code) => {
    const { client, transport } = bench([{ headers: events, body: `data: 0\n\n${bad}` }])
    const fits = schemaOf((value) => value === 0)
    const stream = await defineStream(() =>
      streamSpec({ event: { ...event, ...("schema" in event && { schema: fits }) } }),
    )({}, { client })
    const seen: unknown[] = []
    const error = await rejection(
      (async () => {
        for await (const one of stream) seen.push(one)
      })(),
    )
    expect([seen, (error as PristineError).code]).toEqual([[0], code])
    expect(JSON.stringify(error)).not.toContain("secret")
    expect(transport.openBodies).toBe(0)
  })
})

describe("F71 the answer of a stream", () => {
  it.each<[name: string, type: string | undefined]>([
    ["with a type", "text/event-stream"],
    ["with parameters", "text/event-stream; charset=utf-8"],
    ["with another charset, which does not matter", 'text/event-stream; charset="latin1"'],
    ["in capitals", "Text/Event-Stream"],
    ["without a type", undefined],
  ])("is read %s", async (_, type) => {
    const headers: Record<string, string> = type === undefined ? {} : { "content-type": type }
    const { client } = bench([{ headers, body: 'data: "é"\n\n' }])
    expect(await collect(await defineStream(() => streamSpec())({}, { client }))).toEqual(["é"])
  })

  it.each<[name: string, answer: FakeStep, want: Partial<PristineError>]>([
    ["text", { headers: { "content-type": "text/plain" }, body: "no" }, { code: "stream", status: 200, body: "no" }],
    ["a page", { headers: { "content-type": "text/html" }, body: "<p>" }, { code: "stream", status: 200, body: "<p>" }],
    ["an event stream that is a failure", { status: 500, headers: events, body: "data: 1\n\n" }, { code: "http" }],
    ["a redirect", { status: 302, headers: { location: "/" } }, { code: "http", status: 302 }],
    ["not modified", { status: 304 }, { code: "http", status: 304 }],
  ])("is refused as %s, without a retry", async (_, answer, want) => {
    const { client, transport } = bench([answer])
    const error = (await rejection(defineStream(() => streamSpec())({}, { client }))) as PristineError
    const { code, status, body } = error
    expect({ code, status, body }).toMatchObject(want)
    expect([transport.requests.length, transport.openBodies]).toEqual([1, 0])
  })
})

describe("F62 F63 the end of a stream", () => {
  const cutOff = streamSpec({ framing: sseFraming({ sentinel: "[DONE]" }) })

  it("with its sentinel closes the connection, though the service does not", async () => {
    const body = feed()
    const { client, transport } = bench([{ headers: events, body: body.body }])
    const reading = collect(await defineStream(() => cutOff)({}, { client }))
    body.push("data: 1\n\ndata: [DONE]\n\n")
    expect(await reading).toEqual([1])
    expect([transport.openBodies, transport.requests[0]?.signal.aborted]).toEqual([0, false])
  })

  it("without it is an error, after the events that came", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\ndata: 2" }])
    const { seen, error } = await collectAll(await defineStream(() => cutOff)({}, { client }))
    expect(seen).toEqual([1])
    expect(error).toMatchObject({ code: "stream", phase: "event", operation: "watch", maybeExecuted: true })
  })
})

describe("F72 an event that reports a failure", () => {
  it("is an error with what the service says, and is not retried", async () => {
    const body = feed()
    const { client, transport } = bench(() => ({ headers: { ...events, "x-request-id": "r1" }, body: body.body }))
    const stream = await defineStream(() => streamSpec({ retry: [policy()] }))({}, { client })
    const reading = collectAll(stream)
    body.push('data: 1\n\nevent: error\ndata: {"error":{"message":"hunter2"}}\n\ndata: 2\n\n')
    const { seen, error } = await reading
    expect(seen).toEqual([1])
    expect(error).toMatchObject({ code: "stream", status: 200, requestId: "r1", retryable: false, phase: "event" })
    const { detail, body: reported, message } = error as PristineError
    expect([detail, reported]).toEqual(["hunter2", { error: { message: "hunter2" } }])
    expect(message + JSON.stringify(error)).not.toContain("hunter2")
    expect([transport.requests.length, transport.openBodies]).toEqual([1, 0])
  })
})

describe("F64 limits of a client's streams", () => {
  it.each<[name: string, limits: StreamLimits, fits: string, tooMuch: string]>([
    ["a line", { maxLineLength: 8 }, "data: 12\n\n", "data: 123\n\n"],
    ["an event", { maxEventLength: 3 }, "data: 1\ndata: \n\n", "data: 1\ndata:  \ndata: \n\n"],
    ["what is held", { maxBufferedLength: 8 }, "data: 12\n\n", "id: 1\ndata: 12\n\n"],
    ["the number of events", { maxEvents: 2 }, "data: 1\n\ndata: 2\n\n", "data: 1\n\ndata: 2\n\ndata: 3\n\n"],
    ["a body, without limits of its own", {}, "data: 1\n\n", `data: ${"1".repeat(95)}\n\n`],
  ])("%s", async (_, streamLimits, fits, tooMuch) => {
    const answers = [fits, tooMuch].map((body) => ({ headers: events, body }))
    const { client, transport } = bench(answers, { streamLimits, maxResponseBytes: 100 })
    const watch = defineStream(() => streamSpec())
    expect((await collectAll(await watch({}, { client }))).error).toBeUndefined()
    expect((await collectAll(await watch({}, { client }))).error).toMatchObject({ code: "limit", phase: "event" })
    expect(transport.openBodies).toBe(0)
  })
})

describe("leaving a stream", () => {
  it.each(["break", "return", "throw"])("%s closes the connection and frees the place", async (how) => {
    const body = feed()
    const { client, transport } = bench(() => ({ headers: events, body: body.body }))
    const watch = defineStream(() => streamSpec({ rateLimit: { name: "one", concurrency: 1 } }))
    const stream = await watch({}, { client })
    body.push("data: 1\n\ndata: 2\n\n")
    const leave = async (): Promise<void> => {
      for await (const _event of stream) {
        if (how === "break") break
        if (how === "return") return
        throw new Error("mine")
      }
    }
    await leave().catch((error: unknown) => expect(error).toEqual(new Error("mine")))
    expect(transport.openBodies).toBe(0)
    expect(await rejection(collect(stream)).catch(() => undefined)).toMatchObject({ code: "stream" })
    body.end()
    const next = await watch({}, { client })
    next.abort()
  })

  it.each<[name: string, read: boolean]>([
    ["while it waits for an event", true],
    ["before it is read", false],
  ])("abort %s", async (_, read) => {
    const { client, clock, transport } = bench([{ headers: events, body: feed().body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    const reading = read ? rejection(collect(stream)) : undefined
    await clock.advance(0)
    stream.abort("enough")
    expect(await (reading ?? rejection(collect(stream)))).toBe("enough")
    expect([transport.requests[0]?.signal.aborted, transport.openBodies, clock.pending]).toEqual([true, 0, 0])
  })

  it("E49 an abort ends it where more events have come already", async () => {
    const body = 'data: {"a":1}\n\n'.repeat(4)
    const { client, transport } = bench([{ headers: events, body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    const seen: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const event of stream) {
        seen.push(event)
        stream.abort("enough")
      }
    }
    expect(await rejection(read())).toBe("enough")
    expect([seen.length, transport.openBodies]).toEqual([1, 0])
  })

  it.each(Array.from({ length: 16 }, (_, ticks) => ticks))(
    "an abort %i microtasks after the answer came closes it, read or not",
    async (ticks) => {
      const controller = new AbortController()
      const { client, clock, transport } = bench()
      const opening = defineStream(() => streamSpec())({}, { client, signal: controller.signal }).then(
        () => undefined,
        (reason: unknown) => expect(reason).toBe("enough"),
      )
      const exchange = await transport.next()
      exchange.respond({ headers: events, body: feed().body })
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      controller.abort("enough")
      await opening
      await clock.advance(0)
      expect([transport.openBodies, clock.pending]).toEqual([0, 0])
    },
  )

  it("the call's signal ends it, and is let go at the end", async () => {
    const controller = new AbortController()
    const { client, clock } = bench([{ headers: events, body: feed().body }])
    const stream = await defineStream(() => streamSpec())({}, { client, signal: controller.signal })
    const reading = rejection(collect(stream))
    await clock.advance(0)
    controller.abort("mine")
    expect(await reading).toBe("mine")
  })

  it.each<[name: string, leave: (events: AsyncIterator<unknown>) => Promise<unknown> | undefined]>([
    ["return before the first event is asked for", (events) => events.return?.()],
    ["throw before the first event is asked for", (events) => events.throw?.(new Error("mine"))],
    ["return after an event", async (events) => [await events.next(), await events.return?.()]],
    ["throw after an event", async (events) => [await events.next(), await events.throw?.(new Error("mine"))]],
  ])("F67 %s", async (_, leave) => {
    const body = feed()
    const { client, clock, transport } = bench(() => ({ headers: events, body: body.body }))
    const watch = defineStream(() => streamSpec({ rateLimit: { name: "one", concurrency: 1 } }))
    const reader = (await watch({}, { client }))[Symbol.asyncIterator]()
    body.push("data: 1\n\ndata: 2\n\n")
    await leave(reader)?.catch((error: unknown) => expect(error).toEqual(new Error("mine")))
    expect(await reader.next()).toEqual({ done: true, value: undefined })
    expect([transport.openBodies, transport.requests[0]?.signal.aborted, clock.pending]).toEqual([0, true, 0])
    ;(await watch({}, { client })).abort()
  })

  it("F67 return while an event is awaited ends both at once", async () => {
    const { client, clock, transport } = bench([{ headers: events, body: feed().body }])
    const reader = (await defineStream(() => streamSpec())({}, { client }))[Symbol.asyncIterator]()
    const next = reader.next()
    await clock.advance(0)
    expect([await reader.return?.(), await next].map((result) => result?.done)).toEqual([true, true])
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("F67 two readers at once: the second is refused, the first goes on", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\n" }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    const first = stream[Symbol.asyncIterator]()
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "stream", message: expect.stringContaining("another iterator") as string }),
    )
    expect(await first.next()).toEqual({ done: false, value: 1 })
    await first.return?.()
    expect(() => stream.toReadableStream()).toThrow(
      expect.objectContaining({ message: expect.stringContaining("read before") as string }),
    )
  })

  it("F67 calls of `next` at once give the events in order", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\ndata: 2\n\n" }])
    const reader = (await defineStream(() => streamSpec())({}, { client }))[Symbol.asyncIterator]()
    const results = await Promise.all([reader.next(), reader.next(), reader.next()])
    expect(results.map(({ value }) => value as unknown)).toEqual([1, 2, undefined])
  })

  it("a second reader is refused", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\n" }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    expect(await collect(stream)).toEqual([1])
    expect(await rejection(collect(stream))).toMatchObject({ code: "stream" })
  })

  it("as a ReadableStream: read, and cancelled", async () => {
    const body = feed()
    const { client, transport } = bench([{ headers: events, body: body.body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    const reader = stream.toReadableStream().getReader()
    body.push("data: 1\n\n")
    expect(await reader.read()).toEqual({ done: false, value: 1 })
    await reader.cancel()
    expect(transport.openBodies).toBe(0)
  })

  it("F67 a ReadableStream that is cancelled before it is read", async () => {
    const { client, clock, transport } = bench([{ headers: events, body: feed().body }])
    await (await defineStream(() => streamSpec())({}, { client })).toReadableStream().cancel()
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("a ReadableStream fails with the stream's error, after the events before it", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\ndata: {\n\n" }])
    const reader = (await defineStream(() => streamSpec())({}, { client })).toReadableStream().getReader()
    expect(await reader.read()).toEqual({ done: false, value: 1 })
    expect(await rejection(reader.read())).toMatchObject({ code: "decode" })
  })

  it("F66 nothing is parsed ahead of the reader: what is malformed fails only when it is reached", async () => {
    const { client } = bench([{ headers: events, body: "data: 1\n\ndata: {\n\n" }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    for await (const event of stream) {
      expect(event).toBe(1)
      break
    }
  })

  it("F66 no chunk is asked for while events are at hand", async () => {
    let asked = 0
    const bytes = new TextEncoder().encode("data: 1\n\ndata: 2\n\n")
    const chunks = { next: () => Promise.resolve({ done: ++asked > 2, value: bytes } as IteratorResult<Uint8Array>) }
    const body = { [Symbol.asyncIterator]: () => chunks }
    const { client } = bench([{ headers: events, body }])
    const reader = (await defineStream(() => streamSpec())({}, { client }))[Symbol.asyncIterator]()
    const counts = [asked]
    for (let index = 0; index < 4; index++) {
      await reader.next()
      counts.push(asked)
    }
    expect(counts).toEqual([0, 1, 1, 2, 2])
    await reader.return?.()
  })

  it("nothing is decoded ahead of the reader", async () => {
    let decoded = 0
    const { client } = bench([{ headers: events, body: "data: 1\n\ndata: 2\n\ndata: 3\n\n" }])
    const stream = await defineStream(() => streamSpec({ event: { decode: () => ++decoded } }))({}, { client })
    const iterator = stream[Symbol.asyncIterator]()
    await iterator.next()
    expect(decoded).toBe(1)
    await iterator.return?.()
  })
})

describe("silence", () => {
  it("counts between events: comments do not break it", async () => {
    const body = feed()
    const { client, clock } = bench([{ headers: events, body: body.body }])
    const stream = await defineStream(() => streamSpec({ timeouts: { idleMs: 1_000 } }))({}, { client })
    const reading = rejection(collect(stream))
    for (let index = 0; index < 3; index++) {
      body.push("data: 1\n\n")
      await clock.advance(900)
    }
    body.push(": still here\n\n")
    await clock.advance(100)
    expect(await reading).toMatchObject({ code: "timeout", phase: "event" })
    expect(clock.pending).toBe(0)
  })

  it("does not count while the reader is busy, and there is no total by default", async () => {
    const body = feed()
    const { client, clock, transport } = bench([{ headers: events, body: body.body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    body.push("data: 1\n\n")
    const iterator = stream[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 1 })
    await clock.advance(3_600_000)
    body.push("data: 2\n\n")
    body.end()
    expect([await iterator.next(), await iterator.next()]).toMatchObject([{ value: 2 }, { done: true }])
    expect(transport.requests[0]?.timeouts.bodyIdleMs).toBeUndefined()
  })
})

it("safe of a stream", async () => {
  const { client } = bench([{ status: 404 }])
  expect(
    await defineStream(() => ({ ...streamSpec(), errors: [{ status: 404, readers: [json] }] })).safe({}, { client }),
  ).toMatchObject({ ok: false })
})
