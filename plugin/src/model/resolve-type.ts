import type { TypeNode } from "./type-node.ts"

/** What a chain of references ends at. `nullable` and `codec` met on the way are kept, the last ones met win. */
export function resolveType(node: TypeNode, types: ReadonlyMap<string, TypeNode>): TypeNode {
  if (node.kind !== "ref") return node
  let current: TypeNode = node
  const seen = new Set<string>()
  while (current.kind === "ref" && !seen.has(current.name)) {
    seen.add(current.name)
    const target = types.get(current.name)
    if (target === undefined) return current
    const { nullable, codec }: TypeNode = current
    const adds: boolean = nullable === true || (codec !== undefined && target.codec === undefined)
    current = adds
      ? { ...target, ...(nullable && { nullable: true }), ...(codec && target.codec === undefined && { codec }) }
      : target
  }
  return current
}
