import type { Field, TypeNode } from "../../model/type-node.ts"
import { isInherited } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { encodeString } from "../encode/string.ts"
import { indent } from "../layout.ts"
import { matchVariant } from "./match-expression.ts"
import type { TypeCode } from "./type-code.ts"

/**
 * An expression for what `expression` was read as, with its exact numbers in the form that the type gives them: text for
 * a decimal, a `bigint` for an integer of 64 bits. Everything else, the names of the wire included, stays as it is.
 */
export function exactExpression(code: TypeCode, node: TypeNode, expression: string): string {
  if (!code.analysis.hasExact(node)) return expression
  const { module } = code
  if (node.codec?.kind === "decimal") return `${module.runtime("exactDecimal")}(${expression})`
  switch (node.kind) {
    case "ref":
      return `${code.pass("exact", node.name)}(${expression})`
    case "number":
      return `${module.runtime("exactInt64")}(${expression})`
    case "array":
      return `${module.runtime("mapItems")}(${expression}, (item) => ${exactExpression(code, node.items, "item")})`
    case "map":
      return `${module.runtime("mapValues")}(${expression}, (item) => ${exactExpression(code, node.values, "item")})`
    case "tuple": {
      const tail = node.rest ? exactExpression(code, node.rest, "item") : "item"
      const slots = node.items.map((type, index) => {
        return `index === ${String(index)} ? ${exactExpression(code, type, "item")} : `
      })
      return `${module.runtime("mapItems")}(${expression}, (item, index) => ${slots.join("")}${tail})`
    }
    case "object":
      return exactFields(code, node.fields, node.additional, expression)
    case "union": {
      const last = node.variants.findLastIndex((variant) => code.analysis.hasExact(variant))
      const choices = node.variants.slice(0, last + 1).map((variant) => {
        return `${matchVariant(code, node, variant, expression, "read")} ? ${exactExpression(code, variant, expression)}`
      })
      return [...choices, expression].join("\n  : ")
    }
    case "intersection":
      return node.parts.reduce((inner, part) => exactExpression(code, part, inner), expression)
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
  const { module } = code
  const statements = fields.flatMap((field) => {
    if (!code.analysis.hasExact(field.type)) return []
    return field.wire.map((name) => {
      const member = code.member("value", name)
      const exact = exactExpression(code, field.type, member)
      const assign = isInherited(name)
        ? `${module.runtime("set")}(value, ${encodeString(name)}, ${exact})`
        : `${member} = ${exact}`
      return `if (${member} !== undefined) ${assign}`
    })
  })
  if (additional && code.analysis.hasExact(additional)) {
    const names = encodeLiteral(fields.flatMap((field) => field.wire))
    const each = `(item) => ${exactExpression(code, additional, "item")}`
    statements.push(`${module.runtime("mapOthers")}(value, ${names}, ${each})`)
  }
  const body = statements.map((statement) => `\n  ${indent(statement)}`).join("")
  return `${module.runtime("patch")}(${expression}, (value) => {${body}\n})`
}
