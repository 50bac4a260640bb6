import type { Field, TypeNode } from "../../model/type-node.ts"
import { encodeLiteral } from "../encode/literal.ts"
import type { TypeCode } from "./type-code.ts"
import { assignMember, patchObject, type Pass, walkItems, walkVariants } from "./walk-expression.ts"

/**
 * An expression for what `expression` was read as, with its exact numbers in the form that the type gives them: text for
 * a decimal, a `bigint` for an integer of 64 bits. Everything else, the names of the wire included, stays as it is.
 */
export function exactExpression(code: TypeCode, node: TypeNode, expression: string): string {
  if (!code.analysis.hasExact(node)) return expression
  const { module } = code
  const pass: Pass = (part, inner) => exactExpression(code, part, inner)
  if (node.codec?.kind === "decimal") return `${module.runtime("exactDecimal")}(${expression})`
  switch (node.kind) {
    case "ref":
      return `${code.pass("exact", node.name)}(${expression})`
    case "number":
      return `${module.runtime("exactInt64")}(${expression})`
    case "array":
    case "map":
    case "tuple":
      return walkItems(code, node, expression, pass)
    case "object":
      return exactFields(code, node.fields, node.additional, expression)
    case "union":
      return walkVariants(code, node, expression, {
        side: "read",
        needs: (variant) => code.analysis.hasExact(variant),
        pass,
      })
    case "intersection":
      return node.parts.reduce((inner, part) => pass(part, inner), expression)
    default:
      return expression
  }
}

function exactFields(
  code: TypeCode,
  fields: readonly Field[],
  additional: TypeNode | undefined,
  expression: string,
): string {
  const statements = fields.flatMap((field) => {
    if (!code.analysis.hasExact(field.type)) return []
    return field.wire.map((name) => {
      const member = code.member("value", name)
      return `if (${member} !== undefined) ${assignMember(code, name, exactExpression(code, field.type, member))}`
    })
  })
  if (additional && code.analysis.hasExact(additional)) {
    const names = encodeLiteral(fields.flatMap((field) => field.wire))
    const each = `(item) => ${exactExpression(code, additional, "item")}`
    statements.push(`${code.module.runtime("mapOthers")}(value, ${names}, ${each})`)
  }
  return patchObject(code, expression, statements)
}
