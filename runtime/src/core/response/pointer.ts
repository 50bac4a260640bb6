/**
 * Reads a value at a path of keys, as `$response.body#/a/b` does: own properties only, list items by index.
 * `undefined` where the path leads nowhere.
 */
export function pointer(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, unknown>)[key]
  }
  return current
}
