/** A multipart body without its boundary, which is another one each time; one character for each byte. */
export function multipartText(body: Uint8Array, contentType: string): string | undefined {
  const boundary = /^multipart\/.*?;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  if (boundary === null) return undefined
  // RFC 2046, section 5.1.1: no part holds a line that begins like a boundary.
  return new TextDecoder("latin1").decode(body).replaceAll(`--${boundary[1] ?? boundary[2] ?? ""}`, "--")
}
