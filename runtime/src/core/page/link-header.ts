/** One link of a `Link` header. */
export interface Link {
  /** As written: relative ones are resolved against the URL of the request. */
  readonly target: string
  /** In small letters. */
  readonly relations: readonly string[]
}

/**
 * The links of a `Link` header (RFC 8288, section 3; several fields joined by commas) that start from the answer itself:
 * one with an `anchor` starts elsewhere and is left out. The first `rel` of a link counts. Reading ends at what is no link.
 */
export function parseLinkHeader(text: string): readonly Link[] {
  const target = /[\s,]*<([^>]*)>/y
  const parameter = /\s*;\s*([^=;,\s]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;,\s]*)))?/y
  const links: Link[] = []
  let index = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index
    const found = pattern.exec(text)
    if (found) index = pattern.lastIndex
    return found
  }
  for (let link = take(target); link; link = take(target)) {
    const parameters = new Map<string, string>()
    for (let one = take(parameter); one; one = take(parameter)) {
      const [, name = "", quoted, plain = ""] = one
      const key = name.toLowerCase()
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, "$1") ?? plain)
    }
    const relations = (parameters.get("rel") ?? "").toLowerCase().split(/\s+/).filter(Boolean)
    if (!parameters.has("anchor")) links.push({ target: link[1] ?? "", relations })
    take(/[^,]*/y)
  }
  return links
}

/** Where the page after this one is, by the answer's `Link` header. */
export function nextLink(headers: Headers): string | undefined {
  return parseLinkHeader(headers.get("link") ?? "").find(({ relations }) => relations.includes("next"))?.target
}
