import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, onTestFinished } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { apiModel, object, operation, text } from "./models/model-parts.ts"
import { run } from "./run-generated.ts"

it("a generated operation uploads a form with its boundary", async () => {
  const seen: [type: string, body: string][] = []
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk))
    request.on("end", () => {
      seen.push([request.headers["content-type"] ?? "", body])
      response.writeHead(204).end()
    })
  }).listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const upload = operation({
    name: "upload",
    method: "POST",
    body: {
      placement: "flat",
      type: object({ title: text }),
      required: true,
      constants: [],
      contentType: "multipart/form-data",
      encodings: [],
    },
  })
  const { port } = server.address() as AddressInfo
  await run(
    apiModel({ operations: [upload] }),
    `import { createClient, upload } from "api"
     const client = createClient({ baseUrl: "http://127.0.0.1:${port}", retry: false, env: () => "key" })
     await upload({ title: "a" }, { client }).catch(() => undefined)`,
  )
  const [type = "", body = ""] = seen[0] ?? []
  const boundary = /^multipart\/form-data; boundary=(\w+)$/.exec(type)?.[1] ?? "none"
  expect(body).toBe(`--${boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--${boundary}--\r\n`)
})

const upload = {
  method: "POST",
  path: "/upload",
  content_type: "multipart/form-data",
  request: {
    fields: {
      title: { type: "string", required: true },
      cover: { type: "file", required: true },
      pages: { type: "array", items: "file" },
    },
  },
}
const parts = `[["Blob", new Blob(["x"])], ["bytes", new Uint8Array([1])], ["a buffer", new ArrayBuffer(1)], ["a stream with a name", { stream: () => new Blob(["x"]).stream(), name: "a.txt" }]]`

interface Outcome {
  readonly ok: boolean
  readonly sent: string
  readonly error?: { readonly code: string; readonly message: string }
}

describe("a type for files", () => {
  const send = async (input: string): Promise<readonly (readonly [string, Outcome])[]> => {
    const { outcomes } = await run(
      modelOf({ base_url: "https://x.test", endpoints: { upload } }),
      `import { createClient, upload } from "api"
       export const outcomes = []
       for (const [name, file] of ${parts}) {
         let sent = ""
         const transport = {
           async send({ body }) {
             sent = await new Response(body instanceof Blob ? body : ReadableStream.from(body)).text()
             return { status: 204, headers: new Headers(), body: { bytes: async () => new Uint8Array(), cancel: async () => {} } }
           },
         }
         const client = createClient({ transport, retry: false })
         const { ok, error } = await upload.safe(${input}, { client })
         outcomes.push([name, { ok, sent, error }])
       }`,
    )
    return outcomes as readonly (readonly [string, Outcome])[]
  }

  it("takes what the form can send, alone and in lists", async () => {
    for (const [name, { ok, sent }] of await send('{ title: "t", cover: file, pages: [file, file] }')) {
      expect([name, ok, sent.match(/filename=/g)?.length]).toEqual([name, true, 3])
    }
  })

  it("refuses anything else before anything is sent", async () => {
    for (const [, { ok, sent, error }] of await send('{ title: "t", cover: "text", pages: [file] }')) {
      expect([ok, sent, error?.code]).toEqual([false, "", "input"])
      expect(error?.message).toContain("/cover should be a file")
    }
  })
})
