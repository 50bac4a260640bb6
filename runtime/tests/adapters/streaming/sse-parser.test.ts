import fc from "fast-check"
import { describe, expect } from "vitest"
import {
  createSseParser,
  type SseEvent,
  type SseParser,
  type SseParserOptions,
} from "../../../src/adapters/streaming/sse-parser.ts"
import { Utf8Pieces } from "../../../src/adapters/streaming/utf8-pieces.ts"
import { it } from "../../test.ts"
import { bytesOf, cutAt, cutEvery, cuttings, type Pieces } from "./cuts.ts"
import { vectors } from "./sse-vectors.ts"

/** Events of a text that arrives in these pieces, each without its absent members. */
function parse(pieces: Pieces, parser = createSseParser()): unknown[] {
  const decoder = new Utf8Pieces()
  const events: SseEvent[] = []
  for (const piece of pieces) {
    parser.push(decoder.decode(piece))
    for (let event = parser.next(); event !== undefined; event = parser.next()) events.push(event)
  }
  return events.map((event) => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)))
}

function parserAfter(text: string, options?: SseParserOptions): SseParser {
  const parser = createSseParser(options)
  parse([bytesOf(text)], parser)
  return parser
}

it("F59 there are 62 vectors, all different", () => {
  expect(new Set(vectors.map(([name]) => name)).size).toBe(62)
})

describe.each(vectors)("F59 %s", (_, body, want) => {
  const bytes = typeof body === "string" ? bytesOf(body) : body

  it.each(cuttings)("%s", (_name, cut) => {
    for (const pieces of cut(bytes)) expect(parse(pieces)).toEqual(want)
  })
})

it("F59 no text depends on how it is cut", () => {
  const fields = ["data: a", "data", "data:", "id: 1", "id: \0", "event: e", "retry: 5", ": c", "", "unknown", "\ufeff"]
  const line = fc.oneof(fc.constantFrom(...fields), fc.string({ unit: "binary", maxLength: 12 }))
  const text = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r", "\r\n"))).map((lines) => lines.flat().join(""))
  fc.assert(
    fc.property(text, fc.array(fc.nat(400)), (whole, cuts) => {
      const bytes = bytesOf(whole)
      const places = cuts.map((one) => one % (bytes.length + 1))
      expect(parse(cutAt(bytes, places))).toEqual(parse([bytes]))
    }),
    { numRuns: 300 },
  )
})

it("F60 a byte order mark in three pieces is dropped once", () => {
  const [first, second, third, ...rest] = bytesOf("\ufeffdata: a\n\n\ufeffdata: b\n\n")
  const pieces = [first, second, third].map((byte) => Uint8Array.of(byte ?? 0))
  expect(parse([...pieces, Uint8Array.from(rest)])).toEqual([{ data: "a" }])
})

describe("F61 the end of a line", () => {
  const steps = (...texts: readonly string[]): unknown[] => {
    const parser = createSseParser()
    return texts.map((text) => {
      parser.push(text)
      return parser.next()?.data
    })
  }

  it.each<[name: string, texts: readonly string[], want: readonly (string | undefined)[]]>([
    ["CR alone ends an event at once", ["data: a\r\r"], ["a"]],
    ["an LF that follows in the next piece is its second half", ["data: a\r\r", "\ndata: b\n\n"], ["a", "b"]],
    ["CR, then LF, then CR", ["data: a\r", "\n", "\r"], [undefined, undefined, "a"]],
    ["CR and LF around an empty piece", ["data: a\r", "", "\n", "\n"], [undefined, undefined, undefined, "a"]],
    ["CR, then text", ["data: a\r", "data: b\r\r"], [undefined, "a\nb"]],
    ["LF, then CR: two ends", ["data: a\n", "\r"], [undefined, "a"]],
  ])("%s", (_, texts, want) => {
    expect(steps(...texts)).toEqual(want)
  })
})

describe("F64 limits", () => {
  const limits = (limit: Partial<SseParserOptions>, text: string, cut: number): (() => unknown) => {
    return () => parse(cutEvery(bytesOf(text), cut), createSseParser(limit))
  }

  it.each<[name: string, limit: Partial<SseParserOptions>, fits: string, tooLong: string]>([
    ["a line", { maxLineLength: 11 }, "data: 12345\n\n", "data: 123456\n\n"],
    ["a line of an id", { maxLineLength: 6 }, "id: 12\n\n", "id: 123\n\n"],
    ["an event", { maxEventLength: 5 }, "data: 12345\n\n", "data: 123456\n\n"],
    ["an event of several lines", { maxEventLength: 5 }, "data: 12\ndata: 45\n\n", "data: 12\ndata: 456\n\n"],
    ["an event of empty lines", { maxEventLength: 2 }, "data\ndata\ndata\n\n", "data\ndata\ndata\ndata\n\n"],
    ["what is held", { maxBufferedLength: 12 }, "event: e\ndata: 12345\n\n", "event: e\ndata: 123456\n\n"],
    ["what is held of an id", { maxBufferedLength: 12 }, "id: 1\ndata: 12345\n\n", "id: 1\ndata: 123456\n\n"],
    ["what is held over lines", { maxBufferedLength: 12 }, "data: 123\ndata: 123\n\n", "data: 123\ndata: 1234\n\n"],
  ])("%s: the last that fits, and one more", (_, limit, fits, tooLong) => {
    for (const cut of [1, 2, 5, 1_000]) {
      expect(limits(limit, fits, cut)).not.toThrow()
      expect(limits(limit, tooLong, cut)).toThrow(expect.objectContaining({ code: "limit", phase: "event" }))
    }
  })

  it("an error names no text", () => {
    expect(limits({ maxLineLength: 3 }, "data: hunter2\n\n", 100)).toThrow(/^(?!.*hunter2)/)
  })

  it.each([
    ["a comment", ":"],
    ["an unknown field", "x"],
    ["a name that goes on", "data".repeat(2)],
    ["a field that is almost one", "dat:"],
  ])("%s of any length is not kept and not counted", (_, start) => {
    const parser = createSseParser({ maxLineLength: 20, maxBufferedLength: 20 })
    const flood = [start, ...Array.from({ length: 2_000 }, () => "x".repeat(1_000)), "\ndata: a\n\n"].map(bytesOf)
    expect(parse(flood, parser)).toEqual([{ data: "a" }])
  })

  it.each([
    ["one comment", ":", ""],
    ["many comments", "", "\n:"],
    ["a name without a colon", "x", ""],
  ])("%s of 100 MB is never held", (_, start, separator) => {
    const parser = createSseParser()
    parser.push(start)
    const piece = bytesOf(`${"c".repeat(65_536)}${separator}`)
    const decoder = new Utf8Pieces()
    const before = process.memoryUsage().heapUsed
    let events = 0
    for (let index = 0; index < 1_600; index++) {
      parser.push(decoder.decode(piece))
      if (parser.next() !== undefined) events += 1
    }
    expect(events).toBe(0)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })

  it("the first piece of a long name is enough to skip it", () => {
    expect(
      parse([bytesOf("x".repeat(1_000)), bytesOf("\ndata: a\n\n")], createSseParser({ maxLineLength: 10 })),
    ).toEqual([{ data: "a" }])
  })
})

describe("F65 work is linear", () => {
  // Work that grows with the square of the length takes minutes here: the test would run out of time.
  it.each<[name: string, length: number, size: number]>([
    ["one event of 8 MB in pieces of 1 KB", 8_388_608, 1_024],
    ["one event of 0.2 MB byte by byte", 200_000, 1],
  ])("%s comes out whole", (_, length, size) => {
    const body = bytesOf(`data: ${"x".repeat(length)}\n\n`)
    const [event] = parse(cutEvery(body, size)) as SseEvent[]
    expect(event?.data).toHaveLength(length)
  })
})

describe("F68 fields that are no data", () => {
  it.each([
    ["digits", "retry: 2500\n", 2_500],
    ["the last one", "retry: 1\nretry: 2\n", 2],
    ["leading zeros", "retry: 007\n", 7],
    ["a sign", "retry: +1\n", undefined],
    ["a fraction", "retry: 1.5\n", undefined],
    ["a power", "retry: 1e3\n", undefined],
    ["digits of another script", "retry: ١\n", undefined],
    ["nothing", "retry\n", undefined],
    ["an invalid one leaves the last", "retry: 5\nretry: x\n", 5],
    ["an unfinished line", "retry: 5", undefined],
  ])("retry with %s", (_, text, want) => {
    expect(parserAfter(text).retryMs).toBe(want)
  })

  it.each([
    ["none", "data: a\n\n", ""],
    ["of an event without data", "id: 7\n\n", "7"],
    ["of an event that is not complete", "id: 7\n\nid: 8\ndata: b\n", "7"],
    ["taken back", "id: 7\n\nid\n\n", ""],
    ["with NUL", "id: 7\n\nid: 8\0\n\n", "7"],
  ])("the last id: %s", (_, text, want) => {
    expect(parserAfter(text).lastEventId).toBe(want)
  })

  it("the last id of an earlier connection stays until another one comes", () => {
    const options = { lastEventId: "5" }
    expect(parserAfter("data: a\n\n", options).lastEventId).toBe("5")
    expect(parse([bytesOf("data: a\n\nid: 6\ndata: b\n\n")], createSseParser(options))).toEqual([
      { data: "a", id: "5" },
      { data: "b", id: "6" },
    ])
  })
})
