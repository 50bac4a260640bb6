/** A count that a service gives as a number or, in a header, as its text, and a codec as a `bigint`; `undefined` for anything else. */
export function countOf(value: unknown): number | undefined {
  const isWritten = typeof value === "bigint" || (typeof value === "string" && /^\d+$/.test(value))
  const count = isWritten ? Number(value) : value
  return typeof count === "number" && count >= 0 ? count : undefined
}
