import type { Field, TypeNode, UnionShape } from "../../model/type-node.ts"
import { encodeKey, isInherited } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { encodeString } from "../encode/string.ts"
import { indent, layoutCall, layoutObject } from "../layout.ts"
import { inScope, valueExpression } from "../value-expression.ts"
import { matchVariant } from "./match-expression.ts"
import { isRenamed } from "./type-analysis.ts"
import type { TypeCode } from "./type-code.ts"

/**
 * An expression for the value that `expression` stands for on the wire. A server may send anything: what is not of the
 * declared kind passes through as it is, for validation to judge. Undeclared properties are kept.
 */
export function decodeExpression(code: TypeCode, node: TypeNode, expression: string): string {
  if (!code.analysis.needs("decode", node)) return expression
  if (node.codec?.kind === "bytes") return `${code.module.runtime("base64")}.decode(${expression})`
  if (node.codec?.kind === "decimal") return `${code.module.runtime("decimal")}.decode(${expression})`
  if (node.codec?.kind === "code") return `${code.reference(node.codec.ref)}.decode(${expression})`
  switch (node.kind) {
    case "ref":
      return `${code.pass("decode", node.name)}(${expression}, scope)`
    case "number":
      return `${code.module.runtime(node.coerce === true ? "coerceNumber" : "toNumber")}(${expression})`
    case "boolean":
      return `${code.module.runtime("coerceBoolean")}(${expression})`
    case "array":
      return `${code.module.runtime("mapItems")}(${expression}, (item) => ${decodeItem(code, node.items)})`
    case "map":
      return `${code.module.runtime("mapValues")}(${expression}, (item) => ${decodeItem(code, node.values)})`
    case "tuple": {
      const tail = node.rest ? decodeItem(code, node.rest) : "item"
      const slots = node.items.map((type, index) => `index === ${String(index)} ? ${decodeItem(code, type)} : `)
      return `${code.module.runtime("mapItems")}(${expression}, (item, index) => ${slots.join("")}${tail})`
    }
    case "object":
      return decodeFields(code, node.fields, node.additional, expression)
    case "union":
      return chooseVariant(code, node, expression)
    case "intersection":
      return node.parts.reduce((inner, part) => decodeExpression(code, part, inner), expression)
    default:
      return expression
  }
}

/** A copy of the object that a few statements put right. */
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
    return field.default ? [`${encodeKey(field.name)}: ${valueExpression(module, field.default, inScope)}`] : []
  })
  if (defaults.length > 0)
    statements.push(layoutCall(module.runtime("fillDefaults"), ["value", layoutObject(defaults)]))
  for (const field of fields) {
    const member = code.member("value", field.name)
    const decoded = decodeExpression(code, field.type, member)
    if (decoded === member) continue
    const present = code.analysis.resolve(field.type).nullable === true ? "!= null" : "!== undefined"
    statements.push(`if (${member} ${present}) ${assign(code, field.name, decoded)}`)
  }
  if (additional && code.analysis.needs("decode", additional)) {
    const names = encodeLiteral(fields.map((field) => field.name))
    const each = `(item) => ${decodeItem(code, additional)}`
    statements.push(`${module.runtime("mapOthers")}(value, ${names}, ${each})`)
  }
  const body = statements.map((statement) => `\n  ${indent(statement)}`).join("")
  return `${module.runtime("patch")}(${expression}, (value) => {${body}\n})`
}

function assign(code: TypeCode, name: string, value: string): string {
  if (isInherited(name)) return `${code.module.runtime("set")}(value, ${encodeString(name)}, ${value})`
  return `${code.member("value", name)} = ${value}`
}

function decodeItem(code: TypeCode, node: TypeNode): string {
  const decoded = decodeExpression(code, node, "item")
  return decoded !== "item" && code.analysis.resolve(node).nullable === true
    ? `item === null ? null : ${decoded}`
    : decoded
}

function chooseVariant(code: TypeCode, union: UnionShape, expression: string): string {
  const { variants } = union
  const last = variants.findLastIndex((variant) => code.analysis.needs("decode", variant))
  const choices = variants.slice(0, last + 1).map((variant) => {
    return `${matchVariant(code, union, variant, expression, "wire")} ? ${decodeExpression(code, variant, expression)}`
  })
  return [...choices, expression].join("\n  : ")
}
