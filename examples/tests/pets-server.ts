import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface PetsServer {
  readonly url: string
  /** `METHOD path` and the credential of every request, in order. */
  readonly seen: readonly { readonly line: string; readonly authorization: string | undefined }[]
  close(): Promise<void>
}

/** The service that the README's example describes, on loopback. */
export async function startPetsServer(): Promise<PetsServer> {
  const seen: { line: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    seen.push({ line: `${request.method ?? ""} ${request.url ?? ""}`, authorization: request.headers.authorization })
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json", "x-request-id": `r${seen.length}` })
      response.end(JSON.stringify(body))
    }
    if (request.method === "POST") {
      let text = ""
      request.on("data", (chunk: Buffer) => (text += chunk.toString()))
      request.on("end", () => answer(201, { id: 8, ...(JSON.parse(text) as object) }))
    } else if (request.url === "/v1/pets/7") {
      answer(200, { id: 7, name: "Bella", status: "available" })
    } else {
      answer(404, { detail: "no such pet" })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}
