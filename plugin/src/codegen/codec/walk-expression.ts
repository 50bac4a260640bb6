import type { TypeNode, UnionShape } from "../../model/type-node.ts"
import { isInherited } from "../encode/key.ts"
import { encodeString } from "../encode/string.ts"
import { indent } from "../layout.ts"
import { matchVariant, type Side } from "./match-expression.ts"
import type { TypeCode } from "./type-code.ts"

/** What one pass makes of a part of a type: an expression for the form that `expression` gets. */
export type Pass = (node: TypeNode, expression: string) => string

/** Every pass walks the items of lists, maps and tuples in the same way. */
export function walkItems(
  code: TypeCode,
  node: Extract<TypeNode, { readonly kind: "array" | "map" | "tuple" }>,
  expression: string,
  pass: Pass,
): string {
  const { module } = code
  if (node.kind === "map")
    return `${module.runtime("mapValues")}(${expression}, (item) => ${pass(node.values, "item")})`
  const mapItems = module.runtime("mapItems")
  if (node.kind === "array") return `${mapItems}(${expression}, (item) => ${pass(node.items, "item")})`
  const tail = node.rest ? pass(node.rest, "item") : "item"
  const slots = node.items.map((type, index) => `index === ${String(index)} ? ${pass(type, "item")} : `)
  return `${mapItems}(${expression}, (item, index) => ${slots.join("")}${tail})`
}

/** The first variant that matches; what comes after the last one that needs the pass stays as it is. */
export function walkVariants(
  code: TypeCode,
  union: UnionShape,
  expression: string,
  { side, needs, pass }: { readonly side: Side; readonly needs: (node: TypeNode) => boolean; readonly pass: Pass },
): string {
  const { variants } = union
  const choices = variants.slice(0, variants.findLastIndex(needs) + 1).map((variant) => {
    return `${matchVariant(code, union, variant, expression, side)} ? ${pass(variant, expression)}`
  })
  return [...choices, expression].join("\n  : ")
}

/** A copy of the object that a few statements about `value` put right. */
export function patchObject(code: TypeCode, expression: string, statements: readonly string[]): string {
  const body = statements.map((statement) => `\n  ${indent(statement)}`).join("")
  return `${code.module.runtime("patch")}(${expression}, (value) => {${body}\n})`
}

/** A statement that sets a member of `value`, as its own also where objects inherit one of the name. */
export function assignMember(code: TypeCode, name: string, assigned: string): string {
  if (isInherited(name)) return `${code.module.runtime("set")}(value, ${encodeString(name)}, ${assigned})`
  return `${code.member("value", name)} = ${assigned}`
}
