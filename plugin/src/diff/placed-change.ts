import type { AffectingChange } from "./affected-uses.ts"

/** A change with its place in the new manifest. */
export interface PlacedChange extends AffectingChange {
  readonly file: string
  /** Counted from 1, as the column. */
  readonly line: number
  readonly column: number
}
