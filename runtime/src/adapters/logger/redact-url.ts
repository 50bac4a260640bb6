import { escapeText } from "../../errors/escape-text.ts"

/**
 * A URL as it may stand in a log: without user, password and fragment, and with the values of its query hidden. A
 * relative URL keeps its path.
 *
 * @param allowed Names of query parameters whose values may be shown.
 * @param longest Characters that are kept. Default 500.
 */
export function redactUrl(text: string, allowed: readonly string[] = [], longest = 500): string {
  const base = "http://relative.invalid"
  if (!URL.canParse(text, base)) return "***"
  const url = new URL(text, base)
  const origin = url.origin === base ? "" : url.origin === "null" ? url.protocol : url.origin
  const query = Array.from(url.searchParams, ([name, value]) => {
    const shown = allowed.includes(name) ? encodeURIComponent(value) : "***"
    return `${encodeURIComponent(name)}=${shown}`
  })
  return escapeText(`${origin}${url.pathname}${query.length > 0 ? `?${query.join("&")}` : ""}`, longest)
}
