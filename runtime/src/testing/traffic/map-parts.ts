/** What takes the place of a part. */
export interface ReplacedPart {
  readonly head: string
  readonly content: string
}

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
 * A multipart body (RFC 2046, section 5.1.1) with its parts replaced; `undefined` where the media type is
 * another or names no boundary. Works on any text that has a character for each byte of the boundary.
 */
export function mapParts(
  text: string,
  mediaType: string,
  replace: (part: BodyPart) => ReplacedPart,
): string | undefined {
  const found = /^multipart\/[^;]*;.*?\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(mediaType)
  const boundary = found?.[1] ?? found?.[2]
  if (boundary === undefined) return undefined
  const [preamble, ...pieces] = text.split(`--${boundary}`)
  const replaced = pieces.map((piece) => {
    const [, first, head, blank, content, rest] =
      /^((?:\r?\n)?)([^]*?)(\r?\n\r?\n)([^]*?)((?:\r?\n)?)$/.exec(piece) ?? []
    if (head === undefined || content === undefined) return piece
    const given = /^content-disposition:.*?\bname=(?:"([^"]*)"|([^\s;]*))/im.exec(head)
    const name = unescaped(given?.[1] ?? given?.[2] ?? "")
    const type = /^content-type:[ \t]*(.*)$/im.exec(head)?.[1]?.trim() ?? ""
    const part = replace({ head, name, mediaType: type, content })
    return `${first}${part.head}${blank}${part.content}${rest}`
  })
  return [preamble, ...replaced].join(`--${boundary}`)
}

/** As browsers and our own writer escape what would end a name. */
function unescaped(name: string): string {
  return name.replace(/%(?:0[0-9A-F]|1[0-9A-F]|22|5C|7F)/gi, (code) => decodeURIComponent(code))
}
