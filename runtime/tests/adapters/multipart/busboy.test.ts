import { createReadStream } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import busboy from "busboy"
import { describe, expect } from "vitest"
import { fileFromPath } from "../../../src/adapters/multipart/node/file-from-path.ts"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { ResourceStack } from "../../../src/testing/resource-stack.ts"
import { postSpec, rejection, testService } from "../../core/fixture.ts"
import { transports } from "../../faults/loopback-client.ts"
import { test } from "../../test.ts"

type Part = readonly [name: string, value: string, filename?: string | undefined, type?: string]

/** Reads a form with another implementation. */
async function read(contentType: string, body: AsyncIterable<Uint8Array>): Promise<Part[]> {
  const parts: Part[] = []
  const parser = busboy({ headers: { "content-type": contentType }, defParamCharset: "utf8", preservePath: true })
  const source = Readable.from(body)
  const over = new Promise((resolve, reject) => {
    parser.on("close", resolve).on("error", reject)
    source.on("error", reject)
  })
  parser.on("field", (name, value) => parts.push([name, value]))
  parser.on("file", (name, stream, { filename, mimeType }) => {
    const place = parts.push([name, "", filename, mimeType]) - 1
    let text = ""
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
    stream.on("end", () => (parts[place] = [name, text, filename, mimeType]))
  })
  source.pipe(parser)
  await over
  return parts
}

async function written(value: unknown): Promise<Part[]> {
  const writer = multipart.begin?.() ?? multipart
  const body = writer.write(value)
  const stream = body instanceof Blob ? body.stream() : body
  return read(writer.contentType, stream as unknown as AsyncIterable<Uint8Array>)
}

const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code))
const naughty = [
  ...controls,
  "\x7f",
  '"',
  "\\",
  '\\"',
  "'",
  ";",
  "=",
  "%",
  "%22",
  "%0D%0A",
  "\r\n",
  "\r\n\r\n",
  "\n--",
  '"; filename="x',
  "*",
  "name*=utf-8''x",
  "é",
  "✓",
  "漢字",
  "😀",
  "\u202e",
  "\u2028",
  "\ufeff",
  "<script>",
  "${x}",
  "{{x}}",
  "__proto__",
  "constructor",
  "then",
  "--",
  "..",
  "~",
  " ",
]
/** Controls and quotes are percent-encoded, as is a backslash before the closing quote; all else arrives as it is. */
const escaped = (text: string) =>
  Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    const encoded = (code < 32 && code !== 9) || code === 127 || character === '"'
    return encoded ? `%${code.toString(16).toUpperCase().padStart(2, "0")}` : character
  }).join("")

describe("I96 names, judged by busboy", () => {
  test.for(naughty.map((text): [string, string] => [JSON.stringify(text), text]))(
    "a field name with %s",
    async ([, text]) => {
      expect(await written({ [`a${text}b`]: "v", last: "w" })).toEqual([
        [`a${escaped(text)}b`, "v"],
        ["last", "w"],
      ])
    },
  )

  test.for(["a\\", "\\"])("a field name that ends in a backslash: %s", async (text) => {
    expect(await written({ [text]: "v", last: "w" })).toEqual([
      [text.replace(/\\$/, "%5C"), "v"],
      ["last", "w"],
    ])
  })

  test.for(naughty.filter((text) => !/[\\]/.test(text)).map((text): [string, string] => [JSON.stringify(text), text]))(
    "a file name with %s",
    async ([, text]) => {
      const file = { stream: () => new Blob(["x"]).stream(), name: `a${text}b` }
      const parts = await written({ f: file, last: "w" })
      expect(parts).toEqual([
        ["f", "x", escaped(`a${text}b`), "application/octet-stream"],
        ["last", "w"],
      ])
    },
  )

  test.for(naughty.map((text): [string, string] => [JSON.stringify(text), text]))("a value of %s", async ([, text]) => {
    expect(await written({ a: text, last: "w" })).toEqual([
      ["a", text],
      ["last", "w"],
    ])
  })
})

describe.for(transports)("I97 uploads over %s", ([over, create]) => {
  async function serve(resources: ResourceStack) {
    const seen: { parts: Part[]; chunked: boolean }[] = []
    const server = createServer((request, response) => {
      const { "content-type": type = "", "transfer-encoding": coding } = request.headers
      read(type, request).then(
        (parts) => {
          seen.push({ parts, chunked: coding === "chunked" })
          response.writeHead(200, { "content-type": "application/json" }).end("{}")
        },
        () => response.destroy(),
      )
    }).listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    resources.defer(() => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    })
    const transport = create()
    resources.defer(() => transport.close?.())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = createClient(testService(), { transport, baseUrl: url })
    const send = (input: object) =>
      defineOperation(() => postSpec({ body: { encode: (value) => value, writer: multipart } }))(input, { client })
    return { seen, send }
  }

  const octets = "application/octet-stream"
  const files: [name: string, file: () => unknown, part: Part, chunked: boolean][] = [
    ["bytes", () => new TextEncoder().encode("abc"), ["f", "abc", "blob", octets], false],
    ["a Blob", () => new Blob(["abc"], { type: "text/csv" }), ["f", "abc", "blob", "text/csv"], false],
    ["a File", () => new File(["abc"], "a.csv"), ["f", "abc", "a.csv", octets], false],
    ["a stream", () => ({ stream: () => new Blob(["abc"]).stream(), name: "s" }), ["f", "abc", "s", octets], true],
    [
      "an iterable",
      () => ({ stream: () => Readable.from([Buffer.from("abc")]), name: "i" }),
      ["f", "abc", "i", octets],
      true,
    ],
  ]
  test.for(files)("%s", async ([, file, part, chunked], { resources }) => {
    const { seen, send } = await serve(resources)
    await send({ a: { b: ["1", "2"] }, f: file(), last: { items: [{ n: 1 }] } })
    expect(seen).toEqual([{ parts: expect.arrayContaining([part]) as unknown, chunked }])
    expect(seen[0]?.parts.filter(([name]) => name !== "f")).toEqual([
      ["a[b]", "1"],
      ["a[b]", "2"],
      ["last[items][][n]", "1"],
    ])
  })

  test("a file from a path", async ({ resources }) => {
    const folder = await mkdtemp(join(tmpdir(), "pristine-"))
    resources.defer(() => rm(folder, { recursive: true }))
    const path = join(folder, "notes.txt")
    await writeFile(path, "x".repeat(300_000))
    const { seen, send } = await serve(resources)
    await send({ f: fileFromPath(path, { type: "text/plain" }) })
    const [[name, text, filename, type] = []] = seen[0]?.parts ?? []
    expect([name, text?.length, filename, type]).toEqual(["f", 300_000, "notes.txt", "text/plain"])
    expect(seen[0]?.chunked).toBe(over === "fetch")
  })

  const sized = (size: number) => ({ stream: () => Readable.from([Buffer.from("abc")]), name: "i", size })

  test("a stream of a known length is sent with it where the platform can", async ({ resources }) => {
    const { seen, send } = await serve(resources)
    await send({ a: "é", f: sized(3), g: new Blob(["de"]) })
    expect(seen.map(({ parts, chunked }) => [parts.length, chunked])).toEqual([[3, over === "fetch"]])
  })

  test("a stream beside one of a known length, and no length of its own, is sent in chunks", async ({ resources }) => {
    const { seen, send } = await serve(resources)
    await send({ f: sized(3), g: { stream: () => new Blob(["abc"]).stream(), name: "s" } })
    expect(seen.map(({ parts, chunked }) => [parts.length, chunked])).toEqual([[2, true]])
  })

  test.for([2, 4])(
    "a stream of 3 bytes that says %d fails its call, where that is told",
    async (size, { resources }) => {
      const { seen, send } = await serve(resources)
      const failed = send({ f: sized(size) })
      if (over === "undici") await expect(failed).rejects.toMatchObject({ code: "connection", retryable: false })
      else await failed
      expect(seen).toHaveLength(over === "undici" ? 0 : 1)
    },
  )

  test("a size that is none is refused before anything is sent", async ({ resources }) => {
    const { seen, send } = await serve(resources)
    await expect(send({ f: sized(-1) })).rejects.toMatchObject({ code: "input", maybeExecuted: false })
    expect(seen).toEqual([])
  })

  test("a file that cannot be opened is an error, and others go on", async ({ resources }) => {
    const { seen, send } = await serve(resources)
    const missing = { stream: () => createReadStream("/nowhere/to/be/found") }
    const [error] = await Promise.all([rejection(send({ f: missing })), send({ f: new Blob(["abc"]) })])
    expect(error).toMatchObject({ code: "input", retryable: false, cause: { code: "ENOENT" } })
    expect(seen).toHaveLength(1)
  })
})
