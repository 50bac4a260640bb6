import type { Position } from "../../diagnostics/position.ts"
import { createReport } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import { parseSource } from "./parse-source.ts"

/**
 * Where the members of a manifest start, for source maps: the key at a pointer, or the item or root value where there is no
 * key. A pointer that leads nowhere gives the nearest place above it. Lines and columns count from 1.
 */
export function positionsOf(text: string, file: string): (pointer: Pointer) => Position {
  const source = parseSource(text, file, createReport())
  return (pointer) => source.locate(pointer, "key").start
}
