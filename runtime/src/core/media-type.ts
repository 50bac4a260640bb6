import type { BodyReader } from "../ports/serializer.ts"

/** The media type of an answer without its parameters, in lower case; empty if it names none. */
export function mediaType(headers: Headers): string {
  const value = headers.get("content-type")
  if (value === null) return ""
  const end = value.indexOf(";")
  return (end === -1 ? value : value.slice(0, end)).trim().toLowerCase()
}

export function isJson(type: string): boolean {
  return type === "application/json" || type.endsWith("+json") || type === "text/json"
}

/**
 * The reader for a media type: the first of it. Servers label JSON and text loosely, so a reader of a general
 * form also takes what nobody asked for; one that a codec made takes only its own type, or bytes without a label.
 */
export function pickReader(readers: readonly BodyReader[], type: string): BodyReader | undefined {
  const fitting = readers.find(({ accept }) => matches(accept, type))
  if (fitting !== undefined) return fitting
  const general = readers.find((reader) => reader.final !== true && reader.unasked !== true)
  return general ?? (type === "" || type === "application/octet-stream" ? readers[0] : undefined)
}

function matches(accept: string, type: string): boolean {
  if (accept === type || accept === "*/*") return true
  if (accept.endsWith("/*")) return type.startsWith(accept.slice(0, -1))
  return accept === "application/json" && isJson(type)
}
