import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { bytesOf } from "./golden.ts"
import type { Exchange } from "./trace.ts"

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

export interface ReplayServer extends AsyncDisposable {
  readonly url: string
  /** What was asked, in order. */
  readonly requests: readonly WireRequest[]
  /** What nobody has asked for yet. */
  readonly left: readonly Exchange[]
}

/**
 * A service on loopback that answers as recorded. A request takes the first exchange left that asks for the same; one
 * that was not recorded gets a 404. `pathOf` tells under which path a request was recorded.
 */
export async function startReplay(
  trace: readonly Exchange[],
  pathOf: (request: WireRequest) => string = ({ path }) => path,
): Promise<ReplayServer> {
  const left = [...trace]
  const requests: WireRequest[] = []
  const answer = async (message: IncomingMessage) => {
    const request = await read(message)
    requests.push(request)
    const index = left.findIndex((exchange) => isSame(exchange, { ...request, path: pathOf(request) }))
    const [exchange] = index < 0 ? [] : left.splice(index, 1)
    if (!exchange) return { status: 404, headers: {}, body: `Not recorded: ${request.method} ${request.path}` }
    const { response_status: status, response_headers: headers, response_body_base64: bytes } = exchange
    return { status, headers, body: bytes === undefined ? JSON.stringify(exchange.response_body_json) : bytesOf(bytes) }
  }
  const server = createServer((message, response) => {
    void answer(message).then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    left,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function read(message: IncomingMessage): Promise<WireRequest> {
  const { method = "", url = "", rawHeaders } = message
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  return {
    method,
    path: url,
    headers: names.map((name, index) => [name, rawHeaders[index * 2 + 1] ?? ""]),
    body: Buffer.concat(chunks),
  }
}

function isSame(exchange: Exchange, { method, path, body }: WireRequest): boolean {
  if (exchange.method !== method || exchange.raw_path !== path) return false
  return !path.endsWith("/retrieve_future") || exchange.request_body_raw === body.toString()
}
