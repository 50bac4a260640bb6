import { redactUrl } from "../../adapters/logger/redact-url.ts"
import { escapeText } from "../../errors/escape-text.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Transport, TransportRequest } from "../../ports/transport.ts"
import { fakeTransport, type FakeAnswer } from "../fake-transport.ts"
import { bytesOf } from "./archived-bytes.ts"
import type { RecordedExchange, Recording } from "./recording.ts"
import { sameRequest } from "./same-request.ts"
import { recordableBytes } from "./recordable-bytes.ts"

export interface ReplayTrafficOptions {
  /**
   * Whether a request is the recorded one. Default: method, path, query and body are the same; origin, headers and the
   * order of the query, of a form, of differently headed parts of a multipart body and of the members of a JSON body do not
   * count, nor does a multipart body's boundary, and a hidden value (`***`) is any.
   */
  readonly match?: (request: TransportRequest, recorded: RecordedExchange["request"]) => boolean
  /** Requests must come in the recorded order. Default false: the first match that was not used yet answers. */
  readonly ordered?: boolean
}

export interface ReplayTransport extends Transport {
  /** Every request so far, in order. */
  readonly requests: readonly TransportRequest[]
  /** Exchanges that nothing asked for yet: none at the end of a faithful replay. */
  readonly unused: readonly RecordedExchange[]
}

/** Headers that describe the recorded connection and coding, not the content that an archive holds decoded. */
const ofTheConnection = /^(?:content-encoding|content-length|transfer-encoding|connection|keep-alive|:.*)$/i

/**
 * A transport that answers from recorded traffic, each exchange once. A request that is not in it is rejected with a
 * `PristineError` of code `config`, which is not retried and names what was recorded for its method; so is one whose answer
 * has a header that cannot be. Answers come at once and in one piece: times and chunks are not part of a recording.
 *
 * @param recording of `recordTraffic`, or an HTTP Archive (HAR 1.2) that a browser or a proxy has saved.
 *
 * @example
 * const transport = replayTraffic(JSON.parse(await readFile("pets.har", "utf8")))
 * await api.pets.get({ id: 7 }, { client: createClient({ transport }) })
 * expect(transport.unused).toEqual([])
 */
export function replayTraffic(recording: Recording, options: ReplayTrafficOptions = {}): ReplayTransport {
  const { match, ordered = false } = options
  const left = [...recording.log.entries]
  const transport = fakeTransport(async (request) => {
    const body = await recordableBytes(request.body)
    const found = (ordered ? left.slice(0, 1) : left).find((entry) =>
      match ? match(request, entry.request) : sameRequest(request, body, entry.request),
    )
    if (found === undefined) return unexpected(request, ordered ? left.slice(0, 1) : left)
    left.splice(left.indexOf(found), 1)
    return answerOf(found.response)
  })
  return {
    get requests() {
      return transport.requests
    },
    get unused() {
      return [...left]
    },
    send: (request) => transport.send(request),
    close: () => transport.close(),
  }
}

function answerOf({ status, headers, content }: RecordedExchange["response"]): FakeAnswer {
  const kept = headers.filter(({ name }) => !ofTheConnection.test(name))
  for (const { name, value } of kept) checkHeader(name, value)
  const body = bytesOf(content)
  return {
    status,
    headers: kept.map(({ name, value }) => [name, value] as const),
    ...(body.byteLength > 0 && { body }),
  }
}

/** Platforms quote what they refuse. */
function checkHeader(name: string, value: string): void {
  try {
    new Headers([[name, value]])
  } catch {
    throw new PristineError("config", `The recording has a header that no answer can have: ${escapeText(name, 100)}`)
  }
}

function unexpected({ method, url, secrets }: TransportRequest, left: readonly RecordedExchange[]): PristineError {
  const others = left
    .filter(({ request }) => request.method === method)
    .map(({ request }) => redactUrl(request.url, [], { secrets }))
  const instead = others.length === 0 ? "nothing" : others.slice(0, 3).join(", ")
  return new PristineError(
    "config",
    `Not in the recording: ${method} ${redactUrl(url, [], { secrets })}. Left for ${method}: ${instead}`,
  )
}
