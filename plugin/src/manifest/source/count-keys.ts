import { endOfString, skipSpace } from "./json-place.ts"
import { maxDepth } from "./parsed-source.ts"

/** Number of object keys written in a JSON text that is known to be valid: the strings that a colon follows. */
export function countWrittenKeys(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = skipSpace(text, endOfString(text, at))
    if (text[at] === ":") count += 1
  }
  return count
}

/** Number of object keys in parsed JSON, or `undefined` when it is nested deeper than `maxDepth`. */
export function countParsedKeys(data: unknown): number | undefined {
  let count = 0
  let level: object[] = isContainer(data) ? [data] : []
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === maxDepth) return undefined
    const next: object[] = []
    for (const container of level) {
      const values: unknown[] = Object.values(container)
      if (!Array.isArray(container)) count += values.length
      for (const value of values) if (isContainer(value)) next.push(value)
    }
    level = next
  }
  return count
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null
}
