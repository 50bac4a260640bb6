import { escapeText } from "../../errors/escape-text.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { Transport, TransportRequest } from "../../ports/transport.ts"
import { redactHeaders } from "./redact-headers.ts"
import { redactUrl } from "./redact-url.ts"

export interface LoggingOptions {
  /** Takes each line. */
  readonly write: (line: string) => void
  /** Further headers, in any case, whose values may be shown; those of credentials never are. */
  readonly headers?: readonly string[]
  /** Headers, in small letters, that are not told of at all: those that every request has, and nobody looks for. */
  readonly omit?: readonly string[]
  /** Query parameters, in any case, whose values may be shown; those of credentials and signatures never are. */
  readonly query?: readonly string[]
}

const longestError = 500
const longestMethod = 20

/**
 * A transport that tells of each exchange in two lines, for debugging. Bodies, credentials, unknown headers and query
 * values are never written.
 *
 * @example createClient({ transport: loggingTransport(undiciTransport(), { write: console.debug }) })
 */
export function loggingTransport(
  transport: Transport,
  { write, headers, omit = [], query }: LoggingOptions,
): Transport {
  const list = (given: Iterable<readonly [string, string]>, { secrets }: TransportRequest): string =>
    redactHeaders(given, headers, { secrets })
      .filter(([name]) => !omit.includes(name.toLowerCase()))
      .map(([name, value]) => `${name}: ${value}`)
      .join(", ")
  let count = 0
  return {
    async send(request, interruption) {
      const id = ++count
      const { secrets } = request
      const url = redactUrl(request.url, query, { secrets })
      write(`#${id} → ${escapeText(request.method, longestMethod)} ${url} {${list(request.headers, request)}}`)
      try {
        const response = await transport.send(request, interruption)
        write(`#${id} ← ${response.status} {${list(response.headers, request)}}`)
        return response
      } catch (error) {
        // One of another copy of the package, or of a transport that is not ours, may not have been escaped.
        write(
          `#${id} ✗ ${isPristineError(error) ? escapeText(`${error.code}: ${error.message}`, longestError) : "aborted"}`,
        )
        throw error
      }
    },
    ...(transport.close !== undefined && { close: () => transport.close?.() ?? Promise.resolve() }),
  }
}
