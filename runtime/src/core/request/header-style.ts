import { scalarText } from "./scalar-text.ts"
import { isObject, items, members } from "./style-items.ts"

/**
 * `style: simple` of a header: items, or names and values of an object, joined by a comma.
 *
 * @param name The header's name, for the error; likewise of what follows.
 */
export function headerList(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined
  return joinHeader(items(value).map((item) => itemText(item, name)))
}

/** `style: simple, explode: true` of an object in a header: `name=value`, joined by a comma. */
export function headerMembers(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) return headerList(value, name)
  return joinHeader(members(value).map(([member, item]) => `${member}=${itemText(item, name)}`))
}

function joinHeader(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : parts.join(",")
}

function itemText(item: unknown, name: string): string {
  return scalarText(item, `An item of header ${name}`)
}
