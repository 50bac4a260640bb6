import { restoreNumbers } from "../../codec/lossless-json.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { decodeUtf8 } from "./decode-utf8.ts"
import { jsonInt64 } from "./json-int64.ts"
import { json } from "./json.ts"

/**
 * `json` that keeps every number's text where a `number` would be another one, for the decode pass of a type with decimals
 * to take. Linked only where a type has such a field; a body without 16 digits in a row (a point between them does not
 * count) and without an exponent costs one look at its bytes.
 */
export const jsonDecimal: BodyReader & BodyWriter = {
  ...jsonInt64,
  read(body) {
    const value = json.read(body)
    return mayLose(body) ? restoreNumbers(value, decodeUtf8(body)) : value
  },
}

function mayLose(body: Uint8Array): boolean {
  let run = 0
  for (const byte of body) {
    if (byte >= 0x30 && byte <= 0x39) run += 1
    else if (run > 0 && (byte | 0x20) === 0x65) return true
    else if (byte !== 0x2e) run = 0
    if (run === 16) return true
  }
  return false
}
