import { childTypes } from "./child-types.ts"
import type { TypeNode } from "./type-node.ts"

/** Names under which an input may hold secrets, at any depth; what is secret within a list or map counts by its field. */
export function secretNames(input: TypeNode, types: ReadonlyMap<string, TypeNode>): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<string>()
  const visit = (node: TypeNode, name: string): void => {
    if (node.secret === true) names.add(name)
    if (node.kind === "ref") {
      const target = types.get(node.name)
      const place = JSON.stringify([node.name, name])
      if (target === undefined || seen.has(place)) return
      seen.add(place)
      visit(target, name)
    } else if (node.kind === "object") {
      for (const field of node.fields) visit(field.type, field.name)
      if (node.additional) visit(node.additional, name)
    } else for (const child of childTypes(node)) visit(child, name)
  }
  visit(input, "")
  return [...names].sort()
}
