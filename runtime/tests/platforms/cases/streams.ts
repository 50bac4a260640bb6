import { jsonSeq, ndjson, resumeStream } from "pristine-runtime/generated"
import { collect, failure, rejection, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { stream } from "../zoo.ts"

interface Word {
  readonly word: string
}

/** Streams: read to the end, left, given up, cut off. */
export const streams: readonly PlatformCase[] = [
  platformCase("server-sent events, cut anywhere", async ({ client }) => {
    const events = await stream<Word>("/events")({}, { client: client() })
    same([events.response.status, await collect(events)], [200, [{ word: "é" }, { word: "two" }]])
  }),
  platformCase("a stream that is left closes its connection", async ({ client, key, happened }) => {
    for await (const { word } of await stream<Word>(`/endless/${key}`)({}, { client: client() })) {
      same(word, "one")
      break
    }
    await happened("closed")
  }),
  platformCase("a stream that is aborted closes its connection", async ({ client, key, happened }) => {
    const events = await stream<Word>(`/endless/${key}`)({}, { client: client() })
    const iterator = events[Symbol.asyncIterator]()
    same(await iterator.next(), { value: { word: "one" }, done: false })
    const next = rejection(iterator.next())
    events.abort("enough")
    same(await next, "enough")
    await happened("closed")
  }),
  platformCase("a caller's signal ends a stream", async ({ client, key, happened }) => {
    const controller = new AbortController()
    const events = await stream<Word>(`/endless/${key}`)({}, { client: client(), signal: controller.signal })
    const read = rejection(collect(events))
    controller.abort("enough")
    same(await read, "enough")
    await happened("closed")
  }),
  platformCase("a stream that nobody reads can be aborted", async ({ client, key, happened }) => {
    const events = await stream<Word>(`/endless/${key}`)({}, { client: client() })
    events.abort("enough")
    await happened("closed")
  }),
  platformCase("a stream for the web's pipes", async ({ client }) => {
    const reader = (await stream<Word>("/events")({}, { client: client() })).toReadableStream().getReader()
    const words = [await reader.read(), await reader.read(), await reader.read()]
    same(
      words.map(({ done, value }) => (done ? "end" : value.word)),
      ["é", "two", "end"],
    )
  }),
  platformCase("a pipe that is cancelled closes its connection", async ({ client, key, happened }) => {
    const events = await stream<Word>(`/endless/${key}`)({}, { client: client() })
    await events.toReadableStream().cancel()
    await happened("closed")
  }),
  platformCase("a stream that breaks off fails after the events that were read", async ({ client, key, breakOff }) => {
    const events = await stream<Word>(`/cut/${key}`)({}, { client: client() })
    const iterator = events[Symbol.asyncIterator]()
    same((await iterator.next()).value, { word: "one" })
    await breakOff()
    await failure(iterator.next(), { code: "connection" })
  }),
  platformCase("an event of type error fails the stream", async ({ client }) => {
    await failure(collect(await stream<Word>("/failing")({}, { client: client() })), {
      code: "stream",
      detail: "no more",
    })
  }),
  platformCase("a stream goes on where it broke off", async ({ client, key, breakOff }) => {
    const resumed = stream<Word>(`/resumed/${key}`, { resume: resumeStream({ baseMs: 1, maxMs: 1 }) })
    const words: string[] = []
    for await (const { word } of await resumed({}, { client: client() })) {
      words.push(word)
      if (words.length === 1) await breakOff()
    }
    same(words, ["one", "after 5"])
  }),
  platformCase("a status that says no rejects before there is a stream", async ({ client, key }) => {
    await failure(stream(`/down/${key}`)({}, { client: client() }), { code: "http", status: 503 })
  }),
  platformCase("a service that never begins ends with the limit", async ({ client, key }) => {
    await failure(stream(`/never/${key}`)({}, { client: client(), timeout: { headersMs: 50 } }), { code: "timeout" })
  }),
  platformCase("an event that never comes ends with the limit", async ({ client, key, happened }) => {
    const events = await stream<Word>(`/endless/${key}`)({}, { client: client(), timeout: { idleMs: 50 } })
    await failure(collect(events), { code: "timeout" })
    await happened("closed")
  }),
  platformCase("lines of JSON", async ({ client }) => {
    const lines = stream("/lines", { framing: ndjson })
    same(await collect(await lines({}, { client: client() })), [{ n: 1 }, { n: 2 }, { n: 3 }])
  }),
  platformCase("a sequence of JSON texts", async ({ client }) => {
    const texts = stream("/sequence", { framing: jsonSeq })
    same(await collect(await texts({}, { client: client() })), [{ n: 1 }, { n: 2 }])
  }),
]
