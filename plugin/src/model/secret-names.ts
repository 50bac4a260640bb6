import { childTypes } from "./child-types.ts"
import type { Field, TypeNode } from "./type-node.ts"

/**
 * Names under which a value may hold secrets, at any depth; what is secret within a list or map counts by its field, and
 * the value itself by an empty name.
 *
 * @param namesOf a field's names: those in TypeScript where nothing else is said.
 */
export function secretNames(
  value: TypeNode,
  types: ReadonlyMap<string, TypeNode>,
  namesOf: (field: Field) => readonly string[] = (field) => [field.name],
): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<string>()
  const visit = (node: TypeNode, name: string): void => {
    // What code makes of a value has names of its own: it is a secret as a whole, if any of it is one.
    if (node.secret === true || (node.codec?.kind === "code" && holdsSecret(node, types, new Set()))) names.add(name)
    if (node.kind === "ref") {
      const target = types.get(node.name)
      const place = JSON.stringify([node.name, name])
      if (target === undefined || seen.has(place)) return
      seen.add(place)
      visit(target, name)
    } else if (node.kind === "object") {
      for (const field of node.fields) for (const each of namesOf(field)) visit(field.type, each)
      if (node.additional) visit(node.additional, name)
    } else for (const child of childTypes(node)) visit(child, name)
  }
  visit(value, "")
  return [...names].sort()
}

function holdsSecret(node: TypeNode, types: ReadonlyMap<string, TypeNode>, seen: ReadonlySet<string>): boolean {
  if (node.secret === true) return true
  if (node.kind !== "ref") return childTypes(node).some((child) => holdsSecret(child, types, seen))
  const target = types.get(node.name)
  return target !== undefined && !seen.has(node.name) && holdsSecret(target, types, new Set([...seen, node.name]))
}
