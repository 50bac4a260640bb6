import { describe, expect } from "vitest"
import { sse, sseFraming, type SseOptions } from "../../../src/adapters/streaming/sse.ts"
import { it } from "../../test.ts"
import { bytesOf, cutEvery, cuttings } from "./cuts.ts"
import { readFrames } from "./read-frames.ts"

const events = (text: string, options?: SseOptions): unknown[] =>
  readFrames(sseFraming(options), [bytesOf(text)]).events.map(({ data }) => data)

it("F70 data is JSON, over one line or several", () => {
  const { events } = readFrames(sse, [bytesOf('event: e\nid: 1\ndata: {"a":\ndata: 1}\n\n')])
  expect(events).toEqual([{ data: { a: 1 }, event: "e", id: "1" }])
})

it("F69 escapes of lone surrogates in JSON stay", () => {
  expect(events('data: "\\ud83d"\n\n')).toEqual(["\ud83d"])
})

describe("F63 the sentinel", () => {
  it.each<[name: string, text: string, want: unknown[], options?: SseOptions]>([
    ["ends the stream, whatever comes after", "data: 1\n\ndata: [DONE]\n\ndata: 2\n\ndata: {\n\n", [1]],
    ["is the whole of the data", 'data: "[DONE]"\n\ndata: ["DONE"]\n\n', ["[DONE]", ["DONE"]]],
    ["may be another", "data: 1\n\ndata: end\n\ndata: 2\n\n", [1], { sentinel: "end" }],
    ["may be JSON", 'data: 1\n\ndata: {"end":true}\n\n', [1], { sentinel: '{"end":true}' }],
    ["of any type of event", "event: x\ndata: [DONE]\n\ndata: 1\n\n", []],
  ])("%s", (_, text, want, options) => {
    expect(events(text, options)).toEqual(want)
  })

  it.each([" [DONE]", "[DONE] ", "[done]", "[DONE"])("is exact: %j is data that is no JSON", (data) => {
    expect(readFrames(sse, [bytesOf(`data: ${data}\n\n`)]).failure).toMatchObject({ code: "decode" })
  })

  it("is noticed without another byte, and what comes after is not read", () => {
    const reader = sse.open({ maxLineLength: 100, maxEventLength: 100, maxBufferedLength: 100 })
    reader.push(bytesOf("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"))
    expect([reader.next()?.data, reader.done]).toEqual([1, false])
    expect([reader.next(), reader.done, reader.next()]).toEqual([undefined, true, undefined])
  })
})

describe("F62 a body that ends too early", () => {
  it.each<[name: string, text: string]>([
    ["after an event", "data: 1\n\n"],
    ["within an event", "data: 1\n\ndata: 2\n"],
    ["within the sentinel", "data: 1\n\ndata: [DO"],
    ["before the sentinel's end", "data: 1\n\ndata: [DONE]\n"],
  ])("%s is an error where the operation declares a sentinel", (_, text) => {
    for (const [, cut] of cuttings.slice(0, 2)) {
      for (const pieces of cut(bytesOf(text))) {
        const { events, failure } = readFrames(sseFraming({ sentinel: "[DONE]" }), pieces)
        expect(events.map(({ data }) => data)).toEqual([1])
        expect(failure).toMatchObject({ code: "stream", phase: "event", retryable: true })
        expect(readFrames(sse, pieces).failure).toBeUndefined()
      }
    }
  })

  it("is none with the sentinel", () => {
    expect(readFrames(sseFraming({ sentinel: "x" }), [bytesOf("data: x\n\n")]).failure).toBeUndefined()
  })
})

describe("F72 an event that reports a failure", () => {
  it.each<[name: string, text: string, want: unknown, options?: SseOptions]>([
    ["JSON", 'event: error\ndata: {"message":"no"}\n\n', { data: { message: "no" }, failed: true }],
    ["text", "event: error\ndata: overloaded\n\n", { data: "overloaded", failed: true }],
    ["nothing", "event: error\ndata:\n\n", { data: "", failed: true }],
    ["of another type", "event: fault\ndata: 1\n\n", { data: 1, failed: true }, { errorEvent: "fault" }],
  ])("%s", (_, text, want, options) => {
    expect(readFrames(sseFraming(options), [bytesOf(text)]).events).toMatchObject([want])
  })

  it("is data where the operation says so", () => {
    const [event] = readFrames(sseFraming({ errorEvent: false }), [bytesOf("event: error\ndata: 1\n\n")]).events
    expect(event).toEqual({ data: 1, event: "error", id: undefined })
  })

  it("is the type `error` alone: `Error` and data that says so are data", () => {
    const text = 'event: Error\ndata: 1\n\ndata: {"error":"no"}\n\n'
    expect(readFrames(sse, [bytesOf(text)]).events.some(({ failed }) => failed === true)).toBe(false)
  })
})

it("F68 events without content are skipped, and their id counts", () => {
  const reader = sse.open({ maxLineLength: 100, maxEventLength: 100, maxBufferedLength: 100 })
  reader.push(bytesOf("id: 1\ndata:\n\nevent: ping\ndata\n\nid: 2\n\nretry: 5\ndata: 1\n\n"))
  expect([reader.next()?.data, reader.lastEventId, reader.retryMs]).toEqual([1, "2", 5])
})

describe("F70 malformed JSON", () => {
  it.each(["hunter2", '{"key":"hunter2"', "{hunter2}", "'hunter2'", "NaN"])(
    "%s is an error without its text",
    (data) => {
      const { events, failure } = readFrames(sse, cutEvery(bytesOf(`data: 1\n\ndata: ${data}\n\ndata: 2\n\n`), 7))
      expect(events.map((event) => event.data)).toEqual([1])
      expect(failure).toMatchObject({ code: "decode", phase: "event", retryable: false })
      expect(String(failure) + JSON.stringify(failure) + String((failure as Error).stack)).not.toContain("hunter2")
      expect((failure as Error).cause).toBeUndefined()
    },
  )
})

describe("types of events", () => {
  const text = "event: a\ndata: {\n\ndata: 1\n\nevent: b\ndata: 2\n\nevent: error\ndata: 3\n\ndata: [DONE]\n\n"

  it.each<[name: string, eventTypes: readonly string[], want: unknown[]]>([
    ["of those that are named, failures always", ["b"], [2, 3]],
    ["without a type, which is `message`", ["message"], [1, 3]],
    ["of no other case", ["B"], [3]],
  ])("are handed out %s", (_, eventTypes, want) => {
    expect(events(text, { eventTypes })).toEqual(want)
  })
})
