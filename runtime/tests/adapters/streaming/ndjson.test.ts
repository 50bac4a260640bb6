import fc from "fast-check"
import { describe, expect } from "vitest"
import { ndjson } from "../../../src/adapters/streaming/ndjson.ts"
import { it } from "../../test.ts"
import { bytesOf, cutAt, cutEvery, cuttings, type Pieces } from "./cuts.ts"
import { readFrames } from "./read-frames.ts"

const read = (pieces: Pieces): unknown[] => readFrames(ndjson, pieces).events.map(({ data }) => data)

describe.each<[name: string, text: string, want: readonly unknown[]]>([
  ["nothing", "", []],
  ["a line each", '1\n"a"\n{"b":[]}\n', [1, "a", { b: [] }]],
  ["no end of the last line", "1\n2", [1, 2]],
  ["blank lines", "\n1\n\n \t\n2\n\n", [1, 2]],
  ["CRLF", "1\r\n2\r\n", [1, 2]],
  ["a byte order mark", "\ufeff1\n", [1]],
  ["several bytes a character", '"é😀"\n', ["é😀"]],
  ["line separators of other kinds within text", '"a\u2028b\u0085c"\n', ["a\u2028b\u0085c"]],
  ["null and other literals", "null\ntrue\nfalse", [null, true, false]],
])("F74 %s", (_, text, want) => {
  it.each(cuttings)("%s", (_name, cut) => {
    for (const pieces of cut(bytesOf(text))) expect(read(pieces)).toEqual(want)
  })
})

it("F74 no text depends on how it is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.array(fc.nat(400)), (lines, cuts) => {
      const whole = bytesOf(lines.join("\n"))
      const places = cuts.map((one) => one % (whole.length + 1))
      expect(read(cutAt(whole, places))).toEqual(read([whole]))
    }),
    { numRuns: 200 },
  )
})

describe("F74 refuses, without quoting,", () => {
  it.each([
    ["malformed JSON", "1\nhunter2\n2\n", "decode"],
    ["a last line that was cut off", '1\n{"a":"hunter2', "decode"],
    ["a line that is too long", `1\n"${"x".repeat(99)}"\n`, "limit"],
    ["a line that is too long and never ends", `1\n${"x".repeat(101)}`, "limit"],
  ])("%s", (_, text, code) => {
    for (const size of [1, 10, 1_000]) {
      const { events, failure } = readFrames(ndjson, cutEvery(bytesOf(text), size), { maxLineLength: 100 })
      expect(events).toEqual([{ data: 1 }])
      expect(failure).toMatchObject({ code, phase: "event" })
      expect(String(failure)).not.toMatch(/hunter2|xxx/)
    }
  })

  it("nothing that just fits", () => {
    const text = `"${"x".repeat(98)}"\n`
    expect(readFrames(ndjson, cutEvery(bytesOf(text), 7), { maxLineLength: 100 }).failure).toBeUndefined()
  })
})
