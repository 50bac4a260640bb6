import { describe, expect, it } from "vitest"
import { defineStream } from "../../src/core/define-stream.ts"
import type { StreamSpec } from "../../src/core/operation-spec.ts"
import { ndjson } from "../../src/adapters/streaming/ndjson.ts"
import { sse } from "../../src/adapters/streaming/sse.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import { bench, header, json, policy, rejection, schemaOf, spec } from "./fixture.ts"

const events = { "content-type": "text/event-stream" }

function streamSpec(over: Partial<StreamSpec> = {}): StreamSpec {
  return { ...spec({ id: "watch" }), framing: sse, event: {}, ...over }
}

/** A body that a test feeds, and that tells when it is left. */
function feed(): { body: AsyncIterable<Uint8Array>; push(text: string): void; end(): void; fail(error: Error): void } {
  const queue = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 100 }, { highWaterMark: 100 })
  const writer = queue.writable.getWriter()
  const ignore = (): undefined => undefined
  return {
    body: queue.readable,
    push: (text) => void writer.write(new TextEncoder().encode(text)).catch(ignore),
    end: () => void writer.close().catch(ignore),
    fail: (error) => void writer.abort(error).catch(ignore),
  }
}

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

  it("the call's signal ends it, and is let go at the end", async () => {
    const controller = new AbortController()
    const { client, clock } = bench([{ headers: events, body: feed().body }])
    const stream = await defineStream(() => streamSpec())({}, { client, signal: controller.signal })
    const reading = rejection(collect(stream))
    await clock.advance(0)
    controller.abort("mine")
    expect(await reading).toBe("mine")
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

  it("does not count while nobody reads, and there is no total by default", async () => {
    const body = feed()
    const { client, clock, transport } = bench([{ headers: events, body: body.body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    await clock.advance(3_600_000)
    body.push("data: 1\n\n")
    body.end()
    expect(await collect(stream)).toEqual([1])
    expect(transport.requests[0]?.timeouts.bodyIdleMs).toBeUndefined()
  })
})

it("safe of a stream", async () => {
  const { client } = bench([{ status: 404 }])
  expect(
    await defineStream(() => ({ ...streamSpec(), errors: [{ status: 404, readers: [json] }] })).safe({}, { client }),
  ).toMatchObject({ ok: false })
})
