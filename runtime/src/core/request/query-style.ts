import type { EncodedText, Pairs, PairValue } from "../client/scope.ts"
import { encoded } from "./encoded-text.ts"
import { percentEncode } from "./percent-encode.ts"
import { scalarText } from "./scalar-text.ts"

type Scalar = string | number | bigint | boolean | null | undefined

/** `style: form, explode: true`: one pair an item. Spread into the list of pairs. */
export function formExplode(name: string, value: unknown): Pairs {
  if (value === undefined || value === null) return []
  return items(value).map((item): readonly [string, PairValue] => [name, item])
}

/** `style: form, explode: false`: items encoded one by one and joined by a comma that stays a comma. */
export function commaJoined(value: unknown): EncodedText | undefined {
  return join(value, ",")
}

/** `style: spaceDelimited, explode: false`. */
export function spaceJoined(value: unknown): EncodedText | undefined {
  return join(value, "%20")
}

/** `style: pipeDelimited, explode: false`. */
export function pipeJoined(value: unknown): EncodedText | undefined {
  return join(value, "%7C")
}

/** `style: deepObject`: `name[key]=value` for every own property, nested objects and lists likewise. */
export function deepObject(name: string, value: unknown): Pairs {
  if (value === undefined || value === null) return []
  // A date, a map and the like have no properties to write: they are refused with what else has no text.
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]"
  if (!isPlain) return [[name, value as Scalar]]
  return Object.entries(value).flatMap(([key, item]) =>
    Array.isArray(item)
      ? item.flatMap((one) => deepObject(`${name}[${key}]`, one))
      : deepObject(`${name}[${key}]`, item),
  )
}

/** `allowReserved: true`: characters that RFC 3986 reserves stay as they are, except `#`, `&` and `+`. */
export function allowReserved(value: Scalar): EncodedText | undefined {
  if (value === undefined || value === null) return undefined
  const kept = /%(?:2F|3A|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g
  return { [encoded]: percentEncode(value).replace(kept, decodeURIComponent) }
}

/** `style: simple` of a header: items joined by a comma. */
export function headerList(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return items(value)
    .map((item) => scalarText(item, "An item of a header"))
    .join(",")
}

function join(value: unknown, separator: string): EncodedText | undefined {
  if (value === undefined || value === null) return undefined
  const parts = items(value)
  if (parts.length === 0) return undefined
  return { [encoded]: parts.map(percentEncode).join(separator) }
}

/** Items of a list without what is absent; a single value counts as a list of one. */
function items(value: unknown): readonly Exclude<Scalar, null | undefined>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item): item is Exclude<Scalar, null | undefined> => item !== undefined && item !== null)
}
