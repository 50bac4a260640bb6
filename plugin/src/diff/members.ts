import type { TypeNode } from "../model/type-node.ts"

/** The values that an enum or a constant allows, as JSON; `undefined` for any other type. */
export function membersOf(type: TypeNode): readonly string[] | undefined {
  if (type.kind === "enum") return type.values.map((value) => JSON.stringify(value))
  return type.kind === "const" ? [JSON.stringify(type.value)] : undefined
}

export function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member) => b.includes(member))
}
