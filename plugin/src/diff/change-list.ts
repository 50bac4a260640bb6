import type { Pointer } from "../model/source.ts"
import type { Change, ChangeLevel, Flow } from "./change.ts"
import { levelOf, rules, type RuleId, type RuleParams } from "./rules.ts"

/** Whom a change concerns, and which way the value travels that it is about. */
export interface Concern {
  readonly flow?: Flow
  readonly operations?: readonly string[]
  readonly exports?: readonly string[]
}

/** Notes a change. */
export type NoteChange = (id: RuleId, pointer: Pointer, params: RuleParams, concern?: Concern) => void

/** Collects changes: what is the same for both ways and several operations becomes one. */
export interface ChangeList {
  readonly note: NoteChange
  /** The worst first, then in the order of being noted. */
  readonly changes: () => readonly Change[]
}

const order: Readonly<Record<ChangeLevel, number>> = { breaking: 0, additive: 1, cosmetic: 2 }

export function createChangeList(): ChangeList {
  const found = new Map<string, Change>()
  return {
    note(id, pointer, params, { flow, operations = [], exports = [] } = {}) {
      const level = levelOf(id, flow)
      const message = rules[id].says(params)
      const key = JSON.stringify([id, pointer, level, message])
      const known = found.get(key)
      const sameFlow = known === undefined || known.flow === flow
      found.set(key, {
        rule: id,
        level,
        message,
        pointer,
        ...(flow !== undefined && sameFlow && { flow }),
        operations: [...new Set([...(known?.operations ?? []), ...operations])],
        exports: [...new Set([...(known?.exports ?? []), ...exports])],
      })
    },
    changes: () => [...found.values()].sort((a, b) => order[a.level] - order[b.level]),
  }
}
