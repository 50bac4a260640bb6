/** A place in a file, from a `Content-Range` header (RFC 9110, section 14.4). */
export interface ContentRange {
  readonly start: number
  /** Bytes of the whole file; absent where the server does not know. */
  readonly total?: number
}

/** Reads `bytes 5-9/10`; `undefined` for anything else, an unsatisfied range among it. */
export function parseContentRange(value: string | null): ContentRange | undefined {
  const [, start, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value ?? "") ?? []
  if (start === undefined || end === undefined || Number(end) < Number(start)) return undefined
  return { start: Number(start), ...(total !== "*" && { total: Number(total) }) }
}

/**
 * What `If-Range` may say about the file of an answer (RFC 9110, section 13.1.5): its strong entity tag, else its date of
 * change if the answer was made at least a second later. `undefined` where the server gives neither.
 */
export function rangeValidator(headers: Headers): string | undefined {
  const tag = headers.get("etag")
  if (tag !== null) return tag.startsWith('"') ? tag : undefined
  const changed = headers.get("last-modified")
  const age = Date.parse(headers.get("date") ?? "") - Date.parse(changed ?? "")
  return changed !== null && age >= 1000 ? changed : undefined
}
