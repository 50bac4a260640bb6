import { Readable } from "node:stream"
import type { Dispatcher } from "undici"
import type { Clock } from "../../ports/clock.ts"
import type {
  SizedStream,
  Transport,
  TransportBody,
  TransportRequest,
  TransportResponse,
} from "../../ports/transport.ts"
import { isIdempotentMethod } from "../../values/is-idempotent-method.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"
import { systemClock } from "../clock/system-clock.ts"
import { acceptedEncodings, decompress, type ExpansionLimit } from "./decompress.ts"
import { Exchange } from "./exchange.ts"
import { checkRequest } from "./check-request.ts"
import { type ChunkSource, ResponseBody } from "./response-body.ts"
import { createAgents, type UndiciAgentOptions } from "./undici-agents.ts"
import type { Route } from "./undici-client.ts"
import { type AnswerHead, UndiciHandler } from "./undici-handler.ts"

export interface UndiciTransportOptions extends UndiciAgentOptions {
  /** Guard against compressed bodies that explode. */
  readonly expansion?: ExpansionLimit
  /** Measures the headers and idle limits. Default: the platform's. */
  readonly clock?: Clock
}

/**
 * A transport over undici's `dispatch`, the default on Node: several times less work per call than `fetch`.
 *
 * Each pool has its own connections; nothing global is touched. Content codings are undone here (gzip, deflate, Brotli,
 * and Zstandard where node:zlib has it). Proxies are those of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`)
 * unless `proxy` says otherwise. A request that may be repeated is sent again if a connection that was kept from
 * an earlier request lost it before the answer.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const { clock = systemClock, expansion } = options
  const agents = createAgents(options)
  return {
    async send(request, interruption = request.signal) {
      const url = checkRequest(request)
      let sending: UndiciHandler | undefined
      const exchange = new Exchange(interruption, request, clock, (reason) => sending?.abort(reason))
      try {
        const agent = agents.get(request, url)
        const wire: Dispatcher.DispatchOptions & { route?: Route } = {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: flatten(request.headers, request.body),
          body: request.body === undefined ? null : toBody(request.body),
          // The exchange watches both on the injected clock.
          headersTimeout: 0,
          bodyTimeout: 0,
        }
        let dispatcher = agent
        for (;;) {
          const handler = new UndiciHandler()
          sending = handler
          wire.route = handler
          dispatcher.dispatch(wire, handler)
          try {
            return toResponse(request, await handler.answered, handler, exchange, expansion)
          } catch (error) {
            const { client, kept } = handler
            if (exchange.over || !client || !kept || !isLost(error) || !mayRepeat(request)) throw error
            // Servers close idle connections just as the next request arrives, which says nothing about the service. The lost
            // connection is gone, so that its client opens a new one; unless another call was faster the repetition is the
            // first on it, and what becomes of it there is final.
            dispatcher = client.closed ? agent : client
          }
        }
      } catch (error) {
        throw exchange.fail(error)
      }
    },
    close: () => agents.close(),
  }
}

function toResponse(
  { method }: TransportRequest,
  { status, headers: raw }: AnswerHead,
  handler: UndiciHandler,
  exchange: Exchange,
  expansion: ExpansionLimit | undefined,
): TransportResponse {
  const headers = toHeaders(raw)
  if (hasBody(method, status)) {
    const encoding = headers.get("content-encoding")
    const open = (): ChunkSource =>
      encoding === null
        ? handler
        : decompress(Readable.from(chunks(handler), { objectMode: false }), encoding, expansion)
    return { status, headers, body: new ResponseBody(exchange, open) }
  }
  // Such a body is empty or not the caller's. One that should not be there but, by the rules of framing, is (RFC 9110,
  // section 15.3.6) may have no end: its connection is given up.
  if (status === 205 && headers.get("content-length") !== "0") handler.abort(new Error("A 205 has no body"))
  else handler.drop()
  return { status, headers, body: new ResponseBody(exchange, undefined) }
}

async function* chunks(source: ChunkSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const { done, value } = await source.next()
    if (done) return
    yield value
  }
}

function isLost(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE"
}

function mayRepeat({ method, body, idempotent = isIdempotentMethod(method) }: TransportRequest): boolean {
  return idempotent && isReplayableBody(body)
}

/** undici takes the wire's own form: names and values in turn, duplicates and case kept. */
function flatten(headers: TransportRequest["headers"], body: TransportRequest["body"]): string[] {
  const flat: string[] = []
  let encodings = false
  for (const [name, value] of headers) {
    flat.push(name, value)
    encodings ||= name.length === 15 && name.toLowerCase() === "accept-encoding"
  }
  // undici knows the length of everything else, and sees to it that a stream keeps to what it says.
  if (isSizedStream(body)) flat.push("Content-Length", String(body.byteLength))
  if (!encodings) flat.push("Accept-Encoding", acceptedEncodings)
  return flat
}

function isSizedStream(body: TransportBody | undefined): body is SizedStream {
  return typeof body === "object" && "byteLength" in body && Symbol.asyncIterator in body
}

/** Values are octets, but some versions of undici read them as UTF-8. */
function toHeaders(raw: AnswerHead["headers"]): Headers {
  const headers = new Headers()
  for (const name in raw) {
    const values = raw[name]
    for (const value of Array.isArray(values) ? values : [values ?? ""]) headers.append(name, octets(value))
  }
  return headers
}

function octets(text: string): string {
  return /[^\0-\xff]/.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text
}

function toBody(body: TransportBody): string | Uint8Array | Readable {
  // undici takes Blobs and async iterables too; its types do not say so.
  return body as string | Uint8Array | Readable
}

function hasBody(method: string, status: number): boolean {
  return method !== "HEAD" && status !== 204 && status !== 205 && status !== 304
}
