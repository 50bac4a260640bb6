import { toPristineError } from "../../errors/to-pristine-error.ts"

/**
 * A stable text for a value: equal values give equal texts whatever the order of their keys, and absent fields count
 * as undefined ones. Beyond JSON it tells apart big integers, bytes, dates, maps, sets, `NaN`, the infinities and `-0`.
 *
 * @throws PristineError with code `input` for what has no stable text: functions, symbols, Blobs, streams and other
 * objects with an inside, circles.
 */
export function cacheKey(value: unknown): string {
  try {
    return JSON.stringify(value ?? null, write)
  } catch (thrown) {
    const message = "An input with a circle, a file or a stream has no key"
    throw toPristineError(thrown, "input", message, { phase: "prepare" })
  }
}

/**
 * What JSON cannot say becomes a text that begins with one `!`; a text that does gets a second one. `toJSON` has been
 * called on what `JSON.stringify` passes, so the value itself is read from its holder.
 */
function write(this: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = this[name]
  // The realm that made it does not matter to its tag.
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  if (value === undefined || value === null || typeof value === "boolean" || kind === "Array") return value
  if (typeof value === "string") return value.startsWith("!") ? `!${value}` : value
  if (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)) return value
  if (kind === "Object" && !(Symbol.asyncIterator in Object(value))) {
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  }
  return `!${kind}:${String(textOf(value, kind))}`
}

function textOf(value: unknown, kind: string): unknown {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  switch (kind) {
    case "Number":
      return Object.is(value, -0) ? "-0" : value
    case "BigInt":
      return value
    case "Date":
      return Number(value)
    case "ArrayBuffer":
      return new Uint8Array(value as ArrayBuffer)
    case "Map":
      return cacheKey(Object.fromEntries(value as Map<string, unknown>))
    case "Set":
      return cacheKey([...(value as Set<unknown>)])
    default:
      throw new TypeError(`${kind} has no text`)
  }
}
