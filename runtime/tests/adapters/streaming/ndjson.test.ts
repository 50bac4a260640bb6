import fc from "fast-check"
import { expect, it } from "vitest"
import { ndjson } from "../../../src/adapters/streaming/ndjson.ts"
import { rejection } from "../../core/fixture.ts"

async function read(pieces: readonly Uint8Array[], maxEventBytes = 1_000): Promise<unknown[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield await Promise.resolve(piece)
  }
  const events: unknown[] = []
  for await (const { data } of ndjson.read(chunks(), { maxEventBytes })) events.push(data)
  return events
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

it.each<[name: string, text: string, want: unknown[]]>([
  ["nothing", "", []],
  ["a line each", '1\n"a"\n{"b":[]}\n', [1, "a", { b: [] }]],
  ["no end of the last line", "1\n2", [1, 2]],
  ["blank lines", "\n1\n\n \n2\n", [1, 2]],
  ["CRLF", "1\r\n2\r\n", [1, 2]],
  ["record separators", "\u001e1\n\u001e2\n", [1, 2]],
  ["a byte order mark", "\ufeff1\n", [1]],
  ["several bytes a character", '"é😀"\n', ["é😀"]],
])("%s", async (_, text, want) => {
  const whole = bytes(text)
  expect(await read([whole])).toEqual(want)
  expect(await read(Array.from(whole, (_byte, index) => whole.subarray(index, index + 1)))).toEqual(want)
})

it("does not depend on how the text is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.json()), fc.array(fc.nat(200)), async (lines, cuts) => {
      const whole = bytes(lines.join("\n"))
      const at = [0, ...cuts.map((one) => one % (whole.length + 1)).sort((a, b) => a - b), whole.length]
      const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end))
      expect(await read(pieces, 100_000)).toEqual(await read([whole], 100_000))
    }),
    { numRuns: 200 },
  )
})

it.each([
  ["malformed JSON", "hunter2\n", "decode"],
  ["a line that is too long", `"${"x".repeat(2_000)}"\n`, "limit"],
  ["a line that is too long and never ends", "x".repeat(2_000), "limit"],
])("refuses %s without quoting it", async (_, text, code) => {
  const error = await rejection(read([bytes(text)]))
  expect(error).toMatchObject({ code })
  expect(String(error)).not.toMatch(/hunter2|xxx/)
})
