import { escapeText } from "../../errors/escape-text.ts"
import { parseUrl } from "../../ports/parse-url.ts"
import { isCredential, looksSecret, redacted } from "./secrets.ts"

/**
 * A URL as it may stand in a log: without user, password and fragment, and with the values of its query hidden, as is
 * what looks like a secret in its path. A relative URL keeps its path.
 *
 * @param allowed Names, in any case, of query parameters whose values may be shown. Those of credentials and signatures,
 *   such as `access_token` and `X-Amz-Signature`, are not shown even then.
 * @param longest Characters that are kept. Default 500.
 */
export function redactUrl(text: string, allowed: readonly string[] = [], longest = 500): string {
  const base = "http://relative.invalid"
  const url = parseUrl(text, base)
  if (!url) return redacted
  const origin = url.origin === base ? "" : url.origin === "null" ? url.protocol : url.origin
  const also = new Set(allowed.map((name) => name.toLowerCase()))
  const query = Array.from(url.searchParams, ([name, value]) => {
    const isShown = also.has(name.toLowerCase()) && !isCredential(name) && !looksSecret(value)
    return `${looksSecret(name) ? redacted : encodeURIComponent(name)}=${isShown ? encodeURIComponent(value) : redacted}`
  })
  const path = url.pathname.split("/").map((part) => (looksSecret(decoded(part)) ? redacted : part))
  return escapeText(`${origin}${path.join("/")}${query.length > 0 ? `?${query.join("&")}` : ""}`, longest)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not UTF-8: its own spelling is all there is to look at.
    return part
  }
}
