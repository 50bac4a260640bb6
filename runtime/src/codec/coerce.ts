/** A fraction that was read exactly because it looks like a 64-bit integer. Anything else stays as it is. */
export function toNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value
}

/** Reads a number that a server may send as text. Anything else stays as it is, for validation to judge. */
export function coerceNumber(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(value)) return value
  return Number(value)
}

/** Reads a boolean that a server may send as text (`true`, `False`, `1`, `0`) or as 1 and 0. */
export function coerceBoolean(value: unknown): unknown {
  const text = typeof value === "string" ? value.trim().toLowerCase() : value
  if (text === "true" || text === "1" || text === 1) return true
  if (text === "false" || text === "0" || text === 0) return false
  return value
}
