/** A count that a service gives as a number or, in a header, as its text; `undefined` for anything else. */
export function countOf(value: unknown): number | undefined {
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value
  return typeof count === "number" && count >= 0 ? count : undefined
}
