import { describe, expect } from "vitest"
import { bytes } from "../../src/adapters/serializer/bytes.ts"
import { form } from "../../src/adapters/serializer/form.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { ndjson } from "../../src/adapters/streaming/ndjson.ts"
import { sse } from "../../src/adapters/streaming/sse.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { defineStream } from "../../src/core/stream/define-stream.ts"
import type { Transport, TransportRequest } from "../../src/ports/transport.ts"
import type { BodyWriter } from "../../src/ports/serializer.ts"
import { fakeTransport, type FakeStep } from "../../src/testing/fake-transport.ts"
import { bodyBytes } from "../../src/values/body-bytes.ts"
import { postSpec, testService } from "../core/fixture.ts"
import { streamSpec } from "../core/stream/stream-fixture.ts"
import { it } from "../test.ts"
import { secret, shown } from "./mark.ts"
import { markedTraffic } from "./marked-traffic.ts"
import { sinks } from "./sinks.ts"

/** A client over marked traffic: what a logger would see, what is on the wire, and what a recorder keeps. */
function stage(script: readonly FakeStep[]) {
  const wire = fakeTransport(script)
  const seen: TransportRequest[] = []
  const watch = (inner: Transport): Transport => ({
    send(request, interruption) {
      seen.push(request)
      return inner.send(request, interruption)
    },
  })
  const transport = markedTraffic(wire, watch)
  const recorder = sinks.recorders.at(-1)
  const client = createClient(testService(), { transport })
  return { wire, seen, client, recorded: () => JSON.stringify(recorder?.recording) }
}

const pieces = (): ReadableStream<Uint8Array> => new Blob([new Uint8Array([1, 2])]).stream()

async function* generated(): AsyncGenerator<Uint8Array> {
  yield* pieces()
}

const text = async (body: TransportRequest["body"]) =>
  new TextDecoder().decode(body === undefined ? undefined : await bodyBytes(body))

describe("O138 the scan marks", () => {
  it.each<[name: string, writer: BodyWriter, marks: readonly string[]]>([
    ["a member of JSON", json, ["member"]],
    ["a field of a form", form, ["field"]],
    ["a part and the name of its file", multipart, ["name", "part"]],
  ])("a path and %s, and sends them to nobody", async (_, writer, marks) => {
    const { wire, seen, client, recorded } = stage([{ body: {} }])
    await defineOperation(() => postSpec({ body: { encode: (input) => input, writer } }))({ a: "1" }, { client })
    const [request] = seen
    expect(request?.url).toContain(secret("path"))
    for (const what of marks) expect(await text(request?.body)).toContain(secret(what))
    const [sent] = wire.requests
    expect([sent?.url, await text(sent?.body)].join()).not.toMatch(shown)
    expect(recorded()).toMatch(/\*\*\*.*\*\*\*/)
    expect(recorded()).not.toMatch(shown)
  })

  it.each<[name: string, make: () => AsyncIterable<Uint8Array>, length: number | undefined]>([
    ["a generator", generated, undefined],
    ["a stream of known length", () => Object.assign(generated(), { byteLength: 2 }), 2 + secret("piece").length],
    ["a stream of the platform", pieces, undefined],
  ])("the first piece of %s, and sends it to nobody", async (_, make, length) => {
    const { wire, seen, client } = stage([{ body: {} }])
    await defineOperation(() => postSpec({ body: { encode: make, writer: bytes } }))({}, { client })
    const body = seen[0]?.body as AsyncIterable<Uint8Array> & { byteLength?: number }
    expect(body.byteLength).toBe(length)
    for await (const piece of body) {
      expect(new TextDecoder().decode(piece)).toBe(secret("piece"))
      break
    }
    const sent: unknown[] = []
    for await (const piece of wire.requests[0]?.body as AsyncIterable<Uint8Array>) sent.push(...piece)
    expect(sent).toEqual([1, 2])
  })

  it.each([
    ["server-sent events", sse, "text/event-stream", 'data: {"a":1}\n\ndata: {"a":2}\n\n'],
    ["lines of JSON", ndjson, "application/x-ndjson", '{"a":1}\n{"a":2}\n'],
  ])("%s", async (_, framing, type, body) => {
    const { client, recorded } = stage([{ headers: { "content-type": type }, body }])
    const events: unknown[] = []
    for await (const event of await defineStream(() => streamSpec({ framing }))({}, { client })) events.push(event)
    expect(events).toEqual([1, 2].map((a) => ({ a, canary_event: secret("event") })))
    expect(recorded()).toMatch(/canary_event[^,]*\*\*\*.*canary_event[^,]*\*\*\*/)
    expect(recorded()).not.toMatch(shown)
  })
})
