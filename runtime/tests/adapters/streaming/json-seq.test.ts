import fc from "fast-check"
import { describe, expect } from "vitest"
import { jsonSeq } from "../../../src/adapters/streaming/json-seq.ts"
import { it } from "../../test.ts"
import { bytesOf, cutAt, cutEvery, cuttings, type Pieces } from "./cuts.ts"
import { readFrames } from "./read-frames.ts"

const rs = "\u001e"
const read = (pieces: Pieces): unknown[] => readFrames(jsonSeq, pieces).events.map(({ data }) => data)

describe.each<[name: string, text: string, want: readonly unknown[]]>([
  ["nothing", "", []],
  ["a text each", `${rs}1\n${rs}"a"\n${rs}{"b":[]}\n`, [1, "a", { b: [] }]],
  ["a text over several lines", `${rs}{\n "a": [\n1,\n2]\n}\n${rs}2\n`, [{ a: [1, 2] }, 2]],
  ["separators in a row", `${rs}${rs}\n${rs}1\n${rs}${rs}2\n${rs}`, [1, 2]],
  ["blank lines around a text", `\n ${rs}\n\n1\n\n \n${rs}2\n\n`, [1, 2]],
  ["no line feed after what ends by itself", `${rs}{"a":1}${rs}[2]${rs}"b"`, [{ a: 1 }, [2], "b"]],
  [
    "numbers and literals with white space after them",
    `${rs}1 ${rs}true\t${rs}null\r\n${rs}-2e3\n`,
    [1, true, null, -2e3],
  ],
  ["an escaped separator within text", `${rs}"a\\u001eb"\n`, [`a${rs}b`]],
  ["several bytes a character", `${rs}"é😀"\n`, ["é😀"]],
  ["a byte order mark", `\ufeff${rs}1\n`, [1]],
])("F74 %s", (_, text, want) => {
  it.each(cuttings)("%s", (_name, cut) => {
    for (const pieces of cut(bytesOf(text))) expect(read(pieces)).toEqual(want)
  })
})

it("F74 a text of one line comes before the next separator", () => {
  const reader = jsonSeq.open({ maxLineLength: 100, maxEventLength: 100, maxBufferedLength: 100 })
  reader.push(bytesOf(`${rs}{"a":1}\n`))
  expect(reader.next()).toEqual({ data: { a: 1 } })
})

it("F74 no sequence depends on how it is cut", () => {
  const text = fc.tuple(fc.json(), fc.constantFrom("\n", "\n\n", " \n"))
  fc.assert(
    fc.property(fc.array(text), fc.array(fc.nat(400)), (texts, cuts) => {
      const whole = bytesOf(texts.map(([json, end]) => `${rs}${json}${end}`).join(""))
      const places = cuts.map((one) => one % (whole.length + 1))
      expect(read(cutAt(whole, places))).toEqual(texts.map(([json]) => JSON.parse(json) as unknown))
    }),
    { numRuns: 200 },
  )
})

describe("F74 refuses, without quoting,", () => {
  it.each([
    ["malformed JSON", `${rs}0\n${rs}hunter2\n${rs}1\n`, "decode"],
    ["a number that may have been cut off", `${rs}0\n${rs}12${rs}1\n`, "decode"],
    ["a literal that may have been cut off", `${rs}0\n${rs}true`, "decode"],
    ["a text that was cut off", `${rs}0\n${rs}{"a":"hunter2`, "decode"],
    ["text before the first separator", `${rs}0\n hunter2`, "decode"],
    ["a second text after one separator", `${rs}0\n1\n`, "decode"],
    ["a text that is too long", `${rs}0\n${rs}"${"x".repeat(100)}"\n`, "limit"],
    ["a text that is too long and never ends", `${rs}0\n${rs}${"x".repeat(101)}`, "limit"],
  ])("%s", (_, text, code) => {
    for (const size of [1, 10, 1_000]) {
      const { events, failure } = readFrames(jsonSeq, cutEvery(bytesOf(text), size), { maxEventLength: 100 })
      expect(events).toEqual([{ data: 0 }])
      expect(failure).toMatchObject({ code, phase: "event" })
      expect(String(failure)).not.toMatch(/hunter2|xxx/)
    }
  })
})

it("F65 many blank lines are read once", () => {
  const { events } = readFrames(jsonSeq, [bytesOf(`${rs}${"\n".repeat(300_000)}1\n`)])
  expect(events).toEqual([{ data: 1 }])
})
