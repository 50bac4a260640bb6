import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import { decodeUtf8 } from "./decode-utf8.ts"

/** Deepest nesting that is taken: validators and decode passes recurse, and no service means more. */
const deepest = 256
/** Less than a bracket and its partner for each level beyond that cannot nest so deep. */
const shortestDeep = 2 * deepest

/**
 * JSON, both ways. Reading is strict: UTF-8, one value, at most 256 levels; an empty body is `undefined`. Where 64-bit
 * integers matter, generated code uses `jsonInt64` instead.
 */
export const json: BodyReader & BodyWriter = {
  accept: "application/json",
  contentType: "application/json",
  read(body) {
    if (body.byteLength === 0) return undefined
    const text = decodeUtf8(body)
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      // The engine's message quotes the body.
      throw new PristineError("decode", "The answer is not valid JSON", { phase: "body" })
    }
    if (body.byteLength > shortestDeep) checkDepth(value, deepest)
    return value
  },
  write(value) {
    try {
      return JSON.stringify(value)
    } catch (cause) {
      throw new PristineError("input", "The request body cannot be written as JSON", { phase: "prepare", cause })
    }
  },
}

function checkDepth(value: unknown, left: number): void {
  if (typeof value !== "object" || value === null) return
  if (left === 0) {
    throw new PristineError("decode", `The answer is nested deeper than ${deepest} levels`, { phase: "body" })
  }
  if (Array.isArray(value)) for (const item of value) checkDepth(item, left - 1)
  else for (const key in value) checkDepth((value as Record<string, unknown>)[key], left - 1)
}
