import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Transport, TransportBody } from "../../ports/transport.ts"
import { systemClock } from "../clock/system-clock.ts"
import { Exchange } from "./exchange.ts"
import { checkRequest } from "./check-request.ts"
import { ResponseBody } from "./response-body.ts"
import { sentOnce } from "./sent-once.ts"
import { sent } from "./transport-error.ts"

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
    async send(request, interruption = request.signal) {
      checkRequest(request)
      const controller = new AbortController()
      // Node's leaves the source of a body where it is.
      let leave: () => void = () => undefined
      const exchange = new Exchange(interruption, request, clock, (reason) => {
        controller.abort(reason)
        leave()
      })
      try {
        const { method, headers, body } = request
        const fetch = options.fetch ?? globalThis.fetch
        const response = await fetch(request.url, {
          ...init,
          method,
          headers: headers as [name: string, value: string][],
          body: sentOnce(method, body === undefined ? undefined : toBody(body, (end) => (leave = end))) ?? null,
          redirect: "manual",
          signal: controller.signal,
          ...halfDuplex,
        })
        if (response.type === "opaqueredirect") {
          const message = "The server redirects, and the platform hides where to"
          throw new PristineError("connection", message, { retryable: false, ...sent("headers") })
        }
        const reader = response.body?.getReader()
        return {
          status: response.status,
          headers: response.headers,
          // Not every browser's stream is an async iterable; a reader is nearly one.
          body: new ResponseBody(exchange, reader && (() => ({ next: () => reader.read() }))),
        }
      } catch (error) {
        throw exchange.fail(error)
      }
    },
  }
}

/** The DOM types do not know it yet; a stream is refused without it, and nothing else minds it. */
const halfDuplex = { duplex: "half" }

/** @param opened Told how to leave a source that is read while it is sent. */
function toBody(body: TransportBody, opened: (leave: () => void) => void): BodyInit {
  if (typeof body === "string" || body instanceof ReadableStream || !(Symbol.asyncIterator in body)) {
    return body as BodyInit
  }
  const iterator = body[Symbol.asyncIterator]()
  opened(() => void iterator.return?.().then(undefined, () => undefined))
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
