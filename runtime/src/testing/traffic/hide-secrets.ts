import { isNamed, redacted } from "../../adapters/logger/secrets.ts"
import { hideMembers } from "./hide-members.ts"
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
 * The text of a body with `***` for the values of OAuth's secret members, and of those that a description names: of a
 * form by its media type, of JSON at any depth, also in lines, in events, and in text that was cut off; of a multipart form
 * by the names and media types of its parts. Everything else stays as it was written. `code` is a secret in a form, and in
 * JSON beside `grant_type` (RFC 6749, section 4.1.3); elsewhere it is mostly that of an error.
 *
 * @param names of further secrets, of any type; an empty one is the whole body.
 */
export function hideSecrets(text: string, mediaType: string, names: readonly string[]): string {
  if (names.includes("")) return redacted
  if (isForm(mediaType)) {
    const pairs = text.split("&").map((pair) => {
      const [name = ""] = pair.split("=", 1)
      const isSecret = (key: string): boolean => secrets.has(key) || key === "code" || isNamed(key, names)
      return [...new URLSearchParams(pair).keys()].some(isSecret) ? `${name}=${redacted}` : pair
    })
    return pairs.join("&")
  }
  const parts = mapParts(text, mediaType, ({ name, mediaType: type, content }) =>
    secrets.has(name) || isNamed(name, names) ? redacted : hideSecrets(content, type, names),
  )
  if (parts !== undefined) return parts
  const granting = text.includes('"grant_type"')
  return hideMembers(text, (name, isContainer) => {
    if (isNamed(name, names)) return true
    // A description of an OAuth member is none.
    return !isContainer && (secrets.has(name) || (granting && name === "code"))
  })
}

export function isForm(mediaType: string): boolean {
  return /^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(mediaType)
}
