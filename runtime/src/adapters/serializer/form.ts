import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { decodeUtf8 } from "./decode-utf8.ts"
import { flattenFields } from "./flatten-fields.ts"

/**
 * `application/x-www-form-urlencoded`. Writing nests in brackets and repeats the names of lists; reading gives texts,
 * lists of texts where a name repeats, and does not nest.
 */
export const form: BodyReader & BodyWriter = {
  accept: "application/x-www-form-urlencoded",
  contentType: "application/x-www-form-urlencoded",
  read(body) {
    const fields = new Map<string, string | string[]>()
    for (const [name, value] of new URLSearchParams(decodeUtf8(body))) {
      const before = fields.get(name)
      if (before === undefined) fields.set(name, value)
      else if (typeof before === "string") fields.set(name, [before, value])
      else before.push(value)
    }
    // Defines own properties, `__proto__` too.
    return Object.fromEntries(fields)
  },
  write(value) {
    if (value === undefined) return undefined
    return new URLSearchParams(flattenFields(value).map(([name, text]) => [name, text])).toString()
  },
}
