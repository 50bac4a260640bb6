import { canCompress, type BodyWriter } from "pristine-runtime"
import {
  bytes,
  compressed,
  form,
  json,
  jsonInt64,
  multipart,
  platformCompression,
  requestBody,
  text,
} from "pristine-runtime/generated"
import { failure, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { get, patient, post, type Echo } from "../zoo.ts"

const send = (writer: BodyWriter): ReturnType<typeof post<{ readonly body: unknown }, Echo>> =>
  post("/echo", { body: requestBody<{ readonly body: unknown }>({ encode: ({ body }) => body, writer }) })

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (const piece of ["gr", "öß", "er"]) yield await Promise.resolve(new TextEncoder().encode(piece))
}

const streamOf = (content: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(content))
      controller.close()
    },
  })

const uploads: readonly [name: string, writer: BodyWriter, body: () => unknown, sent: string, type: string][] = [
  ["text", text, () => "größer", "größer", "text/plain;charset=utf-8"],
  ["bytes", bytes, () => new TextEncoder().encode("größer"), "größer", "application/octet-stream"],
  [
    "a part of a buffer",
    bytes,
    () => new TextEncoder().encode("xabcx").subarray(1, 4),
    "abc",
    "application/octet-stream",
  ],
  ["a Blob", bytes, () => new Blob(["grö", "ßer"], { type: "text/css" }), "größer", "application/octet-stream"],
  ["a form", form, () => ({ a: "b c", d: ["1", "ü"] }), "a=b+c&d=1&d=%C3%BC", "application/x-www-form-urlencoded"],
]

const streamed: readonly [name: string, body: () => unknown, sent: string][] = [
  ["a stream", () => streamOf("größer"), "größer"],
  ["an async iterable", pieces, "größer"],
]

interface Text {
  readonly text: string
}

/** Request bodies of every kind, and answers with a content coding. */
export const bodies: readonly PlatformCase[] = [
  ...uploads.map(([name, writer, body, sent, type]) =>
    platformCase(`uploads ${name}`, async ({ client }) => {
      const echo = await send(writer)({ body: body() }, { client: client() })
      same([echo.body, echo.headers["content-type"]], [sent, type])
      same(echo.headers["content-length"], String(new TextEncoder().encode(sent).length))
    }),
  ),
  ...streamed.map(([name, body, sent]) =>
    platformCase(`uploads ${name}, where the platform can`, async ({ client, context }) => {
      const call = send(bytes)({ body: body() }, { client: client() })
      // Chromium sends streams over HTTP/2 alone.
      if (context.platform === "browser") await failure(call, { code: "connection" })
      else same((await call).body, sent)
    }),
  ),
  platformCase("uploads fields and files as multipart", async ({ client }) => {
    const file = new File(["größer"], 'pet".png', { type: "image/png" })
    const echo = await send(multipart)(
      { body: { name: "Bella", file, raw: new Uint8Array([65]) } },
      { client: client() },
    )
    const [, boundary = ""] =
      /^multipart\/form-data; boundary=([0-9a-f]{32})$/.exec(echo.headers["content-type"] ?? "") ?? []
    const part = (disposition: string, content: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${content}\r\n`
    const typed = (type: string, content: string): string => `Content-Type: ${type}\r\n\r\n${content}`
    const want =
      part('name="name"', "\r\nBella") +
      part('name="file"; filename="pet%22.png"', typed("image/png", "größer")) +
      part('name="raw"; filename="blob"', typed("application/octet-stream", "A"))
    same(echo.body, `${want}--${boundary}--\r\n`)
  }),
  platformCase("sends a Blob again with a retry", async ({ client, key, requests }) => {
    const upload = post<object, { id: number }>(`/broken/${key}`, {
      body: requestBody({ encode: () => new Blob(["again"]), writer: bytes }),
      method: "PUT",
      retry: [patient],
    })
    same([(await upload({}, { client: client() })).id, await requests()], [7, 2])
  }),
  ...["gzip", "deflate"].map((encoding) =>
    platformCase(`compresses with ${encoding}`, async ({ client }) => {
      const body = "pet ".repeat(1000)
      const encoder = compressed(
        requestBody<{ body: string }>({ encode: (input) => input.body, writer: text }),
        [encoding],
        platformCompression,
      )
      const echo = await post<{ body: string }, Echo>("/echo", { body: encoder })(
        { body },
        { client: client({ compress: [encoding] }) },
      )
      same([echo.body === body, echo.headers["content-encoding"], echo.length < 1000], [true, encoding, true])
    }),
  ),
  ...["br", "zstd"].map((encoding) =>
    platformCase(`compresses with ${encoding}, where the platform can`, async ({ client }) => {
      const plain = requestBody({ encode: () => "pet ".repeat(1000), writer: text })
      const encoder = compressed(plain, [encoding], platformCompression)
      const call = post<object, Echo>("/echo", { body: encoder })({}, { client: client({ compress: [encoding] }) })
      if (!canCompress(encoding)) await failure(call, { code: "config" })
      else same([(await call).headers["content-encoding"], (await call).length < 1000], [encoding, true])
    }),
  ),
  ...["gzip", "deflate", "br"].map((encoding) =>
    platformCase(`reads an answer in ${encoding}, where the platform asks for it`, async ({ client }) => {
      const using = client()
      const asked = (await get<Echo>("/echo")({}, { client: using })).headers["accept-encoding"] ?? ""
      same(asked.includes("gzip"), true)
      if (!asked.includes(encoding)) return
      same((await get<Text>(`/coded/${encoding}`)({}, { client: using })).text, "größer ".repeat(1000))
    }),
  ),
  platformCase("an answer that is not in its content coding is a typed error", async ({ client }) => {
    const { code, phase } = await failure(get("/garbled")({}, { client: client() }), { name: "PristineError" })
    // Not every `fetch` tells a coding that does not fit from a connection that broke.
    same([["decode", "connection"].includes(code), phase], [true, "body"])
  }),
  platformCase("reads bytes", async ({ client }) => {
    const read = get<Uint8Array>("/bytes", { success: [{ status: 200, readers: [bytes] }] })
    same([...(await read({}, { client: client() }))], [0, 255, 128, 10])
  }),
  platformCase("integers of 64 bits come exactly, both ways", async ({ client }) => {
    const read = get<{ id: bigint; count: number }>("/integers", { success: [{ status: 200, readers: [jsonInt64] }] })
    const { id, count } = await read({}, { client: client() })
    same([id, count], [9007199254740993n, 7])
    const write = post<{ id: bigint }, Echo>("/echo", {
      body: requestBody<{ id: bigint }>({ encode: (input) => input, writer: jsonInt64 }),
      success: [{ status: 200, readers: [json] }],
    })
    same((await write({ id }, { client: client() })).body, '{"id":9007199254740993}')
  }),
]
