import type { TypeNode } from "../model/type-node.ts"
import type { NoteChange } from "./change-list.ts"
import type { Place } from "./compared-models.ts"

/** Which way a limit gets looser. What can only be compared whole has neither. */
const limits = Object.entries({
  minimum: "down",
  exclusiveMinimum: "down",
  minLength: "down",
  minItems: "down",
  minProperties: "down",
  maximum: "up",
  exclusiveMaximum: "up",
  maxLength: "up",
  maxItems: "up",
  maxProperties: "up",
  multipleOf: "whole",
  pattern: "whole",
  format: "whole",
  uniqueItems: "whole",
} as const)

/** Notes limits that are wider or narrower. A limit that is new narrows, one that is gone widens. */
export function compareConstraints(note: NoteChange, before: TypeNode, after: TypeNode, place: Place): void {
  const [old, now] = [before, after] as unknown as [Record<string, unknown>, Record<string, unknown>]
  for (const [name, looser] of limits) {
    const [from, to] = [read(old, name), read(now, name)]
    if (from === to) continue
    const text = (value: unknown) => (value === undefined ? undefined : `${name} ${JSON.stringify(value)}`)
    const params = { what: place.what, from: text(from), to: text(to) }
    if (from === undefined) note("constraint-tightened", after.pointer, params, place)
    else if (to === undefined) note("constraint-loosened", after.pointer, params, place)
    else if (looser === "whole") note("constraint-changed", after.pointer, params, place)
    else {
      const isLooser = looser === "up" ? Number(to) > Number(from) : Number(to) < Number(from)
      note(isLooser ? "constraint-loosened" : "constraint-tightened", after.pointer, params, place)
    }
  }
}

function read(type: Record<string, unknown>, name: string): unknown {
  const value = type[name]
  return value === false ? undefined : value
}
