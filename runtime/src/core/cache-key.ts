import { PristineError } from "../errors/pristine-error.ts"

const deepest = 256

/**
 * A stable text for a value: equal values give equal texts whatever the order of their keys, and absent fields count
 * as undefined ones. Beyond JSON it tells apart big integers, bytes, dates, `NaN`, the infinities and `-0`.
 *
 * @throws PristineError with code `input` for what has no stable text: functions, symbols, Blobs, streams, cycles.
 */
export function cacheKey(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > deepest) throw refuse("nested too deeply, or in a circle")
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value)
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? String(value)
        : tag("number", Object.is(value, -0) ? "-0" : String(value))
    case "bigint":
      return tag("bigint", String(value))
    case "undefined":
      return "null"
    case "object":
      return value === null ? "null" : writeObject(value, depth)
    default:
      throw refuse(`a ${typeof value}`)
  }
}

function writeObject(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return tag(value.constructor.name, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""))
  }
  if (value instanceof ArrayBuffer) return writeObject(new Uint8Array(value), depth)
  if (value instanceof Date) return tag("date", String(value.getTime()))
  if (value instanceof Blob || value instanceof ReadableStream || Symbol.asyncIterator in value)
    throw refuse("a stream")
  if (value instanceof Map) return tag("map", writeObject(Object.fromEntries(value) as object, depth))
  if (value instanceof Set) return tag("set", writeObject([...(value as Set<unknown>)], depth))
  const fields = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = (value as Record<string, unknown>)[name]
      return field === undefined ? [] : [`${JSON.stringify(name)}:${write(field, depth + 1)}`]
    })
  return `{${fields.join(",")}}`
}

/** No JSON text begins like this, so no value of another kind has the same key. */
function tag(kind: string, text: string): string {
  return `!${kind}(${text})`
}

function refuse(what: string): PristineError {
  return new PristineError("input", `An input with ${what} has no key`, { phase: "prepare" })
}
