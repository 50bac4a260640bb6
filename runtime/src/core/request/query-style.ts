import type { EncodedText, Pairs, PairValue } from "../client/scope.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { encoded } from "./encoded.ts"
import { inQuery, percentEncode } from "./percent-encode.ts"
import { isObject, items, members, type Scalar } from "./style-items.ts"

/** Deepest nesting of a `deepObject`, against values that contain themselves. */
const deepest = 64

/** `: / ? @ ! $ ' ( ) * , ; =` in per cent. */
const reserved = /%(?:2F|3A|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g

/**
 * `style: form, explode: true`: one pair an item of a list, one pair a member of an object under the member's own name.
 * Spread into the list of pairs.
 */
export function formExplode(name: string, value: unknown): Pairs {
  if (value === undefined || value === null) return []
  if (isObject(value)) return members(value)
  return items(value).map((item): readonly [string, PairValue] => [name, item])
}

/**
 * `style: form, explode: false`: items, or names and values of an object, encoded one by one and joined by a comma that
 * stays a comma. Nothing is left of an empty list or object (RFC 6570, section 2.3).
 *
 * @param name The parameter's name, for the error; likewise of what follows.
 */
export function commaJoined(value: unknown, name: string): EncodedText | undefined {
  return join(name, value, ",")
}

/** `style: spaceDelimited, explode: false`. */
export function spaceJoined(value: unknown, name: string): EncodedText | undefined {
  return join(name, value, "%20")
}

/** `style: pipeDelimited, explode: false`. */
export function pipeJoined(value: unknown, name: string): EncodedText | undefined {
  return join(name, value, "%7C")
}

/**
 * `style: deepObject`: `name[key]=value` for every own property, nested objects and lists likewise.
 *
 * @throws PristineError with code `input` below 64 levels.
 */
export function deepObject(name: string, value: unknown): Pairs {
  return nestedPairs(name, value, 0)
}

/**
 * `allowReserved: true`: in values, characters that RFC 3986 reserves stay as they are, except those that a query or a
 * URL would read as its own: `#`, `&`, `+`, `[` and `]`. Names are encoded as ever.
 */
export function allowReserved(pairs: Pairs): Pairs {
  return pairs.map(([name, value]) => {
    if (value === undefined || value === null) return [name, value]
    const text = typeof value === "object" ? value[encoded] : percentEncode(value, inQuery(name))
    return [name, { [encoded]: text.replace(reserved, decodeURIComponent) }]
  })
}

function join(name: string, value: unknown, separator: string): EncodedText | undefined {
  if (value === undefined || value === null) return undefined
  const parts = items(value)
  if (parts.length === 0) return undefined
  return { [encoded]: parts.map((part) => percentEncode(part, inQuery(name))).join(separator) }
}

function nestedPairs(name: string, value: unknown, depth: number): Pairs {
  if (value === undefined || value === null) return []
  if (depth > deepest) {
    throw new PristineError("input", `A query parameter is nested deeper than ${deepest} levels`, { phase: "prepare" })
  }
  // A date, a map and the like have no properties to write: they are refused with what else has no text.
  if (!Array.isArray(value) && !isObject(value)) return [[name, value as Scalar]]
  return Object.entries(value).flatMap(([key, item]) =>
    Array.isArray(item)
      ? item.flatMap((one) => nestedPairs(`${name}[${key}]`, one, depth + 1))
      : nestedPairs(`${name}[${key}]`, item, depth + 1),
  )
}
