/** Of one value beside its content: quotes, commas, a number's digits. */
const smallest = 8

/**
 * About how many bytes a value takes as JSON. Looks no further than `limit` bytes, runs no getter, and counts what
 * occurs twice once, so that cycles end.
 */
export function approximateBytes(value: unknown, limit: number): number {
  const seen = new Set<object>()
  const open: unknown[] = [value]
  let bytes = 0
  while (open.length > 0 && bytes < limit) {
    const current = open.pop()
    bytes += smallest + (typeof current === "string" ? current.length : 0)
    if (typeof current !== "object" || current === null || seen.has(current)) continue
    seen.add(current)
    if (ArrayBuffer.isView(current)) bytes += current.byteLength
    else bytes += addMembers(current, open, limit - bytes)
  }
  return bytes
}

/** Puts an object's members on the list, no more than could matter; returns the bytes of their names. */
function addMembers(value: object, open: unknown[], limit: number): number {
  let bytes = 0
  for (const name in value) {
    if (bytes >= limit) break
    const member = Object.getOwnPropertyDescriptor(value, name)
    open.push(member?.value)
    bytes += Array.isArray(value) ? 1 : name.length + smallest
  }
  return bytes
}
