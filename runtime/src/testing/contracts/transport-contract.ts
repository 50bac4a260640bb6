import type { Transport, TransportRequest, TransportResponse } from "../../ports/transport.ts"
import { claim, claimError, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { watchedSignal } from "./watched-signal.ts"

/** What a server that a subject provides does with every request to one URL. */
export interface ServedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /**
   * `never`: no answer at all · `no-end`: headers and `body`, and then nothing · `break`: the connection ends before an
   * answer · `break-body`: it ends after `body`, though more was announced. Default: a complete answer.
   */
  readonly fault?: "never" | "no-end" | "break" | "break-body"
}

export interface ReceivedRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A URL that is answered, and what it was sent. */
export interface ServedUrl {
  readonly url: string
  readonly received: readonly ReceivedRequest[]
}

export interface TransportSubject {
  readonly transport: Transport
  /** Prepares a URL that the transport reaches. */
  readonly serve: (answer: ServedAnswer) => Promise<ServedUrl>
}

type Send = (url: string, request?: Partial<TransportRequest>) => Promise<TransportResponse>

function define(
  name: string,
  check: (send: Send, serve: TransportSubject["serve"]) => Promise<void>,
): ContractCase<TransportSubject> {
  return {
    name,
    async run(make) {
      const { transport, serve } = await make()
      const plain = { method: "GET", headers: [], timeouts: {} }
      try {
        await check((url, request) => transport.send({ ...plain, signal: live(), ...request, url }), serve)
      } finally {
        await transport.close?.()
      }
    },
  }
}

function live(): AbortSignal {
  return new AbortController().signal
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ""
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
  return text
}

/** What every `Transport` promises. */
export const transportContract: readonly ContractCase<TransportSubject>[] = [
  define("gives every status as an answer, redirects included", async (send, serve) => {
    for (const status of [200, 201, 204, 302, 307, 400, 401, 404, 429, 500, 503]) {
      const { url } = await serve({ status, headers: { location: "/elsewhere" } })
      const response = await send(url)
      claim(response.status === status, `status ${status} must be given as it is, not ${response.status}`)
      await response.body.cancel()
    }
  }),
  define("gives headers by name, in any case", async (send, serve) => {
    const { url } = await serve({ headers: { "X-Thing": "one" } })
    const response = await send(url)
    claim(response.headers.get("x-thing") === "one", "a header must be found by its name")
    await response.body.cancel()
  }),
  define("sends method, headers and body as they are", async (send, serve) => {
    const served = await serve({})
    const response = await send(served.url, {
      method: "POST",
      headers: [
        ["content-type", "text/plain"],
        ["X-Thing", "one"],
      ],
      body: "grüße",
    })
    await response.body.bytes()
    const [request] = served.received
    claim(served.received.length === 1, "a request must be sent once")
    claim(request?.method === "POST" && request.body === "grüße", "method and body must arrive as they are")
    claim(request.headers["x-thing"] === "one", "headers must arrive as they are")
  }),
  define("gives a body as bytes, as text and as a stream", async (send, serve) => {
    const { url } = await serve({ body: "größer" })
    claim((await (await send(url)).body.bytes()).length === 8, "bytes must be those of the body")
    claim((await (await send(url)).body.text()) === "größer", "text must be decoded as UTF-8")
    claim((await readAll((await send(url)).body.stream())) === "größer", "a stream must give all of the body")
  }),
  define("gives an empty body where there is none", async (send, serve) => {
    const { url } = await serve({ status: 204 })
    claim((await (await send(url)).body.bytes()).length === 0, "an answer without a body must read as empty")
  }),
  define("reads no more of a body than it may", async (send, serve) => {
    const { url } = await serve({ body: "0123456789" })
    claim((await (await send(url)).body.bytes(10)).length === 10, "a body at its limit must be read")
    claimError(await rejectionOf((await send(url)).body.bytes(9), "a longer body"), "limit", "the error")
    claimError(await rejectionOf((await send(url)).body.text(9), "a longer text"), "limit", "the error")
  }),
  define("lets a body be cancelled, twice and after reading", async (send, serve) => {
    const { url } = await serve({ body: "0123456789" })
    const { body } = await send(url)
    await body.cancel()
    await body.cancel()
    const read = await send(url)
    await read.body.bytes()
    await read.body.cancel()
  }),
  define("lets a stream be left early", async (send, serve) => {
    const { url } = await serve({ body: "begun", fault: "no-end" })
    for await (const chunk of (await send(url)).body.stream()) {
      claim(chunk.length > 0, "a chunk must hold something")
      break
    }
  }),
  define("sends nothing under an aborted signal", async (send, serve) => {
    const served = await serve({})
    const reason = { any: "value" }
    const rejected = rejectionOf(send(served.url, { signal: AbortSignal.abort(reason) }), "an aborted request")
    claim((await rejected) === reason, "the reason must come through as it is")
    claim(served.received.length === 0, "nothing must be sent")
  }),
  define("stops waiting for an answer that is given up, with the reason", async (send, serve) => {
    const { url } = await serve({ fault: "never" })
    const watched = watchedSignal()
    const rejected = rejectionOf(send(url, { signal: watched.signal }), "an aborted request")
    watched.abort("enough")
    claim((await rejected) === "enough", "the reason must come through as it is")
  }),
  define("stops reading a body that is given up, with the reason", async (send, serve) => {
    const { url } = await serve({ body: "begun", fault: "no-end" })
    const watched = watchedSignal()
    const response = await send(url, { signal: watched.signal })
    const rejected = rejectionOf(response.body.bytes(), "an aborted body")
    watched.abort("enough")
    claim((await rejected) === "enough", "the reason must come through as it is")
  }),
  define("leaves no listener on the signal once an answer was read", async (send, serve) => {
    const { url } = await serve({ body: "done" })
    const watched = watchedSignal()
    await (await send(url, { signal: watched.signal })).body.bytes()
    claim(watched.listeners === 0, "no abort listener may be left")
  }),
  define("fails with a typed error where there is no answer", async (send, serve) => {
    const { url } = await serve({ fault: "break" })
    const error = await rejectionOf(send(url), "a broken connection")
    claimError(error, "connection", "the error")
    claim(error.maybeExecuted, "what was sent may have been executed")
  }),
  define("fails with a typed error where a body breaks off", async (send, serve) => {
    const { url } = await serve({ body: "begun", fault: "break-body" })
    const response = await send(url)
    claimError(await rejectionOf(response.body.bytes(), "a broken body"), "connection", "the error")
  }),
]
