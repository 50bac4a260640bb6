import { PristineError } from "../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../ports/serializer.ts"
import { parseLossless, stringifyLossless } from "./lossless-json.ts"

/** JSON with integers of 64 bits: exact as `bigint` where a `number` is not. Linked only where a type has such a field. */
export const jsonInt64: BodyReader & BodyWriter = {
  accept: "application/json",
  contentType: "application/json",
  read(body) {
    try {
      return parseLossless(new TextDecoder("utf-8", { fatal: true }).decode(body))
    } catch (cause) {
      throw new PristineError("decode", "The answer is not valid JSON", { phase: "body", cause })
    }
  },
  write: (value) => stringifyLossless(value),
}
