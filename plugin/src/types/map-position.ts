import type { Pointer } from "../model/source.ts"

/** A place in the manifest: the line counts from 1, the column from 0, as source maps do. */
export interface MapPosition {
  readonly line: number
  readonly column: number
}

/** Finds the key that a pointer ends in. */
export type Positions = (pointer: Pointer) => MapPosition | undefined
