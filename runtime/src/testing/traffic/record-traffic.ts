import { redactHeaders } from "../../adapters/logger/redact-headers.ts"
import { redactUrl } from "../../adapters/logger/redact-url.ts"
import { redacted } from "../../adapters/logger/secrets.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import type { Transport, TransportResponseBody } from "../../ports/transport.ts"
import { archiveBytes, type ArchivedBytes } from "./archived-bytes.ts"
import { contentType } from "./content-type.ts"
import { hideSecrets } from "./hide-secrets.ts"
import type { RecordedExchange, RecordedHeader, Recording } from "./recording.ts"
import { recordableBytes } from "./recordable-bytes.ts"

export interface RecordTrafficOptions {
  /** Further headers whose values may be kept. */
  readonly headers?: readonly string[]
  /** Query parameters whose values may be kept, in URLs and in headers such as `Location`. */
  readonly query?: readonly string[]
  /**
   * Takes further secrets out of a body's text before it is kept; those of OAuth are gone then. Bodies of bytes that are
   * no text do not pass here. Default: kept as they are.
   */
  readonly scrub?: (text: string, of: "request" | "response") => string
}

interface Typed {
  readonly mimeType: string
}

export interface RecordedTransport extends Transport {
  /** What has been answered so far, in the order of the requests. Give it to `JSON.stringify`. */
  readonly recording: Recording
}

/**
 * A transport that keeps what goes over another one, for `replayTraffic`. Hidden as `***` are: the values of headers and
 * of the query, but those that `loggingTransport` would show; and in the text of bodies, JSON, form or multipart form, the values of
 * `access_token`, `refresh_token`, `id_token`, `client_secret`, `code_verifier`, `password`, `assertion`,
 * `client_assertion`, and `code` in a form or beside `grant_type`; and whatever the manifest calls a secret, for which a body
 * that is no text goes as a whole. Everything else of a body is kept, as far as it was read: give `scrub` for secrets that
 * no manifest knows of, and look at a recording before you commit it. A request body must be one that can be sent again.
 *
 * `send` rejects with a `PristineError` of code `config` where a request body is a stream, before it is sent.
 *
 * @example
 * const transport = recordTraffic(undiciTransport())
 * await api.pets.get({ id: 7 }, { client: createClient({ transport }) })
 * await writeFile("pets.har", JSON.stringify(transport.recording, null, 2))
 */
export function recordTraffic(transport: Transport, options: RecordTrafficOptions = {}): RecordedTransport {
  const entries: (() => RecordedExchange | undefined)[] = []
  const { query, headers: shown, scrub = (text: string) => text } = options
  const keep = (given: Iterable<readonly [string, string]>, secrets: SecretPlaces | undefined): RecordedHeader[] =>
    redactHeaders(given, shown, { ...(query && { query }), longest: Infinity, secrets }).map(([name, value]) => ({
      name,
      value,
    }))
  const archive = (
    bytes: Uint8Array,
    mimeType: string,
    of: "request" | "response",
    { names = [] }: Partial<SecretPlaces> = {},
  ): ArchivedBytes & Typed => {
    const kept = archiveBytes(bytes)
    if (kept.text === undefined) return { mimeType }
    if (kept.encoding !== undefined) return names.length > 0 ? { mimeType, text: redacted } : { mimeType, ...kept }
    return { mimeType, text: scrub(hideSecrets(kept.text, mimeType, names), of) }
  }
  return {
    get recording() {
      const answered = entries.map((entry) => entry()).filter((entry) => entry !== undefined)
      return { log: { version: "1.2", creator: { name: "pristine-runtime", version: "1" }, entries: answered } }
    },
    async send({ body, ...rest }) {
      const place = entries.push(() => undefined) - 1
      const sent = await recordableBytes(body)
      const response = await transport.send({ ...rest, ...(body !== undefined && { body }) })
      const { status, headers } = response
      const received = listen(response.body)
      const request = {
        method: rest.method,
        url: redactUrl(rest.url, query, { longest: Infinity, secrets: rest.secrets }),
        headers: keep(rest.headers, rest.secrets),
        ...(sent && { postData: archive(sent, contentType(rest.headers), "request", rest.secrets) }),
      }
      const answer = { status, headers: keep(headers, rest.secrets) }
      const mimeType = headers.get("content-type") ?? ""
      entries[place] = () => ({
        request,
        response: { ...answer, content: archive(received.bytes(), mimeType, "response", rest.secrets) },
      })
      return { status, headers, body: received.body }
    },
    ...(transport.close !== undefined && { close: () => transport.close?.() ?? Promise.resolve() }),
  }
}

interface Heard {
  readonly body: TransportResponseBody
  /** What has been read so far. */
  bytes(): Uint8Array
}

function listen(body: TransportResponseBody): Heard {
  const chunks: Uint8Array[] = []
  const all = async (maxBytes?: number): Promise<Uint8Array> => {
    const bytes = await body.bytes(maxBytes)
    chunks.push(bytes)
    return bytes
  }
  return {
    bytes: () => joined(chunks),
    body: {
      bytes: all,
      text: async (maxBytes) => new TextDecoder().decode(await all(maxBytes)),
      async *stream() {
        for await (const chunk of body.stream()) {
          chunks.push(chunk.slice())
          yield chunk
        }
      },
      cancel: () => body.cancel(),
    },
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((total, { byteLength }) => total + byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
