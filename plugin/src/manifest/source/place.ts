import type { Side } from "../../diagnostics/report.ts"
import { pointerSteps } from "./pointer.ts"

/** Offsets of a value and, inside an object, of its key; `end` is exclusive. */
export interface Place {
  readonly key?: readonly [start: number, end: number]
  readonly value: readonly [start: number, end: number]
  readonly members?: ReadonlyMap<string, Place> | undefined
  readonly items?: readonly Place[] | undefined
}

/** Walks a JSON Pointer as far as it leads: a key that is not there is reported where it is missed. */
export function findPlace(root: Place, pointer: string, side: Side): readonly [start: number, end: number] {
  let place = root
  for (const step of pointerSteps(pointer)) {
    const next: Place | undefined = place.members?.get(step) ?? place.items?.[Number(step)]
    if (next === undefined) return place.key ?? place.value
    place = next
  }
  return side === "key" ? (place.key ?? place.value) : place.value
}
