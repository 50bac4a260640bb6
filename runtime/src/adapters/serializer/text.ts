import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { decodeUtf8 } from "./decode-utf8.ts"

/** Plain text in UTF-8, both ways. */
export const text: BodyReader & BodyWriter = {
  accept: "text/plain",
  contentType: "text/plain;charset=utf-8",
  read: decodeUtf8,
  write(value) {
    if (typeof value === "string" || value === undefined) return value
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value)
    throw new PristineError("input", "The request body is not a text", { phase: "prepare" })
  },
}
