import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { parentPort } from "node:worker_threads"

/** The service of the mix, in a thread of its own so that its heap is not measured; tells its port. */
export function serveMix(): void {
  let flaky = 0
  const server = createServer((request, response) => {
    request.resume()
    const path = request.url?.split("/").at(-1)
    if (path === "missing") return response.writeHead(404).end("no")
    // Until the caller is gone.
    if (path === "stall") return
    if (path === "flaky" && flaky++ % 2 === 0) return response.writeHead(503).end()
    if (path === "events") {
      response.writeHead(200, { "content-type": "text/event-stream" })
      for (let count = 0; count < 3; count += 1) response.write(`data: ${count}\n\n`)
      return request.headers["x-end"] === "1" ? response.end() : undefined
    }
    response.setHeader("content-type", "application/json").end('{"name":"Rex"}')
  })
  server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port))
}
