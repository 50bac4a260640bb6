import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Transport, TransportRequest, TransportResponse } from "../../ports/transport.ts"
import { restoreIntegers, stringifyExact } from "../../codec/exact-json.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"
import { systemClock } from "../clock/system-clock.ts"
import { Exchange } from "../transport/exchange.ts"
import { ResponseBody } from "../transport/response-body.ts"
import { redactPath } from "../logger/redact-path.ts"
import { makeAnswer, type MockAnswer } from "./mock-answer.ts"
import { matchOperation, type MockedOperation } from "./mocked-operation.ts"
import { seededRandom } from "../random/seeded-random.ts"
import { hashText } from "./hash-text.ts"

/** A request as handlers see it. */
export interface MockRequest {
  readonly method: string
  readonly url: URL
  /** Parts of the path by their names in the manifest. */
  readonly path: Readonly<Record<string, string>>
  readonly headers: Headers
  /** What JSON says; else the text. `undefined`: no body. */
  readonly body: unknown
}

/**
 * What an operation answers: a value, sent as JSON with the status 200; a `Response` of the platform; or a function of the
 * request that gives either. `undefined` of a function leaves the answer to the mock; a `PristineError` that it throws is how
 * the exchange fails, such as one of code `connection`, and any other is a mistake in the test (code `config`).
 */
export type MockHandler = Response | ((request: MockRequest) => unknown) | string | number | boolean | object | null

export interface MockOptions {
  /** Another seed makes other values. Default `"pristine"`. */
  readonly seed?: string
  /** By id of the operation, as in the manifest. */
  readonly handlers?: Readonly<Record<string, MockHandler>>
  /** The status that operations answer with, by id: a declared error's body is an instance of its type. */
  readonly status?: Readonly<Record<string, number>>
  /** How long each answer takes, in milliseconds. Default 0. */
  readonly latencyMs?: number
  /** Measures `latencyMs`. Default: the platform's. */
  readonly clock?: Clock
}

/**
 * A transport that answers as the operations declare, without a network. The same request of the same operation gets the same
 * answer, whatever came before it.
 *
 * @throws PristineError with code `config` for a handler or a status of no operation.
 */
export function mockTransport(operations: readonly MockedOperation[], options: MockOptions = {}): Transport {
  const { seed = "pristine", handlers = {}, status = {}, latencyMs = 0, clock = systemClock } = options
  checkIds(operations, [...Object.keys(handlers), ...Object.keys(status)])
  /** Operations whose results are asked for, by the ids that the mock gave them. */
  const tickets = new Map<string, MockedOperation>()

  const answer = async (request: TransportRequest): Promise<MockAnswer | Response> => {
    const url = new URL(request.url)
    const match = matchOperation(operations, request.method, url.pathname)
    const text = request.body === undefined ? undefined : await textOf(request)
    const asked = [...tickets].find(([id]) => request.url.includes(id) || text?.includes(id) === true)
    const operation = asked?.[1] ?? match?.operation
    if (!operation) throw unknownRequest(operations, request.method, redactPath(url.pathname, request.secrets))
    const seen = { request, url, path: match?.path ?? {}, text }
    const handled = await handle(handlers, operation.id, seen, status[operation.id])
    if (handled) return handled
    const identity = `${seed} ${operation.id} ${url.pathname}${url.search} ${text ?? ""}`
    if (operation.ticket && !asked && status[operation.id] === undefined) {
      const id = `mock-${tickets.size + 1}-${operation.id.replaceAll(/\W/g, "-")}`
      tickets.set(id, operation)
      return toAnswer(operation.ticket(id))
    }
    return makeAnswer(operation, status[operation.id], url.searchParams, seededRandom(hashText(identity)))
  }

  return {
    async send(request, interruption = request.signal): Promise<TransportResponse> {
      let stop: (reason: unknown) => void = () => undefined
      const stopped = new Promise<never>((_, reject) => (stop = reject))
      // Whoever waits for nothing when it ends is not told.
      stopped.catch(() => undefined)
      const exchange = new Exchange(interruption, request, clock, stop)
      try {
        if (latencyMs > 0) await pass(latencyMs, clock, stopped)
        return toResponse(await Promise.race([answer(request), stopped]), exchange, stopped)
      } catch (error) {
        throw exchange.fail(error)
      }
    },
  }
}

interface Asked {
  readonly request: TransportRequest
  readonly url: URL
  readonly path: MockRequest["path"]
  readonly text: string | undefined
}

async function handle(
  handlers: Readonly<Record<string, MockHandler>>,
  id: string,
  { request, url, path, text }: Asked,
  status: number | undefined,
): Promise<MockAnswer | Response | undefined> {
  if (!Object.hasOwn(handlers, id)) return undefined
  const handler = handlers[id]
  const ask = (): unknown =>
    typeof handler === "function"
      ? (handler as (request: MockRequest) => unknown)({
          method: request.method,
          url,
          path,
          headers: new Headers(request.headers.map(([name, value]): [string, string] => [name, value])),
          body: parsed(text),
        })
      : handler
  // A function makes a new answer each time; what a clone is a part of hears of no cancelling.
  return Promise.resolve()
    .then(ask)
    .then((given) => {
      if (given === undefined) return undefined
      if (given instanceof Response && given.bodyUsed) throw new TypeError("The answer was read before")
      if (given instanceof Response) return typeof handler === "function" ? given : given.clone()
      return toAnswer(given, status)
    })
    .catch((cause: unknown) => {
      if (isPristineError(cause)) throw cause
      // A failed expectation of a test is no broken connection, and trying again would not mend it.
      throw new PristineError("config", `The handler of ${id} failed`, { cause })
    })
}

function toAnswer(value: unknown, status = 200): MockAnswer {
  return { status, headers: { "content-type": "application/json" }, body: stringifyExact(value) }
}

function toResponse(answer: MockAnswer | Response, exchange: Exchange, stopped: Promise<never>): TransportResponse {
  const { status, body } = answer
  const stream = body === undefined ? null : new Response(body as BodyInit | null).body
  const reader = stream?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined
  // A handler's stream ends with the exchange.
  stopped.catch((reason: unknown) => reader?.cancel(reason).catch(() => undefined))
  const open = reader && (() => ({ next: () => Promise.race([reader.read(), stopped]) }))
  return { status, headers: new Headers(answer.headers), body: new ResponseBody(exchange, open) }
}

async function textOf({ body }: TransportRequest): Promise<string> {
  if (isReplayableBody(body)) return new Response(body as BodyInit).text()
  const parts: string[] = []
  const decoder = new TextDecoder()
  for await (const chunk of body) parts.push(decoder.decode(chunk, { stream: true }))
  return parts.join("") + decoder.decode()
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return restoreIntegers(JSON.parse(text), text)
  } catch {
    // Text of another kind is what it is.
    return text
  }
}

async function pass(delayMs: number, clock: Clock, stopped: Promise<never>): Promise<void> {
  let cancel = (): void => undefined
  try {
    await Promise.race([new Promise<void>((resolve) => (cancel = clock.schedule(delayMs, resolve))), stopped])
  } finally {
    cancel()
  }
}

function checkIds(operations: readonly MockedOperation[], ids: readonly string[]): void {
  const known = new Set(operations.map(({ id }) => id))
  const stranger = ids.find((id) => !known.has(id))
  if (stranger === undefined) return
  const message = `The mock has no operation ${JSON.stringify(stranger)}; there are ${[...known].join(", ")}`
  throw new PristineError("config", message)
}

function unknownRequest(operations: readonly MockedOperation[], method: string, path: string): PristineError {
  const same = operations.filter((operation) => operation.method === method).map(({ route }) => route)
  const message = `The mock has no operation for ${method} ${path}; of this method there are ${same.join(", ") || "none"}`
  return new PristineError("config", message)
}
