import { escapeText } from "../../errors/escape-text.ts"
import { redactUrl } from "./redact-url.ts"

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

/** What looks like a secret stays hidden wherever it stands. */
const secrets =
  /\b(?:Bearer|Basic|Token|Digest)\s+\S|\bsk-[\w-]{8}|\beyJ[\w-]+\.[\w-]+\.|-----BEGIN|\bAKIA[0-9A-Z]{12}|\bgh[pousr]_\w{16}/i

export const redacted = "***"
const longestValue = 256

/**
 * Headers as they may stand in a log: names always, values by an allow list.
 *
 * @param allowed Further names whose values may be shown, such as those of a service's own request ids.
 */
export function redactHeaders(
  headers: Iterable<readonly [name: string, value: string]>,
  allowed: readonly string[] = [],
): readonly (readonly [name: string, value: string])[] {
  const also = new Set(allowed.map((name) => name.toLowerCase()))
  return Array.from(headers, ([name, value]) => {
    const key = name.toLowerCase()
    const shown = addresses.has(key) ? redactUrl(value) : harmless.has(key) || also.has(key) ? value : redacted
    return [escapeText(name, longestValue), secrets.test(shown) ? redacted : escapeText(shown, longestValue)] as const
  })
}
