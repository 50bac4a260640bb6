/** A whole number as a `bigint`. What is none, or has lost digits, stays as it is, for validation to judge. */
export function toBigint(value: unknown): unknown {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value
}
