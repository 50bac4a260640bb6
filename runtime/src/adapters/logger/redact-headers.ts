import { escapeText } from "../../errors/escape-text.ts"
import { redactUrl } from "./redact-url.ts"
import { isCredential, looksSecret, redacted } from "./secrets.ts"

/** Headers whose values say nothing about who calls and what is sent. Everything else is hidden. */
const harmless: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "accept-ranges",
  "age",
  "allow",
  "cache-control",
  "connection",
  "content-encoding",
  "content-language",
  "content-length",
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
  "transfer-encoding",
  "user-agent",
  "vary",
  "via",
  "x-request-id",
  "x-should-retry",
])

/** Of these only origin and path are shown. */
const addresses: ReadonlySet<string> = new Set(["location", "content-location", "referer"])

const longestValue = 256

/**
 * Headers as they may stand in a log: names always, values by an allow list. No list allows the headers of credentials,
 * such as `authorization`, `cookie` and `x-api-key`, nor a value that looks like one.
 *
 * @param allowed Further names, in any case, whose values may be shown, such as those of a service's own request ids.
 */
export function redactHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
  allowed: readonly string[] = [],
): readonly (readonly [name: string, value: string])[] {
  const also = new Set(allowed.map((name) => name.toLowerCase()))
  return Array.from(headers, ([name, value]) => {
    const key = name.toLowerCase()
    return [escapeText(name, longestValue), shownValue(key, value, also)] as const
  })
}

function shownValue(key: string, value: string, also: ReadonlySet<string>): string {
  if (addresses.has(key)) return redactUrl(value)
  const isAllowed = harmless.has(key) || (also.has(key) && !isCredential(key))
  return isAllowed && !looksSecret(value) ? escapeText(value, longestValue) : redacted
}
