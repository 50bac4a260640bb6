import { ExactNumber, isExact } from "./exact-number.ts"
import { isRecord } from "./is-record.ts"
import { set } from "./own.ts"

/** A text or a number of JSON. The loops are over character classes only, so a text of any length fits the stack. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** `JSON.parse`, except that an integer beyond 2^53 becomes a `bigint`. A text without one costs one search more. */
export function parseLossless(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return /\d{16}/.test(text) ? restoreIntegers(value, text) : value
}

/**
 * Puts the exact integers of a text into what `JSON.parse` made of it: the text is parsed once more with those integers
 * as texts, and where one result has a number and the other a text, that text is the number. Changes `value` in place.
 */
export function restoreIntegers(value: unknown, text: string): unknown {
  return restore(value, text, isUnsafe, BigInt)
}

/** The same for every number that a `number` does not hold exactly: each becomes an `ExactNumber`. */
export function restoreNumbers(value: unknown, text: string): unknown {
  return restore(
    value,
    text,
    (match) => !match.startsWith('"') && !isExact(match),
    (match) => new ExactNumber(match),
  )
}

/** `JSON.stringify`, except that a `bigint` and an `ExactNumber` are written as numbers. */
export function stringifyLossless(value: unknown): string | undefined {
  return hasExact(value) ? write(value) : JSON.stringify(value)
}

function isUnsafe(match: string): boolean {
  return /^-?\d{16,}$/.test(match) && !Number.isSafeInteger(Number(match))
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
