import { STATUS_CODES, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { type Reply, send } from "./reply.ts"

/**
 * Puts a reply on the wire the way its `delivery` says, and resolves when nothing is left to write. `signal` aborts when the
 * client has gone.
 */
export async function deliver(response: ServerResponse, reply: Reply, signal: AbortSignal): Promise<void> {
  switch (reply.delivery) {
    case undefined:
      return send(response, reply)
    case "reset":
      socketOf(response)?.resetAndDestroy()
      return
    case "never":
      return gone(signal)
    case "shorten":
      return send(response, { status: reply.status, headers: reply.headers, body: half(await wholeBody(reply)) })
    case "truncate":
      writeHalf(response, reply, await wholeBody(reply), () => response.destroy())
      return
    case "stall":
      writeHalf(response, reply, await wholeBody(reply), () => undefined)
      return gone(signal)
    case "duplicate":
      return sendTwice(response, reply, await wholeBody(reply))
  }
}

/** The head of the whole answer, half of its body; `then` once they have left. */
function writeHalf(response: ServerResponse, reply: Reply, body: Buffer, then: () => void): void {
  response.writeHead(reply.status, { ...reply.headers, "Content-Length": String(body.length) })
  // An answer without a body is cut in its head, which is all there is.
  if (body.length === 0) response.destroy()
  else response.write(half(body), then)
}

async function sendTwice(response: ServerResponse, reply: Reply, body: Buffer): Promise<void> {
  const socket = socketOf(response)
  await send(response, { status: reply.status, headers: reply.headers, body })
  const fields = { ...reply.headers, "Content-Length": String(body.length) }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ""}\r\n${lines.join("")}\r\n`
  socket?.write(Buffer.concat([Buffer.from(head, "latin1"), body]))
}

/** The body that would be sent, also of an answer that is written while it is made. */
async function wholeBody({ body = "", chunks }: Reply): Promise<Buffer> {
  if (chunks === undefined) return Buffer.from(body)
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

function half(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2))
}

function socketOf(response: ServerResponse): Socket | null {
  return response.socket
}

function gone(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }))
}
