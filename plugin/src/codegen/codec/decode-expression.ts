import type { Field, TypeNode } from "../../model/type-node.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutCall, layoutObject } from "../layout.ts"
import { defaultExpression } from "./default-expression.ts"
import { isRenamed } from "./type-analysis.ts"
import type { TypeCode } from "./type-code.ts"
import { assignMember, patchObject, type Pass, walkItems, walkVariants } from "./walk-expression.ts"

/**
 * An expression for the value that `expression` stands for on the wire. A server may send anything: what is not of the
 * declared kind passes through as it is, for validation to judge. Undeclared properties are kept.
 */
export function decodeExpression(code: TypeCode, node: TypeNode, expression: string): string {
  if (!code.analysis.needs("decode", node)) return expression
  if (node.codec?.kind === "bytes") return `${code.module.runtime("base64")}.decode(${expression})`
  if (node.codec?.kind === "decimal") return `${code.module.runtime("decimal")}.decode(${expression})`
  if (node.codec?.kind === "bigint") return `${code.module.runtime("toBigint")}(${expression})`
  if (node.codec?.kind === "code") return `${code.reference(node.codec.ref)}.decode(${expression})`
  const pass: Pass = (part, inner) => decodeExpression(code, part, inner)
  switch (node.kind) {
    case "ref":
      return `${code.pass("decode", node.name)}(${expression}, scope)`
    case "number":
      return `${code.module.runtime(node.coerce === true ? "coerceNumber" : "toNumber")}(${expression})`
    case "boolean":
      return `${code.module.runtime("coerceBoolean")}(${expression})`
    case "array":
    case "map":
    case "tuple":
      return walkItems(code, node, expression, (part) => decodeItem(code, part))
    case "object":
      return decodeFields(code, node.fields, node.additional, expression)
    case "union":
      return walkVariants(code, node, expression, {
        side: "wire",
        needs: (variant) => code.analysis.needs("decode", variant),
        pass,
      })
    case "intersection":
      return node.parts.reduce((inner, part) => pass(part, inner), expression)
    default:
      return expression
  }
}

function decodeFields(
  code: TypeCode,
  fields: readonly Field[],
  additional: TypeNode | undefined,
  expression: string,
): string {
  const { module } = code
  const statements: string[] = []
  const renamed = fields.filter(isRenamed)
  if (renamed.length > 0) {
    const table = encodeLiteral(renamed.map((field) => [field.name, ...field.wire]))
    statements.push(`${module.runtime("rename")}(value, ${table})`)
  }
  const omitted = fields.filter((field) => field.omitNull).map((field) => field.name)
  if (omitted.length > 0) statements.push(`${module.runtime("dropNulls")}(value, ${encodeLiteral(omitted)})`)
  const defaults = fields.flatMap((field) => {
    return field.default
      ? [`${encodeKey(field.name)}: ${defaultExpression(code, field.type, field.default, "decode")}`]
      : []
  })
  if (defaults.length > 0)
    statements.push(layoutCall(module.runtime("fillDefaults"), ["value", layoutObject(defaults)]))
  for (const field of fields) {
    const member = code.member("value", field.name)
    const decoded = decodeExpression(code, field.type, member)
    if (decoded === member) continue
    const present = code.analysis.resolve(field.type).nullable === true ? "!= null" : "!== undefined"
    statements.push(`if (${member} ${present}) ${assignMember(code, field.name, decoded)}`)
  }
  if (additional && code.analysis.needs("decode", additional)) {
    const names = encodeLiteral(fields.map((field) => field.name))
    const each = `(item) => ${decodeItem(code, additional)}`
    statements.push(`${module.runtime("mapOthers")}(value, ${names}, ${each})`)
  }
  return patchObject(code, expression, statements)
}

function decodeItem(code: TypeCode, node: TypeNode): string {
  const decoded = decodeExpression(code, node, "item")
  return decoded !== "item" && code.analysis.resolve(node).nullable === true
    ? `item === null ? null : ${decoded}`
    : decoded
}
