import { describe, expect } from "vitest"
import { byteChunks } from "../../../src/adapters/streaming/byte-chunks.ts"
import { jsonSeq } from "../../../src/adapters/streaming/json-seq.ts"
import { ndjson } from "../../../src/adapters/streaming/ndjson.ts"
import { sse, sseFraming } from "../../../src/adapters/streaming/sse.ts"
import type { FrameReader, Framing } from "../../../src/ports/framing.ts"
import { framingContract, type FramingSubject } from "../../../src/testing/contracts/framing-contract.ts"
import { bytesOf } from "../../adapters/streaming/cuts.ts"
import { rejection } from "../../core/fixture.ts"
import { it } from "../../test.ts"

const long = `"${"x".repeat(1_000)}"`
const data = [{ a: "é😀" }, 1, [null, "b\n"]]
const lines = (text: (json: string) => string): Uint8Array =>
  bytesOf(data.map((it) => text(JSON.stringify(it))).join(""))

const subjects: readonly (readonly [name: string, subject: FramingSubject])[] = [
  [
    "sse",
    {
      framing: sse,
      bodies: [{ bytes: lines((json) => `: c\nevent: e\r\ndata: ${json}\r\r`), data }],
      malformed: bytesOf("data: hunter2\n\n"),
      long: bytesOf(`data: ${long}\n\n`),
    },
  ],
  [
    "sseFraming with a sentinel",
    {
      framing: sseFraming({ sentinel: "end" }),
      bodies: [{ bytes: bytesOf("data: 1\n\ndata: 2\n\ndata: end\n\ndata: 3\n\n"), data: [1, 2] }],
    },
  ],
  [
    "ndjson",
    {
      framing: ndjson,
      bodies: [{ bytes: lines((json) => `${json}\n`), data }],
      malformed: bytesOf("hunter2\n"),
      long: bytesOf(`${long}\n`),
    },
  ],
  [
    "jsonSeq",
    {
      framing: jsonSeq,
      bodies: [{ bytes: lines((json) => `\u001e${json}\n`), data }],
      malformed: bytesOf("\u001ehunter2\n"),
      long: bytesOf(`\u001e${long}\n`),
    },
  ],
  [
    "byteChunks",
    {
      framing: byteChunks,
      bodies: [{ bytes: Uint8Array.of(0, 1, 255), data: [Uint8Array.of(0, 1), Uint8Array.of(255)] }],
      join: (chunks) => chunks.flatMap((chunk) => [...(chunk as Uint8Array)]),
    },
  ],
]

/** `sseFraming` with a sentinel ends by contract only with it. */
const emptyIsAnError = "sseFraming with a sentinel"

describe.each(subjects)("%s", (name, subject) => {
  it.each(framingContract.map((one) => [one.name, one] as const))("%s", async (title, contract) => {
    const running = contract.run(() => subject)
    if (name === emptyIsAnError && title === "makes no event of an empty body") {
      expect(await rejection(running)).toMatchObject({ code: "stream" })
    } else await running
  })
})

/** A framing that breaks one rule: its contract case, and only what follows from it, must fail. */
function broken(change: (reader: FrameReader) => Partial<FrameReader>): FramingSubject {
  const open: Framing["open"] = (options) => {
    const reader = ndjson.open(options)
    const plain: FrameReader = {
      done: false,
      push: (chunk) => reader.push(chunk),
      next: () => reader.next(),
      end: () => reader.end(),
    }
    return { ...plain, ...change(plain) }
  }
  return {
    framing: { ...ndjson, open },
    bodies: [{ bytes: bytesOf("1\n222\n"), data: [1, 222] }],
    malformed: bytesOf("hunter2\n"),
    long: bytesOf(`${long}\n`),
  }
}

const shared = ndjson.open({ maxLineLength: Infinity, maxEventLength: Infinity, maxBufferedLength: Infinity })

describe("the contract notices", () => {
  it.each<[rule: string, subject: FramingSubject]>([
    ["names a media type", { ...broken(() => ({})), framing: { ...ndjson, accept: "lines" } }],
    ["gives the events of a whole body", broken(() => ({ next: () => undefined }))],
    ["gives the same byte by byte", broken((reader) => ({ push: (chunk) => chunk.length > 1 && reader.push(chunk) }))],
    ["leaves the bytes as they are", broken((reader) => ({ push: (chunk) => (reader.push(chunk), chunk.fill(0)) }))],
    ["keeps bodies apart", broken(() => ({ push: (chunk) => shared.push(chunk), next: () => shared.next() }))],
    [
      "says `undefined` again while nothing more has come",
      broken((reader) => {
        let more = 1
        return { next: () => reader.next() ?? (more-- > 0 ? { data: 0 } : undefined) }
      }),
    ],
    ["refuses what is malformed without quoting it", broken(() => ({ push: () => fail("hunter2") }))],
    ["refuses what is too long, also before its end", broken(() => ({ push: () => undefined }))],
  ])("a framing that does not keep: %s", async (rule, subject) => {
    const found = framingContract.find(({ name }) => name === rule)
    expect(await rejection(found?.run(() => subject) ?? Promise.resolve())).toBeInstanceOf(Error)
  })
})

function fail(text: string): never {
  throw new Error(text)
}
