import { isNamed, redacted } from "../../adapters/logger/secrets.ts"
import { hideMembers } from "./hide-members.ts"
import { mapEventData } from "./map-event-data.ts"
import { mapParts } from "./map-parts.ts"

/** Members of OAuth's requests and answers that let their holder in (RFC 6749, RFC 7521, RFC 7636, OpenID Connect). */
const oauthMembers: ReadonlySet<string> = new Set([
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
 * The text of a body with `***` for the values of OAuth's secret members: of a form by its media type, of JSON at any
 * depth, also in lines, in events, and in text that was cut off; of a multipart form by the names and media types of its
 * parts. Everything else stays as it was written. `code` is a secret in a form, and in JSON beside `grant_type` (RFC 6749,
 * section 4.1.3); elsewhere it is mostly that of an error.
 *
 * @param names of secrets that a description knows, of any type; an empty one is the whole body. Where there are some, what
 * is of no form that they can be found in goes as a whole.
 */
export function hideSecrets(text: string, mediaType: string, names: readonly string[]): string {
  if (names.includes("")) return redacted
  if (isForm(mediaType)) {
    const pairs = text.split("&").map((pair) => {
      const [name = ""] = pair.split("=", 1)
      const isSecret = (key: string): boolean => key === "code" || isSecretMember(key, names)
      return [...new URLSearchParams(pair).keys()].some(isSecret) ? `${name}=${redacted}` : pair
    })
    return pairs.join("&")
  }
  const parts = mapParts(text, mediaType, ({ head, name, mediaType: type, content }) => {
    if (!isSecretMember(name, names)) return { head, content: hidePart(content, type, names) }
    return { head: hideFileName(head), content: redacted }
  })
  if (parts !== undefined) return parts
  if (names.length === 0) return hideIn(text, names)
  if (/^text\/event-stream\b/i.test(mediaType)) return mapEventData(text, (data) => hideWhole(data, names))
  return hideLines(text, names)
}

/** A part without a media type is text, which has no members. */
function hidePart(content: string, mediaType: string, names: readonly string[]): string {
  return mediaType === "" ? content : hideSecrets(content, mediaType, names)
}

/** JSON, or a line of JSON each, after what frames it (RFC 7464); a line that is none goes. */
function hideLines(text: string, names: readonly string[]): string {
  if (isJson(text)) return hideIn(text, names)
  return text.replace(/[^\r\n\u001e]+/g, (line) => (line.trim() === "" ? line : hideWhole(line, names)))
}

function hideWhole(text: string, names: readonly string[]): string {
  return isJson(text) ? hideIn(text, names) : redacted
}

function hideIn(text: string, names: readonly string[]): string {
  const granting = text.includes('"grant_type"')
  return hideMembers(text, (name, isContainer) => {
    if (isNamed(name, names)) return true
    // A description of an OAuth member is none.
    return !isContainer && (oauthMembers.has(name) || (granting && name === "code"))
  })
}

/** The header lines of a part without the name of its file. */
export function hideFileName(head: string): string {
  return head.replace(/(\bfilename\*?=)(?:"[^"]*"|[^;\r\n]*)/gi, `$1"${redacted}"`)
}

export function isSecretMember(name: string, names: readonly string[]): boolean {
  return oauthMembers.has(name) || isNamed(name, names)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

export function isForm(mediaType: string): boolean {
  return /^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(mediaType)
}
