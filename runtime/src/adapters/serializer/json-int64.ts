import { decodeUtf8 } from "./decode-utf8.ts"
import { json } from "./json.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { restoreIntegers, stringifyExact } from "../../codec/exact-json.ts"

/**
 * `json` with integers of 64 bits: exact as `bigint` where a `number` is not. Linked only where a type has such a field,
 * and a body without 16 digits or an exponent in a number costs one look at its bytes.
 */
export const jsonInt64: BodyReader & BodyWriter = {
  ...json,
  read(body) {
    const value = json.read(body)
    return mayLose(body) ? restoreIntegers(value, decodeUtf8(body)) : value
  },
  write(value) {
    try {
      return stringifyExact(value)
    } catch (cause) {
      throw new PristineError("input", "The request body cannot be written as JSON", { phase: "prepare", cause })
    }
  },
}

/** Whether a number of JSON has 16 digits, a point between them or not, or an exponent. What texts hold does not count. */
function mayLose(body: Uint8Array): boolean {
  let digits = 0
  let inText = false
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    if (byte === 0x22) inText = !inText
    else if (inText) at += byte === 0x5c ? 1 : 0
    else if (byte >= 0x30 && byte <= 0x39) digits += 1
    else if ((byte === 0x65 || byte === 0x45) && digits > 0) return true
    else if (byte !== 0x2e) digits = 0
    if (digits === 16) return true
  }
  return false
}
