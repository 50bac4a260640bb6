import { once } from "node:events"
import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from "node:net"
import { onTestFinished } from "vitest"

/** A real HTTP server on the loopback interface that ends with the test. */
export async function serveHttp(listener: RequestListener): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return listen(server)
}

export interface RawServer {
  readonly url: string
  /** Connections so far. */
  readonly connections: readonly Socket[]
}

/** A TCP server that hears each request's text, up to the end of its headers, and answers with bytes of its own. */
export async function serveRaw(answer: (socket: Socket, request: string, count: number) => void): Promise<RawServer> {
  const connections: Socket[] = []
  let count = 0
  const server = createRawServer((socket) => {
    connections.push(socket)
    socket.on("error", () => undefined)
    let text = ""
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      const end = text.indexOf("\r\n\r\n")
      if (end < 0) return
      const request = text
      text = ""
      answer(socket, request, ++count)
    })
  })
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: await listen(server), connections }
}

/** A TCP server that answers as soon as somebody connects. */
export async function serveBytes(answer: (socket: Socket) => void): Promise<string> {
  const server = createRawServer((socket) => {
    socket.on("error", () => undefined).resume()
    answer(socket)
  })
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return listen(server)
}

/** A URL where nobody listens. */
export async function refusingUrl(): Promise<string> {
  const server = createRawServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return url
}

export async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
