import type { Parameter } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { encodeSlot } from "../codec/encode-expression.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { inScope, valueExpression } from "../value-expression.ts"

/** The wire value of a parameter, default filled in; `undefined` or null at run time when there is none. */
export function parameterValue(code: TypeCode, parameter: Parameter): string {
  const member = code.member("input", parameter.name)
  if (parameter.type.kind === "const")
    return valueExpression(code.module, { kind: "constant", value: parameter.type.value }, inScope)
  const encoded = encodeSlot(code, textual(code, parameter.type), member, !parameter.required)
  if (!parameter.default) return encoded
  const initial = valueExpression(code.module, parameter.default, inScope)
  if (parameter.omitNull) return `${member} === undefined ? ${initial} : ${encoded}`
  return encoded === member ? `${member} ?? ${initial}` : `${member} === undefined ? ${initial} : ${encoded}`
}

/** A parameter is written as text, which a decimal is already. */
function textual(code: TypeCode, node: TypeNode): TypeNode {
  if (!code.analysis.hasDecimal(node)) return node
  const type = code.analysis.resolve(node)
  if (type.codec) return { kind: "string", pointer: type.pointer, ...(type.nullable && { nullable: true }) }
  switch (type.kind) {
    case "array":
      return { ...type, items: textual(code, type.items) }
    case "map":
      return { ...type, values: textual(code, type.values) }
    case "object":
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: textual(code, field.type) })) }
    case "union":
      return { ...type, variants: type.variants.map((variant) => textual(code, variant)) }
    default:
      return type
  }
}

/** Pairs of a query or header parameter, as elements of an array literal. */
export function parameterPairs(code: TypeCode, parameter: Parameter): string[] {
  const pairs = styledPairs(code, parameter)
  return parameter.allowReserved ? [`...${code.module.runtime("allowReserved")}([${pairs}])`] : [pairs]
}

function styledPairs(code: TypeCode, parameter: Parameter): string {
  const name = encodeString(parameter.wire)
  const value = parameterValue(code, parameter)
  const { module } = code
  if (isScalar(code, parameter.type)) return `[${name}, ${value}]`
  if (parameter.in === "header") {
    return `[${name}, ${module.runtime(parameter.explode ? "headerMembers" : "headerList")}(${value}, ${name})]`
  }
  if (parameter.style === "deepObject") return `...${module.runtime("deepObject")}(${name}, ${value})`
  if (parameter.explode) return `...${module.runtime("formExplode")}(${name}, ${value})`
  return `[${name}, ${module.runtime(joins[parameter.style] ?? "commaJoined")}(${value}, ${name})]`
}

const joins: Readonly<Record<string, string>> = { spaceDelimited: "spaceJoined", pipeDelimited: "pipeJoined" }

/** Whether a parameter has only values that are written as they are, in every style. */
function isScalar(code: TypeCode, node: TypeNode): boolean {
  if (node.codec) return true
  const shape = code.analysis.resolve(node)
  if (shape.codec) return true
  if (shape.kind === "union") return shape.variants.every((variant) => isScalar(code, variant))
  return !["array", "tuple", "object", "map"].includes(shape.kind)
}
