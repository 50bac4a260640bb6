/** A fraction that was read exactly because it looks like a 64-bit integer. Anything else stays as it is. */
export function toNumber(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value
}

/** Reads a number that a server may send as text. Anything else stays as it is, for validation to judge. */
export function coerceNumber(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(value)) return value
  return Number(value)
}

/** Reads an integer of 64 bits that stands in a text, such as an environment variable's. Anything else stays as it is. */
export function coerceBigint(value: unknown): unknown {
  return typeof value === "string" && /^\s*-?\d+\s*$/.test(value) ? BigInt(value) : value
}

/** The same as a `number`, where that is exact. */
export function coerceInt64(value: unknown): unknown {
  const whole = coerceBigint(value)
  return typeof whole === "bigint" && Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
}

/** Reads a boolean that a server may send as text (`true`, `False`, `1`, `0`) or as 1 and 0. */
export function coerceBoolean(value: unknown): unknown {
  const text = typeof value === "string" ? value.trim().toLowerCase() : value
  if (text === "true" || text === "1" || text === 1) return true
  if (text === "false" || text === "0" || text === 0) return false
  return value
}
