import { exactly } from "../../codec/exact-json.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { decodeUtf8 } from "./decode-utf8.ts"
import { jsonInt64 } from "./json-int64.ts"
import { json } from "./json.ts"

/**
 * `json` that keeps the text of every number that a `number` does not hold, for the passes of a type with decimals to take.
 * Linked only where a type has such a field.
 */
export const jsonDecimal: BodyReader & BodyWriter = {
  ...jsonInt64,
  read: (body) => exactly(json.read(body), decodeUtf8(body)),
}
