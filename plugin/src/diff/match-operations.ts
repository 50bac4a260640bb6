import type { OperationModel } from "../model/operation.ts"

/** One operation in two manifests; with one side alone it is new or gone. */
export interface OperationMatch {
  readonly old: OperationModel | undefined
  readonly now: OperationModel | undefined
}

/** What callers call an operation: `pets.get`. */
export function pathOf({ resource, name }: OperationModel): string {
  return [...resource, name].join(".")
}

/** Pairs operations by what callers call them, then by their id, then by what they request. */
export function matchOperations(
  before: readonly OperationModel[],
  after: readonly OperationModel[],
): readonly OperationMatch[] {
  const found = new Map<OperationModel, OperationModel>()
  const left = new Set(before)
  const keys: readonly ((operation: OperationModel) => string)[] = [
    pathOf,
    ({ id }) => id,
    ({ method, route }) => `${method} ${route.replaceAll(/\{[^{}]*\}/g, "{}")}`,
  ]
  for (const key of keys) {
    for (const now of after) {
      if (found.has(now)) continue
      const old = [...left].find((each) => key(each) === key(now))
      if (!old) continue
      found.set(now, old)
      left.delete(old)
    }
  }
  return [...after.map((now) => ({ old: found.get(now), now })), ...[...left].map((old) => ({ old, now: undefined }))]
}
