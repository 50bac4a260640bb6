import { positionsOf } from "../manifest/index.ts"
import type { MapPosition } from "../types/index.ts"

/** Places as source maps count them: columns from 0. */
export function keyPositions(text: string, name: string): (pointer: string) => MapPosition {
  const locate = positionsOf(text, name)
  return (pointer) => {
    const { line, column } = locate(pointer)
    return { line, column: column - 1 }
  }
}
