import type { TypeNode } from "./type-node.ts"

/** What a chain of references ends at. `nullable` and `codec` met on the way are kept, the last ones met win. */
export function resolveType(node: TypeNode, types: ReadonlyMap<string, TypeNode>): TypeNode {
  let current = node
  const seen = new Set<string>()
  while (current.kind === "ref" && !seen.has(current.name)) {
    seen.add(current.name)
    const target = types.get(current.name)
    if (target === undefined) return current
    const facts = {
      ...(current.nullable && { nullable: true }),
      ...(current.codec && target.codec === undefined && { codec: current.codec }),
    }
    current = { ...target, ...facts }
  }
  return current
}
