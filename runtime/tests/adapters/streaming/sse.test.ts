import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { SseParser, type SseEvent } from "../../../src/adapters/streaming/sse-parser.ts"
import { rejection } from "../../core/fixture.ts"

const nul = String.fromCharCode(0)
const bom = "\ufeff"

const vectors: [name: string, text: string, want: SseEvent[]][] = [
  ["nothing", "", []],
  ["one event", "data: a\n\n", [{ data: "a" }]],
  ["several lines of data", "data: a\ndata: b\ndata\n\n", [{ data: "a\nb\n" }]],
  ["data without a value", "data\n\n", [{ data: "" }]],
  ["data with an empty value", "data:\n\n", [{ data: "" }]],
  ["two empty lines of data", "data\ndata\n\n", [{ data: "\n" }]],
  ["one space is dropped", "data:  a\n\n", [{ data: " a" }]],
  ["no space is needed", "data:a\n\n", [{ data: "a" }]],
  ["a tab is kept", "data:\ta\n\n", [{ data: "\ta" }]],
  ["a colon within the value", "data: a:b\n\n", [{ data: "a:b" }]],
  ["a type", "event: add\ndata: a\n\n", [{ data: "a", event: "add" }]],
  ["the last type counts", "event: a\nevent: b\ndata: x\n\n", [{ data: "x", event: "b" }]],
  ["a type is of one event", "event: a\ndata: x\n\ndata: y\n\n", [{ data: "x", event: "a" }, { data: "y" }]],
  ["a type without data is forgotten", "event: a\n\ndata: y\n\n", [{ data: "y" }]],
  [
    "an id stays",
    "id: 1\ndata: a\n\ndata: b\n\n",
    [
      { data: "a", id: "1" },
      { data: "b", id: "1" },
    ],
  ],
  ["an id without data counts too", "id: 1\n\ndata: b\n\n", [{ data: "b", id: "1" }]],
  [
    "an id with NUL is ignored",
    `id: 1\ndata: a\n\nid: 2${nul}3\ndata: b\n\n`,
    [
      { data: "a", id: "1" },
      { data: "b", id: "1" },
    ],
  ],
  ["an empty id takes the last one back", "id: 1\ndata: a\n\nid\ndata: b\n\n", [{ data: "a", id: "1" }, { data: "b" }]],
  ["an event of type error is data", "event: error\ndata: {}\n\n", [{ data: "{}", event: "error" }]],
  ["comments", ": hello\n:\ndata: a\n: data: no\n\n", [{ data: "a" }]],
  ["unknown fields", "foo: x\ndatax: y\nDATA: z\n data: w\ndata: a\n\n", [{ data: "a" }]],
  ["a field name with NUL", `data${nul}: x\ndata: a\n\n`, [{ data: "a" }]],
  ["CR", "data: a\r\rdata: b\r\r", [{ data: "a" }, { data: "b" }]],
  ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", [{ data: "a" }, { data: "b" }]],
  ["mixed ends", "data: a\r\n\rdata: b\n\r\ndata: c\r\n\n", [{ data: "a" }, { data: "b" }, { data: "c" }]],
  ["many empty lines", "\n\r\n\r\rdata: a\n\n\n\n", [{ data: "a" }]],
  ["a byte order mark at the start", `${bom}data: a\n\n`, [{ data: "a" }]],
  ["two of them: the second is text", `${bom}${bom}data: a\n\ndata: b\n\n`, [{ data: "b" }]],
  ["one at a later line is text", `data: a\n\n${bom}data: b\n\n`, [{ data: "a" }]],
  ["one within data stays", `data: ${bom}a\n\n`, [{ data: `${bom}a` }]],
  ["an unfinished event is dropped", "data: a\n\ndata: b\n", [{ data: "a" }]],
  ["an unfinished line is dropped", "data: a\n\ndata: b", [{ data: "a" }]],
  ["a field without an end", "data: a\n\nevent", [{ data: "a" }]],
  ["several bytes a character", "data: é€😀\n\n", [{ data: "é€😀" }]],
  ["line separators of JavaScript are text", "data: a\u2028b\u0085c\u000bd\n\n", [{ data: "a\u2028b\u0085c\u000bd" }]],
  ["an event name of five characters", "event\ndata: a\n\n", [{ data: "a" }]],
  ["retry without digits", "retry: 1x\ndata: a\n\n", [{ data: "a" }]],
]

/** Events of a text that arrives in these byte pieces. */
function parse(pieces: Iterable<Uint8Array>): SseEvent[] {
  const parser = new SseParser()
  const decoder = new TextDecoder()
  return [...pieces].flatMap((piece) => parser.push(decoder.decode(piece, { stream: true })))
}

function* cut(bytes: Uint8Array, at: readonly number[]): Generator<Uint8Array> {
  let start = 0
  for (const end of [...at].sort((a, b) => a - b)) {
    yield bytes.subarray(start, end)
    start = end
  }
  yield bytes.subarray(start)
}

describe("events", () => {
  describe.each(vectors)("%s", (_, text, want) => {
    const bytes = new TextEncoder().encode(text)

    it("at once", () => {
      expect(parse([bytes])).toEqual(want)
    })

    it("byte by byte", () => {
      expect(parse(Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1)))).toEqual(want)
    })

    it("cut in two, anywhere", () => {
      for (let at = 0; at <= bytes.length; at++) expect(parse(cut(bytes, [at]))).toEqual(want)
    })
  })

  it("do not depend on how any text is cut", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "data: a",
        "data",
        "data:",
        "id: 1",
        `id: ${nul}`,
        "event: e",
        "retry: 5",
        ": c",
        "",
        "unknown-field",
        bom,
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    )
    const end = fc.constantFrom("\n", "\r", "\r\n")
    const text = fc.array(fc.tuple(line, end)).map((lines) => lines.flat().join(""))
    fc.assert(
      fc.property(text, fc.array(fc.nat(400)), (whole, cuts) => {
        const bytes = new TextEncoder().encode(whole)
        const at = cuts.map((one) => one % (bytes.length + 1))
        expect(parse(cut(bytes, at))).toEqual(parse([bytes]))
      }),
      { numRuns: 500 },
    )
  })

  it("are there as soon as a CR ends them", () => {
    const parser = new SseParser()
    expect(parser.push("data: a\r\r")).toEqual([{ data: "a" }])
    expect(parser.push("\ndata: b\r\n")).toEqual([])
    expect(parser.push("\r")).toEqual([{ data: "b" }])
  })

  it.each([
    ["digits", "retry: 2500\n", 2_500],
    ["a sign", "retry: +1\n", undefined],
    ["a fraction", "retry: 1.5\n", undefined],
    ["nothing", "retry\n", undefined],
  ])("retry with %s", (_, text, want) => {
    const parser = new SseParser()
    parser.push(text)
    expect(parser.retryMs).toBe(want)
  })

  it("the last id is there for a reconnection", () => {
    const parser = new SseParser()
    parser.push("id: 7\n\n")
    expect(parser.lastEventId).toBe("7")
  })
})

describe("limits", () => {
  it.each([
    ["of the longest allowed length", "data: 12345\n\n", false],
    ["one longer", "data: 123456\n\n", true],
    ["one longer over several lines", "data: 12\ndata: 12\ndata: 12\n\n", true],
    ["a comment of any length", `: ${"x".repeat(1_000)}\n\n`, false],
    ["an unknown field of any length", `${"x".repeat(1_000)}\n\n`, false],
  ])("an event %s", (_, text, refused) => {
    const parse = (): unknown => new SseParser(11).push(text)
    if (refused) expect(parse).toThrow(expect.objectContaining({ code: "limit" }))
    else expect(parse).not.toThrow()
  })

  it("an unfinished comment is not kept", () => {
    const parser = new SseParser(100)
    for (let index = 0; index < 1_000; index++) parser.push(`${index === 0 ? ":" : ""}${"c".repeat(1_000)}`)
    expect(parser.push("\ndata: a\n\n")).toEqual([{ data: "a" }])
  })

  it("work grows with the length, not its square", () => {
    // Counted, not timed: characters handed to the line buffer are the work, and each is handed over once.
    const piece = "x".repeat(1_024)
    const parser = new SseParser()
    parser.push("data: ")
    for (let index = 0; index < 8_192; index++) parser.push(piece)
    const [event] = parser.push("\n\n")
    expect(event?.data).toHaveLength(8_192 * 1_024)
  })
})

describe("framing", () => {
  const read = async (...texts: string[]): Promise<unknown[]> => {
    const encoder = new TextEncoder()
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const text of texts) yield await Promise.resolve(encoder.encode(text))
    }
    const events: unknown[] = []
    for await (const event of sse.read(chunks(), { maxEventBytes: 1_000 })) events.push(event)
    return events
  }

  it.each<[name: string, texts: string[], want: unknown[]]>([
    ["parses data", ['data: {"a":1}\n\n'], [{ data: { a: 1 } }]],
    ["keeps type and id", ["event: e\nid: 1\ndata: 1\n\n"], [{ data: 1, event: "e", id: "1" }]],
    [
      "ends with the sentinel, whatever comes after",
      ["data: 1\n\ndata: [DONE]\n\ndata: 2\n\n", "data: {\n\n"],
      [{ data: 1 }],
    ],
    ["takes the sentinel only as a whole", ['data: "[DONE]"\n\n'], [{ data: "[DONE]" }]],
    ["skips events without content", ["data:\n\ndata: 1\n\n"], [{ data: 1 }]],
    ["joins JSON over several lines", ["data: {\ndata: }\n\n"], [{ data: {} }]],
  ])("%s", async (_, texts, want) => {
    expect(await read(...texts)).toEqual(want)
  })

  it("malformed JSON is an error that does not quote it", async () => {
    const error = await rejection(read("data: hunter2\n\n"))
    expect(error).toMatchObject({ code: "decode", phase: "event" })
    expect(String(error) + JSON.stringify(error)).not.toContain("hunter2")
    expect((error as Error).cause).toBeUndefined()
  })
})
