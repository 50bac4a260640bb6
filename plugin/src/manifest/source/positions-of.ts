import type { Position, Range } from "../../diagnostics/position.ts"
import { createReport } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import { parseSource } from "./parse-source.ts"

/**
 * Where the members of a manifest stand: the key at a pointer, or the item or root value where there is no key. A pointer
 * that leads nowhere gives the nearest place above it.
 */
export function rangesOf(text: string, file: string): (pointer: Pointer) => Range {
  const source = parseSource(text, file, createReport())
  return (pointer) => source.locate(pointer, "key")
}

/** The same for source maps: where each starts. Lines and columns count from 1. */
export function positionsOf(text: string, file: string): (pointer: Pointer) => Position {
  const range = rangesOf(text, file)
  return (pointer) => range(pointer).start
}
