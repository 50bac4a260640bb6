import { redactText, type RedactTextOptions } from "./redact-text.ts"
import { isCredential, redacted } from "./secrets.ts"

/** Names under which a text, and all of a list or an object, is taken for a secret. */
const secretNames = /api[_-]?key|secret|passw|authorization|cookie|credential|token$/i

const deepest = 8
const mostValues = 10_000
const cut = "…"

/**
 * A value of an application's own as JSON may hold it, for an event or a log: texts as `redactText` gives them, and nothing of
 * what lies under the name of a credential, numbers apart. What JSON has no word for becomes text; functions and absent properties
 * are left out, as is what lies deeper than eight levels or behind the first 10,000 values. Getters are run.
 */
export function redactValue(value: unknown, options: RedactTextOptions = {}): unknown {
  let left = mostValues
  const shown = (item: unknown, depth: number): unknown => {
    if (item === null || typeof item === "boolean") return item
    if (typeof item === "string") return redactText(item, options)
    if (typeof item === "number") return Number.isFinite(item) ? item : String(item)
    if (typeof item === "bigint" || typeof item === "symbol") return String(item)
    if (typeof item !== "object") return null
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? "Invalid Date" : item.toISOString()
    if (item instanceof Error) return { name: item.name, message: redactText(item.message, options) }
    if (ArrayBuffer.isView(item)) return `${item.byteLength} bytes`
    if (depth === deepest || left === 0) return cut
    if (Array.isArray(item)) return taken(item).map((each: unknown) => shown(each, depth + 1))
    const entries = Object.entries(item).filter(([, each]) => each !== undefined && typeof each !== "function")
    return Object.fromEntries(
      taken(entries).map(([name, each]) => [
        redactText(name, options),
        isSecret(name, each) ? redacted : shown(each, depth + 1),
      ]),
    )
  }
  const taken = <Item>(items: readonly Item[]): readonly Item[] => {
    const some = items.slice(0, left)
    left -= some.length
    return some
  }
  return shown(value, 0)
}

function isSecret(name: string, value: unknown): boolean {
  const canHold = typeof value === "string" || (typeof value === "object" && value !== null)
  return canHold && (isCredential(name) || secretNames.test(name))
}
