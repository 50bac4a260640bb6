import { encodeKey } from "./key.ts"
import { layoutArray, layoutObject } from "../layout.ts"
import { encodeString } from "./string.ts"

/** Encodes plain data (JSON, `undefined` and `bigint`) as an expression that makes it anew each time. */
export function encodeLiteral(value: unknown): string {
  switch (typeof value) {
    case "string":
      return encodeString(value)
    case "number":
      return Object.is(value, -0) ? "-0" : String(value)
    case "boolean":
      return String(value)
    case "bigint":
      return `${value.toString()}n`
    case "undefined":
      return "undefined"
    case "object":
      break
    default:
      throw new TypeError(`A ${typeof value} is not data`)
  }
  if (value === null) return "null"
  if (Array.isArray(value)) return layoutArray(value.map(encodeLiteral))
  return layoutObject(Object.entries(value).map(([name, item]) => `${encodeKey(name)}: ${encodeLiteral(item)}`))
}
