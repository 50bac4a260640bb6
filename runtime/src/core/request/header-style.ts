import { scalarText } from "./scalar-text.ts"
import { isObject, items, members } from "./style-items.ts"

/** `style: simple` of a header: items, or names and values of an object, joined by a comma. */
export function headerList(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return joinHeader(items(value).map(itemText))
}

/** `style: simple, explode: true` of an object in a header: `name=value`, joined by a comma. */
export function headerMembers(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) return headerList(value)
  return joinHeader(members(value).map(([name, item]) => `${name}=${itemText(item)}`))
}

function joinHeader(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : parts.join(",")
}

function itemText(item: unknown): string {
  return scalarText(item, "An item of a header")
}
