import { escapeText } from "../../errors/escape-text.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import { redactUrl } from "./redact-url.ts"
import { isCredential, isNamed, looksSecret, redacted } from "./secrets.ts"

/** Headers whose values say nothing about who calls and what is sent. Everything else is hidden. */
const harmless: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "accept-ranges",
  "age",
  "allow",
  "cache-control",
  "content-encoding",
  "content-language",
  "content-range",
  "content-type",
  "date",
  "etag",
  "expires",
  "last-modified",
  "ratelimit",
  "ratelimit-limit",
  "ratelimit-policy",
  "ratelimit-remaining",
  "ratelimit-reset",
  "request-id",
  "retry-after",
  "retry-after-ms",
  "server",
  "server-timing",
  "traceparent",
  "user-agent",
  "vary",
  "via",
  "x-request-id",
  "x-should-retry",
])

/** What frames a message is the transport's own; where somebody puts a key there, it is not of its form. */
const framing: ReadonlyMap<string, RegExp> = new Map([
  ["connection", /^(?:close|keep-alive|upgrade)$/i],
  ["content-length", /^\d+$/],
  ["transfer-encoding", /^(?:(?:chunked|gzip|deflate|compress|identity)(?:, *|$))+$/i],
])

/** Of these origin and path are shown, and of the query what is allowed. */
const addresses: ReadonlySet<string> = new Set(["location", "content-location", "referer"])

export interface RedactHeadersOptions {
  /** Query parameters of `Location` and its kin whose values may be shown. Default: none. */
  readonly query?: readonly string[]
  /** Characters that are kept of a name and of a value. Default 256. */
  readonly longest?: number
  /** Headers, and parameters of addresses, that are hidden whoever allows them: `secrets` of the request. */
  readonly secrets?: SecretPlaces | undefined
}

/**
 * Headers as they may stand in a log: names always, values by an allow list. No list allows the headers of credentials,
 * such as `authorization`, `cookie` and `x-api-key`, nor a value that looks like one.
 *
 * @param allowed Further names, in any case, whose values may be shown, such as those of a service's own request ids.
 */
export function redactHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
  allowed: readonly string[] = [],
  { query = [], longest = 256, secrets }: RedactHeadersOptions = {},
): readonly (readonly [name: string, value: string])[] {
  const also = new Set(allowed.map((name) => name.toLowerCase()))
  const shownValue = (key: string, value: string): string => {
    if (isNamed(key, secrets?.names ?? [])) return redacted
    if (addresses.has(key)) return redactUrl(value, query, { longest, secrets })
    // A header with an address in it, such as Link, may hold what is a secret of the operation.
    if (secrets && also.has(key) && /[<?]|:\/\//.test(value)) return redacted
    const isAllowed = harmless.has(key) || framing.get(key)?.test(value) || (also.has(key) && !isCredential(key))
    return isAllowed && !looksSecret(value) ? escapeText(value, longest) : redacted
  }
  return Array.from(headers, ([name, value]) => {
    const key = name.toLowerCase()
    return [escapeText(name, longest), shownValue(key, value)] as const
  })
}
