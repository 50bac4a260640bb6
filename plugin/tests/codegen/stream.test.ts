import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

type Json = Readonly<Record<string, unknown>>

/** A client whose transport answers each request with the next body; a number is a status without one. */
const harness = `
  import { VirtualClock } from "pristine-runtime/testing"
  import { PristineError } from "pristine-runtime"
  import api, { createClient } from "api"
  export const sent = []
  const answers = []
  const transport = {
    async send({ headers }) {
      sent.push(Object.fromEntries(headers))
      const answer = answers.shift() ?? 204
      const status = typeof answer === "number" ? answer : 200
      return {
        status,
        headers: new Headers({ "content-type": sent[0].Accept.split(",")[0] }),
        body: {
          cancel: async () => {},
          bytes: async () => new Uint8Array(),
          stream: async function* () { if (status === 200) yield new TextEncoder().encode(answer) },
        },
      }
    },
  }
  export const clock = new VirtualClock()
  const client = createClient({ transport, clock, random: () => 1 })
  async function read() {
    const seen = []
    try {
      for await (const event of await api.watch({}, { client })) seen.push(event)
    } catch (error) {
      return { seen, error }
    }
    return { seen }
  }
`

interface Clock {
  advance(ms: number): Promise<void>
  readonly pending: number
}

async function watch(
  endpoint: Json,
  answers: readonly (string | number)[],
  waitMs = 0,
): Promise<{ readonly result: unknown; readonly sent: readonly Json[] }> {
  const model = modelOf({
    base_url: "https://a.test",
    endpoints: { watch: { method: "GET", path: "/watch", streaming: true, ...endpoint } },
  })
  const script = `${harness}; answers.push(...${JSON.stringify(answers)}); export const result = read()`
  const module = await run(model, script)
  const clock = module["clock"] as Clock
  await clock.advance(waitMs)
  return { result: await module["result"], sent: module["sent"] as readonly Json[] }
}

describe("a generated stream", () => {
  it.each<[name: string, endpoint: Json, body: string, seen: readonly unknown[]]>([
    ["server-sent events", {}, "data: 1\n\ndata: 2\n\n", [1, 2]],
    ["lines of JSON", { stream_format: "ndjson" }, "1\n2\n", [1, 2]],
    ["JSON text sequences", { stream_format: "json-seq" }, "\u001e1\n\u001e2\n", [1, 2]],
    ["raw bytes", { stream_format: "bytes" }, "ab", [Uint8Array.of(97, 98)]],
    ["a sentinel of its own", { stream: { sentinel: "end" } }, "data: 1\n\ndata: end\n\ndata: 2\n\n", [1]],
    [
      "events of two types, and no others",
      { event_types: ["message", "b"] },
      "event: a\ndata: {\n\ndata: 1\n\nevent: b\ndata: 2\n\nevent: B\ndata: 3\n\n",
      [1, 2],
    ],
    ["events of one type", { event_types: "b" }, "event: b\ndata: 1\n\ndata: 2\n\n", [1]],
    ["an error event that is none", { stream: { error_event: false } }, "event: error\ndata: 1\n\n", [1]],
  ])("of %s", async (_, endpoint, body, seen) => {
    expect((await watch(endpoint, [body])).result).toEqual({ seen })
  })

  it.each<[name: string, stream: Json, body: string]>([
    ["without its sentinel", { sentinel: "end" }, "data: 1\n\n"],
    ["with its error event", { error_event: "fault" }, "data: 1\n\nevent: fault\ndata: 2\n\n"],
  ])("fails %s, after the events before it", async (_, stream, body) => {
    expect((await watch({ stream }, [body])).result).toMatchObject({ seen: [1], error: { code: "stream" } })
  })

  it("resumes where the manifest says so, as the manifest says", async () => {
    const bodies = ["id: 7\ndata: 1\n\n", "data: 2\n\n"]
    const { result, sent } = await watch({ stream: { resume: { base_ms: 50 } } }, bodies, 100)
    expect(result).toEqual({ seen: [1, 2] })
    expect(sent.map((headers) => headers["Last-Event-ID"])).toEqual([undefined, "7", "7"])
  })
})

describe("what a stream links", () => {
  const linked = async (endpoint: Json, retry = true): Promise<readonly string[]> => {
    const endpoints = { watch: { method: "GET", path: "/watch", ...endpoint } }
    const model = modelOf({ base_url: "https://a.test", endpoints })
    const text = await bundle(model, `import api from "api"; api.watch({})`, {
      platform: "browser",
      minify: true,
      retry,
    })
    return Object.entries(marks).flatMap(([name, mark]) => (text.includes(mark) ? [name] : []))
  }

  /** Text that only the code of a part has. */
  const marks = {
    streams: "A stream can be read once",
    sse: "text/event-stream",
    ndjson: "application/x-ndjson",
    jsonSeq: "application/json-seq",
    resume: "Last-Event-ID",
  }

  it.each<[name: string, endpoint: Json, want: readonly string[]]>([
    ["no stream", {}, []],
    ["server-sent events", { streaming: true }, ["streams", "sse"]],
    ["lines of JSON", { streaming: true, stream_format: "ndjson" }, ["streams", "ndjson"]],
    ["JSON text sequences", { streaming: true, stream_format: "json-seq" }, ["streams", "jsonSeq"]],
    ["raw bytes", { streaming: true, stream_format: "bytes" }, ["streams"]],
    ["a stream that resumes", { streaming: true, stream: { resume: true } }, ["streams", "sse", "resume"]],
  ])("%s", async (_, endpoint, want) => {
    expect(await linked(endpoint)).toEqual(want)
  })

  it("a build without retries has no resumption either", async () => {
    expect(await linked({ streaming: true, stream: { resume: true } }, false)).toEqual(["streams", "sse"])
  })
})
