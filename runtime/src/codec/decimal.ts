import { isRecord } from "./is-record.ts"
import { ExactNumber, isExact, numberGrammar } from "./exact-number.ts"
import { set } from "./own.ts"

/** Numbers that a caller holds as text, so that no digit is lost. */
export const decimal: {
  /** @throws TypeError for text that is no number of JSON; it does not quote it. */
  encode(value: unknown): unknown
  /** What is no number stays as it is, for validation to judge. */
  decode(value: unknown): unknown
} = {
  encode(value) {
    if (typeof value !== "string") return value
    if (!numberGrammar.test(value)) throw new TypeError("Text is not a decimal number")
    return isExact(value) ? Number(value) : new ExactNumber(value)
  },
  decode(value) {
    if (value instanceof ExactNumber) return value.text
    return typeof value === "number" || typeof value === "bigint" ? String(value) : value
  },
}

/** Whether a value on the wire is a number, read exactly or not. */
export function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint" || value instanceof ExactNumber
}

/**
 * The rest of an answer that was read exactly for the sake of its decimals: whole numbers become a `bigint` where a
 * `number` is not exact, all others the nearest `number`. Changes `value` in place.
 */
export function plainNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text)
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = plainNumbers(item)
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) set(value, key, plainNumbers(value[key]))
  }
  return value
}
