import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Transport, TransportBody, TransportRequest } from "../../ports/transport.ts"
import { systemClock } from "../clock/system-clock.ts"
import { openExchange } from "./exchange.ts"
import { checkRequest } from "./request-check.ts"
import { createResponseBody } from "./response-body.ts"
import { sentOnce } from "./sent-once.ts"

export interface FetchTransportOptions {
  /** Default: the platform's `fetch`, looked up for each request. */
  readonly fetch?: typeof globalThis.fetch
  /** What else `fetch` is told: `credentials`, `cache`, `mode`, `keepalive` and the like. */
  readonly init?: Omit<RequestInit, "method" | "headers" | "body" | "signal" | "redirect">
  /** Measures the headers and idle limits. Default: the platform's. */
  readonly clock?: Clock
}

/**
 * A transport over `fetch`: browsers, workers, Deno, Bun, and Node where undici is not wanted.
 *
 * The platform decodes content codings and pools connections; `pool` and `timeouts.connectMs` are its own affair.
 * A request body that is a stream is sent half-duplex, where the platform can send streams at all. Browsers hide
 * redirects: there a 3xx rejects with code `connection` instead of being an answer. They may also send a request, whatever
 * its method, a second time when a connection that was kept open breaks; Deno, which does too, is kept from it.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  const { clock = systemClock, init } = options
  return {
    async send(request) {
      checkRequest(request)
      const exchange = openExchange(request, clock)
      try {
        const fetch = options.fetch ?? globalThis.fetch
        const response = await fetch(request.url, { ...init, ...toInit(request), signal: exchange.signal })
        if (response.type === "opaqueredirect") {
          throw new PristineError("connection", "The server redirects, and the platform hides where to", {
            retryable: false,
            maybeExecuted: true,
            phase: "headers",
          })
        }
        exchange.answered()
        const stream = response.body
        const body = createResponseBody(exchange, stream === null ? undefined : () => readChunks(stream))
        return { status: response.status, headers: response.headers, body }
      } catch (error) {
        exchange.end()
        throw exchange.failure(error)
      }
    },
  }
}

function toInit(request: TransportRequest): RequestInit {
  const { method, body } = request
  const headers = request.headers.map(([name, value]): [string, string] => [name, value])
  const sent = sentOnce(method, body === undefined ? undefined : toBody(body))
  if (sent === undefined) return { method, headers, redirect: "manual" }
  // The DOM types do not know `duplex` yet; a stream is refused without it.
  const duplex = sent instanceof ReadableStream ? { duplex: "half" } : {}
  return { method, headers, body: sent, redirect: "manual", ...duplex }
}

function toBody(body: TransportBody): BodyInit {
  if (typeof body === "string" || body instanceof Blob || body instanceof ReadableStream) return body
  if (body instanceof Uint8Array) return body as BodyInit
  const iterator = body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

/** Not every browser's stream is an async iterable. */
function readChunks(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
  const reader = stream.getReader()
  return {
    async next() {
      const { done, value } = await reader.read()
      return done ? { done, value: undefined } : { done, value }
    },
  }
}
