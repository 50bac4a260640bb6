import { member, textOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import { primitives } from "./primitives.ts"

/** The trees that a type expression leads through: itself, then the named types that it refers to, in order. */
export function typeChain(tree: Tree, { typeTrees }: Pick<BuildContext, "typeTrees">): readonly Tree[] {
  const chain = [tree]
  const next = (at: Tree): Tree | undefined => typeTrees.get(textOf(at) ?? textOf(at, "type") ?? "")
  for (let at = next(tree); at !== undefined && !chain.includes(at); at = next(at)) chain.push(at)
  return chain
}

/** The `default` of a field or parameter: its own, or that of the named type it refers to. */
export function defaultOf(tree: Tree, context: BuildContext): Tree | undefined {
  for (const step of typeChain(tree, context)) {
    const found = member(step, "default")
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether `null` is a value of a type, as its keys say. */
export function isNullable(tree: Tree, context: BuildContext): boolean {
  return typeChain(tree, context).some((step) => {
    const any = member(step, "any_of")
    const listed = member(step, "enum")?.value
    return (
      member(step, "nullable")?.value === true ||
      textOf(step) === "null" ||
      textOf(step, "type") === "null" ||
      (member(step, "const") !== undefined && member(step, "const")?.value === null) ||
      (Array.isArray(listed) && listed.includes(null)) ||
      (any?.items?.some((variant) => textOf(variant) === "null") ?? false)
    )
  })
}

/** Whether a type's values are text, numbers or booleans, so that an object in their place can only be a value. */
export function isScalar(tree: Tree, context: BuildContext): boolean {
  const last = typeChain(tree, context).at(-1)
  if (last === undefined) return false
  if (member(last, "enum") || member(last, "const")) return true
  const name = textOf(last) ?? textOf(last, "type")
  const scalars = ["string", "integer", "number", "boolean", "float", "enum", "literal"]
  return name !== undefined && scalars.includes(name) && (primitives.includes(name) || !member(last, "fields"))
}
