import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, onTestFinished } from "vitest"
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
