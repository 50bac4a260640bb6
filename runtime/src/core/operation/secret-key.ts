import { cacheKey } from "./cache-key.ts"
import { sha256 } from "./sha256.ts"

const deepest = 256

/**
 * Makes the cache keys of inputs that hold secrets: values under these names, wherever they stand, are replaced by
 * digests (SHA-256). Different secrets still make different keys. A digest hides no text that is easily guessed.
 */
export function secretKey(...names: readonly string[]): (input: unknown) => string {
  const hide = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null || depth > deepest) return value
    if (Array.isArray(value)) return value.map((item) => hide(item, depth + 1))
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => {
        const secret = names.includes(name) && item !== undefined && item !== null
        return [name, secret ? `sha256:${sha256(cacheKey(item))}` : hide(item, depth + 1)]
      }),
    )
  }
  return (input) => cacheKey(hide(input, 0))
}
