import { decodeUtf8 } from "./decode-utf8.ts"
import { json } from "./json.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { restoreIntegers, stringifyExact } from "../../codec/exact-json.ts"

/**
 * `json` with integers of 64 bits: exact as `bigint` where a `number` is not. Linked only where a type has such a field,
 * and a body without a run of 16 digits costs one look at its bytes.
 */
export const jsonInt64: BodyReader & BodyWriter = {
  ...json,
  read(body) {
    const value = json.read(body)
    return hasLongRun(body) ? restoreIntegers(value, decodeUtf8(body)) : value
  },
  write(value) {
    try {
      return stringifyExact(value)
    } catch (cause) {
      throw new PristineError("input", "The request body cannot be written as JSON", { phase: "prepare", cause })
    }
  },
}

function hasLongRun(body: Uint8Array): boolean {
  let run = 0
  for (const byte of body) {
    run = byte >= 0x30 && byte <= 0x39 ? run + 1 : 0
    if (run === 16) return true
  }
  return false
}
