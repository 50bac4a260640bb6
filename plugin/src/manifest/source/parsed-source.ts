import type { Range } from "../../diagnostics/position.ts"
import type { Side } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"

/** A manifest as plain data, with its places behind a function: they are computed when first asked for. */
export interface ParsedSource {
  readonly file: string
  readonly text: string
  /** What `JSON.parse` gave; `undefined` when the text is no JSON or YAML at all. */
  readonly data: unknown
  readonly locate: (pointer: Pointer, side: Side) => Range
}

/** Deepest nesting that is read. Manifests have about ten levels; what is deeper is an attack or a mistake. */
export const maxDepth = 100
