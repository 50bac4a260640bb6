import type { ApiModel } from "../model/api-model.ts"
import type { TypeNode } from "../model/type-node.ts"

/** Follows references to the type that says what a value is; `undefined` where they dangle or only name each other. */
export function resolveType(type: TypeNode, model: Pick<ApiModel, "types">): TypeNode | undefined {
  const seen = new Set<string>()
  let current: TypeNode | undefined = type
  while (current?.kind === "ref") {
    if (seen.has(current.name)) return undefined
    seen.add(current.name)
    current = model.types.get(current.name)
  }
  return current
}
