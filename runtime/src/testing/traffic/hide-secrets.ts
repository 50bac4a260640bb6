import { redacted } from "../../adapters/logger/secrets.ts"
import { mapParts } from "./map-parts.ts"

/** Members of OAuth's requests and answers that let their holder in (RFC 6749, RFC 7521, RFC 7636, OpenID Connect). */
const secrets: ReadonlySet<string> = new Set([
  "access_token",
  "refresh_token",
  "id_token",
  "client_secret",
  "code_verifier",
  "password",
  "assertion",
  "client_assertion",
])

/**
 * A member and its value, or a string that is none: texts are read from string to string, so that nothing within one is
 * taken for a member. What was cut off ends with the text.
 */
const tokens =
  /("(?:[^"\\]|\\[^])*")(\s*:\s*)("(?:[^"\\]|\\[^])*(?:"|\\?$)|[^\s"{}[\],]+)?|"(?:[^"\\]|\\[^])*(?:"|\\?$)/g

/**
 * The text of a body with `***` for the values of OAuth's secret members: of a form by its media type, of JSON at any
 * depth, also in lines, in events, and in text that was cut off; of a multipart form by the names and media types of its
 * parts. Everything else stays as it was written. `code` is a secret in a form, and in JSON beside `grant_type` (RFC 6749, section 4.1.3); elsewhere it is mostly that of an error.
 */
export function hideSecrets(text: string, mediaType: string): string {
  if (isForm(mediaType)) {
    const pairs = text.split("&").map((pair) => {
      const [name = ""] = pair.split("=", 1)
      const isSecret = [...new URLSearchParams(pair).keys()].some((key) => secrets.has(key) || key === "code")
      return isSecret ? `${name}=${redacted}` : pair
    })
    return pairs.join("&")
  }
  const parts = mapParts(text, mediaType, ({ name, mediaType: type, content }) =>
    secrets.has(name) ? redacted : hideSecrets(content, type),
  )
  if (parts !== undefined) return parts
  const granting = text.includes('"grant_type"')
  return text.replace(tokens, (whole, name?: string, colon?: string, value?: string) => {
    if (name === undefined || value === undefined || value === "null") return whole
    const key = memberOf(name)
    return secrets.has(key) || (granting && key === "code") ? `${name}${colon}"${redacted}"` : whole
  })
}

export function isForm(mediaType: string): boolean {
  return /^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(mediaType)
}

/** A member's name without its escapes. */
function memberOf(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal
  }
}
