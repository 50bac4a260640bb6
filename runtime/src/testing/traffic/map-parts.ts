/** One part of a multipart body, as text. */
export interface BodyPart {
  /** Its header lines. */
  readonly head: string
  /** What `Content-Disposition` calls it; empty where it has no name. */
  readonly name: string
  /** Empty where it has no `Content-Type`. */
  readonly mediaType: string
  readonly content: string
}

/**
 * A multipart body (RFC 2046, section 5.1.1) with the contents of its parts replaced; `undefined` where the media type is
 * another or names no boundary. Works on any text that has a character for each byte of the boundary.
 */
export function mapParts(text: string, mediaType: string, replace: (part: BodyPart) => string): string | undefined {
  const found = /^multipart\/[^;]*;.*?\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(mediaType)
  const boundary = found?.[1] ?? found?.[2]
  if (boundary === undefined) return undefined
  const [preamble, ...pieces] = text.split(`--${boundary}`)
  const replaced = pieces.map((piece) => {
    const [, head, content, rest] = /^(?:\r\n)?([^]*?)\r\n\r\n([^]*?)((?:\r\n)?)$/.exec(piece) ?? []
    if (head === undefined || content === undefined) return piece
    const name = /^content-disposition:.*?\bname="([^"]*)"/im.exec(head)?.[1] ?? ""
    const type = /^content-type:[ \t]*(.*)$/im.exec(head)?.[1] ?? ""
    return `\r\n${head}\r\n\r\n${replace({ head, name, mediaType: type, content })}${rest}`
  })
  return [preamble, ...replaced].join(`--${boundary}`)
}
