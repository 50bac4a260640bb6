import { redactUrl } from "../adapters/logger/redact-url.ts"
import { PristineError } from "../errors/pristine-error.ts"
import { toPristineError } from "../errors/to-pristine-error.ts"
import type { Transport, TransportRequest, TransportResponse, TransportResponseBody } from "../ports/transport.ts"

/** An answer of a `FakeTransport`. A body that is no string, bytes or chunks is sent as JSON. */
export interface FakeAnswer {
  /** Default 200. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[]
  readonly body?: unknown
}

/** One scripted reaction: an answer, an error to reject with, or a function that gives either. */
export type FakeStep = FakeAnswer | Error | FakeResponder
export type FakeResponder = (request: TransportRequest, index: number) => Reaction | Promise<Reaction>

type Reaction = FakeAnswer | Error | undefined

/** A request that waits for its answer. */
export interface FakeExchange {
  readonly request: TransportRequest
  respond(answer?: FakeAnswer): void
  fail(error: Error): void
}

export interface FakeTransport extends Transport {
  /** Every request so far, in order. */
  readonly requests: readonly TransportRequest[]
  /** Answers whose body was neither read nor cancelled: 0 at the end of a test. */
  readonly openBodies: number
  readonly closed: boolean
  /** The next request that waits for an answer, once there is one. */
  next(): Promise<FakeExchange>
  close(): Promise<void>
}

/**
 * A transport without a network. With a list it answers by it, one step a request, and rejects what comes after; with a
 * function it asks that. Without either, or where the function returns `undefined`, a request waits until the test
 * answers it through `next()`. A request's abort rejects with the signal's reason, while it waits and in its body. What a
 * function throws, such as an expectation that fails, is no failure of the network: the call fails with code `config` at
 * once, and its cause is what was thrown.
 */
export function fakeTransport(script?: readonly FakeStep[] | FakeResponder): FakeTransport {
  const requests: TransportRequest[] = []
  const waiting: FakeExchange[] = []
  const askers: ((exchange: FakeExchange) => void)[] = []
  const open = new Set<TransportResponseBody>()
  let closed = false

  const step = async (request: TransportRequest, index: number): Promise<Reaction> => {
    if (script === undefined) return undefined
    const scripted = typeof script === "function" ? script : script[index]
    if (scripted === undefined) return unexpected(request, index)
    return typeof scripted === "function" ? ask(scripted, request, index) : scripted
  }

  const wait = (request: TransportRequest): Promise<FakeAnswer> =>
    new Promise((resolve, reject) => {
      const exchange: FakeExchange = { request, respond: (answer = {}) => resolve(answer), fail: reject }
      const asker = askers.shift()
      if (asker === undefined) waiting.push(exchange)
      else asker(exchange)
    })

  return {
    requests,
    get openBodies() {
      return open.size
    },
    get closed() {
      return closed
    },
    next() {
      const exchange = waiting.shift()
      return exchange === undefined ? new Promise((resolve) => askers.push(resolve)) : Promise.resolve(exchange)
    },
    async send(request) {
      request.signal.throwIfAborted()
      const index = requests.push(request) - 1
      const answer = await abortable(request.signal, async () => (await step(request, index)) ?? (await wait(request)))
      if (answer instanceof Error) throw answer
      return respond(answer, request.signal, open)
    },
    close() {
      closed = true
      return Promise.resolve()
    },
  }
}

function respond(answer: FakeAnswer, signal: AbortSignal, open: Set<TransportResponseBody>): TransportResponse {
  const headers = new Headers(answer.headers as HeadersInit | undefined)
  const content = toContent(answer.body)
  if (content.json && !headers.has("content-type")) headers.set("content-type", "application/json")
  const body: TransportResponseBody = {
    async bytes(maxBytes = Infinity) {
      let whole = new Uint8Array()
      for await (const chunk of body.stream()) {
        const longer = new Uint8Array(whole.length + chunk.length)
        longer.set(whole)
        longer.set(chunk, whole.length)
        if (longer.length > maxBytes) throw new PristineError("limit", `The body is longer than ${maxBytes} bytes`)
        whole = longer
      }
      return whole
    },
    async text(maxBytes) {
      return new TextDecoder().decode(await body.bytes(maxBytes))
    },
    async *stream() {
      try {
        const iterator = content.chunks()[Symbol.asyncIterator]()
        try {
          for (;;) {
            const next = await abortable(signal, () => iterator.next())
            if (next.done === true) return
            yield next.value
          }
        } finally {
          // A source that is stuck in `next()` would never answer `return()` either.
          void iterator.return?.()
        }
      } finally {
        open.delete(body)
      }
    },
    cancel() {
      open.delete(body)
      return Promise.resolve()
    },
  }
  open.add(body)
  return { status: answer.status ?? 200, headers, body }
}

interface Content {
  readonly json: boolean
  chunks(): AsyncIterable<Uint8Array>
}

function toContent(body: unknown): Content {
  if (isChunks(body)) return { json: false, chunks: () => body }
  if (body instanceof Uint8Array) return { json: false, chunks: () => once(body) }
  if (body === undefined) return { json: false, chunks: () => once() }
  const json = typeof body !== "string"
  const text = json ? JSON.stringify(body) : body
  return { json, chunks: () => once(new TextEncoder().encode(text)) }
}

/** Frozen arrays of chunks read as a stream; each reading starts anew, as a replayed answer would. */
function once(...chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const left = chunks.values()
      return { next: () => Promise.resolve(left.next()) }
    },
  }
}

function isChunks(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body
}

/** Settles with the work, or rejects with the signal's reason as soon as it fires. Leaves no listener behind. */
async function abortable<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  signal.throwIfAborted()
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    signal.addEventListener("abort", onAbort)
  })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener("abort", onAbort)
  }
}

/** What a function throws is its mistake, such as a comparison that fails: an error that it gives is the transport's. */
async function ask(responder: FakeResponder, request: TransportRequest, index: number): Promise<Reaction> {
  try {
    return await responder(request, index)
  } catch (thrown) {
    // As a broken connection it would be tried again, and a virtual clock waits for ever.
    throw toPristineError(thrown, "config", `The script threw at request ${index + 1}`)
  }
}

function unexpected({ method, url, secrets }: TransportRequest, index: number): Error {
  // As a broken connection it would be tried again, and a virtual clock waits for ever.
  return new PristineError("config", `Unexpected request ${index + 1}: ${method} ${redactUrl(url, [], { secrets })}`)
}
