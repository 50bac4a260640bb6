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
  const exact = text.replace(token, (match) => (isUnsafe(match) ? `"${match}"` : match))
  return exact === text ? value : join(value, JSON.parse(exact))
}

/** `JSON.stringify`, except that a `bigint` is written as a number. */
export function stringifyLossless(value: unknown): string | undefined {
  return hasBigInt(value) ? write(value) : JSON.stringify(value)
}

function isUnsafe(match: string): boolean {
  return /^-?\d{16,}$/.test(match) && !Number.isSafeInteger(Number(match))
}

function join(rounded: unknown, exact: unknown): unknown {
  if (typeof rounded === "number") return typeof exact === "string" ? BigInt(exact) : rounded
  if (Array.isArray(rounded)) return rounded.map((item, index) => join(item, (exact as unknown[])[index]))
  if (isRecord(rounded)) {
    for (const key of Object.keys(rounded))
      set(rounded, key, join(rounded[key], (exact as Record<string, unknown>)[key]))
  }
  return rounded
}

function hasBigInt(value: unknown): boolean {
  if (typeof value === "bigint") return true
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false
  return Object.values(value).some(hasBigInt)
}

function write(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString()
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === "function") return write(toJSON.call(value))
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? "null").join(",")}]`
  const properties = Object.entries(value).flatMap(([key, item]) => {
    const text = write(item)
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`]
  })
  return `{${properties.join(",")}}`
}
