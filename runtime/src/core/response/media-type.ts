import type { BodyReader } from "../../ports/serializer.ts"

/** The media type of an answer without its parameters, in lower case; empty if it names none. */
export function mediaType(headers: Headers): string {
  return (headers.get("content-type") ?? "").replace(/;.*/s, "").trim().toLowerCase()
}

export function isJson(type: string): boolean {
  return /^(?:application|text)\/json$|\+json$/.test(type)
}

/**
 * The reader for a media type: the first of it. Servers label JSON and text loosely, so a reader of a general
 * form also takes what nobody asked for; one that a codec made takes only its own type, or bytes without a label.
 */
export function pickReader(readers: readonly BodyReader[], type: string): BodyReader | undefined {
  return (
    readers.find(({ accept }) => matches(accept, type)) ??
    readers.find((reader) => !reader.final && !reader.unasked) ??
    (type === "" || type === "application/octet-stream" ? readers[0] : undefined)
  )
}

function matches(accept: string, type: string): boolean {
  if (accept === type || accept === "*/*") return true
  if (accept.endsWith("/*")) return type.startsWith(accept.slice(0, -1))
  return accept === "application/json" && isJson(type)
}
