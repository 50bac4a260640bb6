import { fork, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** What the server answers to every request: a pet as services send them, about 300 bytes. */
export const pet = {
  id: 7,
  name: "Rex",
  status: "available",
  category: { id: 1, name: "dogs" },
  tags: ["big", "brown", "hungry"],
  photos: [
    { url: "https://img.example.com/7/1.jpg", width: 1024, height: 768 },
    { url: "https://img.example.com/7/2.jpg", width: 800, height: 600 },
  ],
  created_at: "2026-11-01T12:00:00Z",
}

/** The server in a process of its own, so that its work is not counted. */
export async function startPetServer(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const child = fork(process.argv[1] ?? "", { env: { ...process.env, PET_SERVER: "1" } })
  const [port] = (await once(child, "message")) as [number]
  return { url: `http://127.0.0.1:${port}`, process: child }
}

/** True in the process that is the server; it ends with its parent. */
export function isPetServer(): boolean {
  if (process.env["PET_SERVER"] === undefined) return false
  const text = JSON.stringify(pet)
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }
  const server = createServer((request, response) => {
    request.resume()
    request.on("end", () => response.writeHead(200, headers).end(text))
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port))
  process.on("disconnect", () => process.exit(0))
  return true
}
