import fc from "fast-check"
import { describe, expect } from "vitest"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { it } from "../../test.ts"

interface Sent {
  readonly contentType: string
  readonly body: unknown
}

function write(value: unknown): Sent {
  const writer = multipart.begin?.() ?? multipart
  return { contentType: writer.contentType, body: writer.write(value) }
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

/** Judged by the platform's own parser. */
async function parse(value: unknown) {
  const { contentType, body } = write(value)
  const whole = await bytesOf(body)
  const data = await new Response(whole as BodyInit, { headers: { "content-type": contentType } }).formData()
  return Promise.all(
    [...data].map(async ([name, item]) =>
      typeof item === "string" ? [name, item] : [name, item.name, item.type, await item.text()],
    ),
  )
}

const utf8 = (text: string) => new TextEncoder().encode(text)

function formOf(...fields: readonly (readonly [name: string, value: string | Blob])[]): FormData {
  const form = new FormData()
  // A text and a file are two forms of `append`.
  for (const [name, value] of fields) {
    if (typeof value === "string") form.append(name, value)
    else form.append(name, value)
  }
  return form
}

describe("fields", () => {
  it.each<[name: string, value: unknown, expected: unknown[]]>([
    [
      "plain",
      { a: "1", b: 2, c: false },
      [
        ["a", "1"],
        ["b", "2"],
        ["c", "false"],
      ],
    ],
    ["nested", { user: { name: "x" } }, [["user[name]", "x"]]],
    [
      "repeated",
      { tag: ["a", "b"] },
      [
        ["tag", "a"],
        ["tag", "b"],
      ],
    ],
    ["absent", { a: null, b: undefined, c: "" }, [["c", ""]]],
    ["line breaks kept", { a: "x\r\ny\nz" }, [["a", "x\r\ny\nz"]]],
    ["none", {}, []],
    [
      "of a FormData",
      formOf(["a", "1"], ["user[name]", "x"], ["a", "2"]),
      [
        ["a", "1"],
        ["user[name]", "x"],
        ["a", "2"],
      ],
    ],
  ])("sends %s", async (_, value, expected) => expect(await parse(value)).toEqual(expected))
})

describe("files", () => {
  const octets = "application/octet-stream"
  async function* chunks() {
    yield utf8("ab")
    await Promise.resolve()
    yield utf8("c")
  }
  it.each<[name: string, file: unknown, expected: unknown[]]>([
    ["bytes", utf8("abc"), ["f", "blob", octets, "abc"]],
    ["a buffer", utf8("abc").buffer, ["f", "blob", octets, "abc"]],
    ["a Blob", new Blob(["abc"], { type: "text/csv" }), ["f", "blob", "text/csv", "abc"]],
    ["a file", new File(["abc"], "a.csv", { type: "text/csv" }), ["f", "a.csv", "text/csv", "abc"]],
    ["a file with a path for a name", new File(["abc"], "../../etc/passwd"), ["f", "passwd", octets, "abc"]],
    ["a file with a Windows path", new File(["abc"], "C:\\temp\\a.txt"), ["f", "a.txt", octets, "abc"]],
    ["a name in another script", new File(["abc"], "résumé ✓.pdf"), ["f", "résumé ✓.pdf", octets, "abc"]],
    ["an iterable", { stream: chunks, name: "s.txt", type: "text/plain" }, ["f", "s.txt", "text/plain", "abc"]],
    ["a stream", { stream: () => new Blob(["abc"]).stream() }, ["f", "blob", octets, "abc"]],
  ])("sends %s", async (_, file, expected) => expect(await parse({ f: file })).toEqual([expected]))

  it("sends those of a FormData by their name and type", async () => {
    const file = new File(["abc"], "a.txt", { type: "text/plain" })
    expect(await parse(formOf(["f", file]))).toEqual([["f", "a.txt", "text/plain", "abc"]])
  })

  it("keeps the order of fields and files", async () => {
    const parts = await parse({ a: "1", f: utf8("x"), b: [utf8("y"), "2"] })
    expect(parts.map(([name, value]) => [name, value])).toEqual([
      ["a", "1"],
      ["f", "blob"],
      ["b", "blob"],
      ["b", "2"],
    ])
  })

  it("is one Blob of known length, read as often as needed, where it can be", async () => {
    const { body } = write({ a: "é", f: new Blob(["abc"]) })
    expect(body).toBeInstanceOf(Blob)
    const [first, second] = [await bytesOf(body), await bytesOf(body)]
    expect([first.byteLength, Buffer.compare(first, second)]).toEqual([(body as Blob).size, 0])
  })

  it("stops the stream of a file that is not read to its end", async () => {
    let cancelled = false
    const stream = () =>
      new ReadableStream({ pull: (to) => to.enqueue(utf8("x")), cancel: () => void (cancelled = true) })
    for await (const chunk of write({ f: { stream } }).body as AsyncIterable<Uint8Array>) {
      if (chunk.byteLength === 1) break
    }
    expect(cancelled).toBe(true)
  })

  it("refuses a type that could forge a header", () => {
    expect(() => write({ f: { stream: chunks, type: "text/plain\r\nX-Evil: 1" } })).toThrow(/forbidden character/)
  })
})

describe("names", () => {
  const hostile = [
    '"',
    "\r\n",
    "\r",
    "\n",
    '"; filename="x',
    "\r\n\r\nevil",
    "\\",
    '\\"',
    ";",
    "é✓",
    "\0",
    "\x7f",
    "%22",
    "--",
    "][",
  ]

  it.each(hostile)("cannot be broken out of by %j", async (text) => {
    const escaped = text
      .replaceAll('"', "%22")
      .replaceAll("\r", "%0D")
      .replaceAll("\n", "%0A")
      .replaceAll("\0", "%00")
      .replaceAll("\x7f", "%7F")
    const { body } = write({ [`n${text}`]: "v", f: new File(["x"], `a${text}b`) })
    const whole = new TextDecoder().decode(await bytesOf(body))
    expect(whole).toContain(`name="n${escaped.replace(/\\$/, "%5C")}"\r\n\r\nv\r\n`)
    expect(whole.match(/Content-Disposition/g)).toHaveLength(2)
    expect(whole.match(/\r\n\r\n/g)).toHaveLength(2)
  })

  it("never gives a parser another part than was meant", async () => {
    const safe = fc
      .string({ unit: "binary" })
      .map((text) => `n${text.replace(/[\0-\x1f\x7f"\\%[\]\ud800-\udfff]/gu, "")}`)
    await fc.assert(
      fc.asyncProperty(fc.dictionary(safe, fc.string()), async (value) => {
        const parsed = await parse(value)
        expect(parsed.map(([name]) => name)).toEqual(Object.keys(value))
        expect(parsed.map(([, text]) => text)).toEqual(Object.values(value))
      }),
      { numRuns: 50 },
    )
  })
})

describe("boundary", () => {
  it("is new for each body and hard to guess", () => {
    const boundaries = Array.from({ length: 100 }, () => write({}).contentType)
    expect(new Set(boundaries).size).toBe(100)
    for (const one of boundaries) expect(one).toMatch(/^multipart\/form-data; boundary=[0-9a-f]{32}$/)
  })

  it("needs a body to belong to", () => {
    expect(() => multipart.write({})).toThrow(expect.objectContaining({ code: "config" }))
    expect(write(undefined).body).toBeUndefined()
  })
})
