import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib"

type Handler = (request: IncomingMessage, response: ServerResponse, visit: Visit) => void | Promise<void>

interface Visit {
  /** What the path ends with. */
  readonly key: string
  /** Requests with this key so far, this one included. */
  readonly count: number
  readonly query: URLSearchParams
  /** What a client's request to `break` does to this one. */
  readonly onBreak: (effect: () => void) => void
}

export interface PlatformServer {
  /** A run adds a path of its own; `/page` there is an empty page for a browser. */
  readonly url: string
  close(): Promise<void>
}

const pet = { id: 7, name: "Bella", status: "available" }
/** Two chunks cut the é in two. */
const cutEvent = Buffer.from('data: {"word":"é"}\n\n')
const coders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
}
const ticketSteps = 2
const listed = 5

const routes: Readonly<Record<string, Handler>> = {
  page: (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>"),
  pets(_, response, { key }) {
    if (key === "404") sendJson(response, { message: "No such pet" }, 404, { "x-request-id": "r1" })
    else if (key === "8") sendJson(response, { id: "eight", name: "Rex" })
    else sendJson(response, { ...pet, id: Number(key) })
  },
  async echo(request, response) {
    const sent = await readBody(request)
    const { method, url } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent
    const plain = request.headers["content-encoding"] === "deflate" ? inflateSync(sent) : body
    sendJson(response, { method, url, headers, body: plain.toString("utf8"), length: sent.byteLength })
  },
  flaky(_, response, { count }) {
    if (count === 1) sendJson(response, { message: "busy" }, 503, { "retry-after": "7" })
    else sendJson(response, pet)
  },
  down: (_, response) => sendJson(response, { message: "down" }, 503),
  broken(request, response, { count }) {
    if (count === 1) request.socket.destroy()
    else sendJson(response, pet)
  },
  never: () => undefined,
  stuck: (_, response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"id":'),
  private(request, response) {
    const isFresh = request.headers.authorization === "Bearer t2"
    if (isFresh) sendJson(response, pet)
    else sendJson(response, { message: "expired" }, 401, { "www-authenticate": 'Bearer error="invalid_token"' })
  },
  coded(_, response, { key }) {
    const body = Buffer.from(JSON.stringify({ text: "größer ".repeat(1000) }))
    const coded = coders[key]?.(body)
    response.writeHead(200, { "content-type": "application/json", "content-encoding": key }).end(coded)
  },
  garbled: (_, response) =>
    void response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end("not gzip"),
  invalid: (_, response) => void response.writeHead(200, { "content-type": "application/json" }).end("{"),
  text: (_, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("größe"),
  large: (_, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(1_000_000)),
  integers: (_, response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end('{"id":9007199254740993,"count":7}'),
  fields: (_, response) =>
    sendJson(response, {}, 200, { "X-Thing": ["one", "two"], "x-text": Buffer.from("ä", "latin1").toString("latin1") }),
  empty: (_, response) => void response.writeHead(204).end(),
  redirect: (_, response) => void response.writeHead(302, { location: "/elsewhere" }).end(),
  bytes: (_, response) =>
    void response.writeHead(200, { "content-type": "application/octet-stream" }).end(Buffer.from([0, 255, 128, 10])),
  events(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write(cutEvent.subarray(0, 16), () => {
      response.write(cutEvent.subarray(16))
      response.write(': warm\r\n\r\ndata: {"word":\r\ndata: "two"}\r\nid: 2\r\n\r\n')
      response.end("data: [DONE]\n\n")
    })
  },
  endless(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write('data: {"word":"one"}\n\n')
  },
  cut(request, response, { onBreak }) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write('data: {"word":"one"}\n\ndata: {"wo')
    onBreak(() => request.socket.destroy())
  },
  failing(_, response) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.end('data: {"word":"one"}\n\nevent: error\ndata: {"message":"no more"}\n\n')
  },
  resumed(request, response, { count, onBreak }) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    const from = request.headers["last-event-id"] ?? "none"
    if (count === 1) {
      response.write('id: 5\ndata: {"word":"one"}\n\n')
      onBreak(() => request.socket.destroy())
    } else response.end(`data: {"word":"after ${String(from)}"}\n\ndata: [DONE]\n\n`)
  },
  lines: (_, response) =>
    void response.writeHead(200, { "content-type": "application/x-ndjson" }).end('{"n":1}\n\n{"n":2}\r\n{"n":3}'),
  sequence: (_, response) =>
    void response.writeHead(200, { "content-type": "application/json-seq" }).end('\x1e{"n":1}\n\x1e{"n":2}\n'),
  jobs: (_, response, { key }) => sendJson(response, { request_id: key }),
  async retrieve(request, response, { count }) {
    const { request_id } = JSON.parse((await readBody(request)).toString("utf8")) as { request_id: string }
    if (count <= ticketSteps) sendJson(response, { type: "try_again" })
    else if (request_id.startsWith("failing")) sendJson(response, { error: "out of memory" })
    else sendJson(response, { answer: 42 })
  },
  list(_, response, { query }) {
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))]
    const length = Math.max(0, Math.min(limit, listed - offset))
    sendJson(response, { items: Array.from({ length }, (_item, index) => offset + index), total: listed })
  },
}

/** The service that the cases call, on the loopback interface. What it counts and tells is kept by the path. */
export async function servePlatforms(): Promise<PlatformServer> {
  const counts = new Map<string, number>()
  const past = new Set<string>()
  const waiting = new Map<string, ServerResponse[]>()
  const breaks = new Map<string, () => void>()
  const happen = (event: string): void => {
    past.add(event)
    for (const response of waiting.get(event) ?? []) response.end()
    waiting.delete(event)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://loopback")
    const [, run = "", route = "", ...rest] = pathname.split("/")
    const key = rest.at(-1) ?? ""
    const place = `${run}/${key}`
    if (route === "count") {
      response.end(String(counts.get(place) ?? 0))
    } else if (route === "break") {
      breaks.get(place)?.()
      response.end()
    } else if (route === "happened") {
      const event = `${rest[0] ?? ""} ${place}`
      if (past.has(event)) response.end()
      else waiting.set(event, [...(waiting.get(event) ?? []), response])
    } else {
      const handler = Object.hasOwn(routes, route) ? routes[route] : undefined
      if (handler === undefined) {
        sendJson(response, { message: `No route ${route}` }, 404)
        return
      }
      const count = (counts.get(place) ?? 0) + 1
      counts.set(place, count)
      response.on("close", () => !response.writableFinished && happen(`closed ${place}`))
      happen(`request ${place}`)
      await handler(request, response, { key, count, query, onBreak: (effect) => void breaks.set(place, effect) })
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function sendJson(
  response: ServerResponse,
  body: object,
  status = 200,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
