import { sameWriting } from "./same-writing.ts"

/** What says where something was written, or describes it, and changes nothing. */
const silent = new Set(["pointer", "description", "examples", "deprecated"])

/** Whether two parts of models mean the same, wherever they are written and however they are described. */
export function sameMeaning(a: unknown, b: unknown): boolean {
  return sameWriting(a, b) || meaning(a) === meaning(b)
}

/** A text that is the same for what means the same. */
export function meaning(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (silent.has(key)) return undefined
    if (part instanceof Map) return [...part]
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}
