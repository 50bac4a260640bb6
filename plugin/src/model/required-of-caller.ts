import type { Field, TypeNode } from "./type-node.ts"
import { resolveType } from "./resolve-type.ts"

/** Whether a caller must write a field: constants and defaults are filled in, so they are never asked for. */
export function isRequiredOfCaller(field: Field, types: ReadonlyMap<string, TypeNode>): boolean {
  return field.required && field.default === undefined && resolveType(field.type, types).kind !== "const"
}
