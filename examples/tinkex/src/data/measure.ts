/** How JSON writers put numbers that JSON does not have: most as null, protobuf's own mapping as text. */
const substitutes: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [null, NaN],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
])

/** The manifest's codec of a number that was computed, and may have come to none: a run that diverged still has an answer. */
export const measure = {
  encode: (value: number): number | string => (Number.isFinite(value) ? value : String(value)),

  /** Throws a `TypeError` for anything but a number. */
  decode(wire: unknown): number {
    const value = typeof wire === "number" ? wire : substitutes.get(wire)
    if (value === undefined) throw new TypeError("A measure is not a number")
    return value
  },
}
