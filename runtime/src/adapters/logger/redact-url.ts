import { escapeText } from "../../errors/escape-text.ts"
import { parseUrl } from "../../values/parse-url.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import { redactPath } from "./redact-path.ts"
import { isCredential, isNamed, looksSecret, redacted } from "./secrets.ts"

export interface RedactUrlOptions {
  /** Characters that are kept. Default 500. */
  readonly longest?: number
  /** Query and path parameters that are hidden whoever allows them: `secrets` of the request. */
  readonly secrets?: SecretPlaces | undefined
}

/**
 * A URL as it may stand in a log: without user, password and fragment, and with the values of its query hidden, as is
 * what looks like a secret in its path. A relative URL keeps its path.
 *
 * @param allowed Names, in any case, of query parameters whose values may be shown. Those of credentials and signatures,
 *   such as `access_token` and `X-Amz-Signature`, are not shown even then.
 */
export function redactUrl(
  text: string,
  allowed: readonly string[] = [],
  { longest = 500, secrets }: RedactUrlOptions = {},
): string {
  const base = "http://relative.invalid"
  const url = parseUrl(text, base)
  if (!url) return redacted
  const origin = url.origin === base ? "" : url.origin === "null" ? url.protocol : url.origin
  const also = new Set(allowed.map((name) => name.toLowerCase()))
  const query = Array.from(url.searchParams, ([name, value]) => {
    const isHidden = isCredential(name) || looksSecret(value) || isNamed(name, secrets?.names ?? [])
    const isShown = also.has(name.toLowerCase()) && !isHidden
    return `${looksSecret(name) ? redacted : encodeURIComponent(name)}=${isShown ? encodeURIComponent(value) : redacted}`
  })
  return escapeText(
    `${origin}${redactPath(url.pathname, secrets)}${query.length > 0 ? `?${query.join("&")}` : ""}`,
    longest,
  )
}
