import { encodeString } from "../encode/string.ts"
import { layoutObject } from "../layout.ts"

/** A named thing of the manifest that is otherwise numbers: a rate limit, a pool. Absent numbers are left out. */
export function numbersLiteral(name: string, values: Readonly<Record<string, number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return layoutObject([`name: ${encodeString(name)}`, ...given.map(([key, value]) => `${key}: ${String(value)}`)])
}
