import type { Range } from "../../diagnostics/position.ts"
import type { Report, Side } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"

/** A manifest as plain data, with its places behind a function: they are computed when first asked for. */
export interface ParsedSource {
  readonly file: string
  readonly text: string
  /** What `JSON.parse` gave; `undefined` when the text is no JSON or YAML at all. */
  readonly data: unknown
  readonly locate: (pointer: Pointer, side: Side) => Range
  /** The same manifest once more for each value that a later key of the same name hides; at most `maxHidden`. */
  readonly hidden: readonly HiddenReading[]
}

/** A manifest as it would be if one hidden value were the one that counts. */
export interface HiddenReading {
  /** The hidden value with its key: only what is found in here is news. */
  readonly within: readonly [start: number, end: number]
  readonly read: (report: Report) => Pick<ParsedSource, "data" | "locate">
}

/** Most hidden values that are read: keys are repeated by a slip, not by the hundred. */
export const maxHidden = 20

/** Deepest nesting that is read. Manifests have about ten levels; what is deeper is an attack or a mistake. */
export const maxDepth = 100
