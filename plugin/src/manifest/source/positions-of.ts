import type { Position } from "../../diagnostics/position.ts"
import { createReport } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import { parseSource } from "./parse-source.ts"

/**
 * Positions of a manifest's members, for source maps: where the key at a pointer starts, or the item or root value
 * where there is no key. Lines and columns count from 1. A pointer that leads nowhere gives the nearest place above it.
 */
export function positionsOf(text: string, file: string): (pointer: Pointer) => Position {
  const source = parseSource(text, file, createReport())
  return (pointer) => source.locate(pointer, "key").start
}
