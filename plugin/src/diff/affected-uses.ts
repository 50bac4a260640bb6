import type { Use } from "../callers/use.ts"
import { createUseReader, isWithin } from "../callers/used-path.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { Change } from "./change.ts"

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
  const read = createUseReader(before)
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
