import type { Use } from "../callers/use.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { Change } from "./change.ts"
import { pathOf } from "./match-operations.ts"

/** A change with the callers that it concerns. */
export interface AffectingChange extends Change {
  readonly uses: readonly Use[]
}

/**
 * Adds to each change the places that use what it is about: the operation itself, its resource as a whole, a named type, or
 * all of the module. What concerns no operation and no export in particular names nobody.
 *
 * @param before The manifest that the callers are written against.
 */
export function findAffected(
  changes: readonly Change[],
  uses: readonly Use[],
  before: ApiModel,
): readonly AffectingChange[] {
  const resources = new Set(before.operations.flatMap(({ resource }) => resource.slice(0, 1)))
  const flat = new Map(before.operations.map((operation) => [operation.flatName, pathOf(operation)]))
  const read = (use: Use): { readonly path?: string; readonly name?: string } => {
    const [first = ""] = use.chain
    if (use.from === "default" || resources.has(first)) return { path: use.chain.join(".") }
    const path = flat.get(first)
    return path === undefined ? { name: first } : { path, name: first }
  }
  const readings = uses.map((use) => ({ use, ...read(use) }))
  return changes.map((change) => ({
    ...change,
    uses: readings
      .filter(({ path, name }) => {
        const isNamed = name !== undefined && change.exports.includes(name)
        return isNamed || (path !== undefined && change.operations.some((operation) => isWithin(operation, path)))
      })
      .map(({ use }) => use),
  }))
}

/** Whether one of two paths is the other's, or leads to it. */
function isWithin(operation: string, path: string): boolean {
  return path === "" || `${operation}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${operation}.`)
}
