import { ExactNumber, isExact, toWhole } from "./exact-number.ts"
import { isRecord } from "./is-record.ts"
import { set } from "./own.ts"

/** A text or a number of JSON. The loops are over character classes only, so a text of any length fits the stack. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** What a text must hold for a `number` to lose some of it: 16 digits, a point between them or not, or a power of ten. */
const mayLose = /\d(?:\.?\d){15}|\d[eE]/

/** `JSON.parse`, except that a number that a `number` does not hold, or an integer beyond 2^53, becomes an `ExactNumber`. */
export function parseExact(text: string): unknown {
  return exactly(JSON.parse(text), text)
}

/** The same for a text that has been parsed. Changes `value` in place. */
export function exactly(value: unknown, text: string): unknown {
  if (!mayLose.test(text)) return value
  return restore(
    value,
    text,
    (match) => !match.startsWith('"') && (isUnsafe(match) || !isExact(match)),
    (match) => new ExactNumber(match),
  )
}

/**
 * Puts the exact integers of a text into what `JSON.parse` made of it: the text is parsed once more with those integers
 * as texts, and where one result has a number and the other a text, that text is the number. Changes `value` in place.
 */
export function restoreIntegers(value: unknown, text: string): unknown {
  return restore(value, text, isUnsafe, toWhole)
}

/** `JSON.stringify`, except that a `bigint` and an `ExactNumber` are written as numbers. */
export function stringifyExact(value: unknown): string | undefined {
  return hasExact(value) ? write(value) : JSON.stringify(value)
}

function isUnsafe(match: string): boolean {
  const rounded = Number(match)
  if (Number.isSafeInteger(rounded)) return false
  // With a point or an exponent it is rather a fraction, unless 64 bits hold it.
  return /^-?\d{16,}$/.test(match) || (Math.abs(rounded) <= 2 ** 63 && toWhole(match) !== undefined)
}

type Make = (text: string) => unknown

function restore(value: unknown, text: string, isLost: (match: string) => boolean, make: Make): unknown {
  const exact = text.replace(token, (match) => (isLost(match) ? `"${match}"` : match))
  return exact === text ? value : join(value, JSON.parse(exact), make)
}

function join(rounded: unknown, exact: unknown, make: Make): unknown {
  if (typeof rounded === "number") return typeof exact === "string" ? make(exact) : rounded
  if (Array.isArray(rounded)) return rounded.map((item, index) => join(item, (exact as unknown[])[index], make))
  if (isRecord(rounded)) {
    for (const key of Object.keys(rounded))
      set(rounded, key, join(rounded[key], (exact as Record<string, unknown>)[key], make))
  }
  return rounded
}

function hasExact(value: unknown): boolean {
  if (typeof value === "bigint" || value instanceof ExactNumber) return true
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Date) return false
  // What a `toJSON` gives is known once it has been called.
  return value instanceof BigInt || hasToJson(value) || Object.values(value).some(hasExact)
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function"
}

/** By the rules of `JSON.stringify`: holes are null, a `toJSON` hears its key, objects around plain values are those. */
function write(given: unknown, key = ""): string | undefined {
  const value = typeof given === "object" && given !== null && hasToJson(given) ? given.toJSON(key) : given
  if (typeof value === "bigint" || value instanceof BigInt) return value.toString()
  if (value instanceof ExactNumber) return value.text
  if (typeof value !== "object" || value === null || isBoxed(value)) return JSON.stringify(value)
  if (Array.isArray(value))
    return `[${Array.from(value, (item, index) => write(item, `${index}`) ?? "null").join(",")}]`
  const properties = Object.entries(value).flatMap(([name, item]) => {
    const text = write(item, name)
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`]
  })
  return `{${properties.join(",")}}`
}

function isBoxed(value: object): boolean {
  return value instanceof Number || value instanceof String || value instanceof Boolean
}
