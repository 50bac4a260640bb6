import type { Field, TypeNode } from "../../model/type-node.ts"
import type { Value } from "../../model/value.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutObject } from "../layout.ts"
import { defaultExpression } from "./default-expression.ts"
import type { TypeCode } from "./type-code.ts"
import { walkItems, walkVariants } from "./walk-expression.ts"

/** An expression for the wire form of `expression`, which is a variable or a property and neither null nor undefined. */
export function encodeExpression(code: TypeCode, node: TypeNode, expression: string): string {
  if (!code.analysis.needs("encode", node)) return expression
  if (node.codec?.kind === "bytes") return `${code.module.runtime("base64")}.encode(${expression})`
  if (node.codec?.kind === "decimal") return `${code.module.runtime("decimal")}.encode(${expression})`
  // The writer of integers of 64 bits writes it as a number.
  if (node.codec?.kind === "bigint") return expression
  if (node.codec?.kind === "code") return `${code.reference(node.codec.ref)}.encode(${expression})`
  switch (node.kind) {
    case "ref":
      return `${code.pass("encode", node.name)}(${expression}, scope)`
    case "array":
    case "map":
    case "tuple":
      return walkItems(code, node, expression, (part) => item(code, part))
    case "object":
      return encodeFields(code, node.fields, node.additional, expression)
    case "union":
      return walkVariants(code, node, expression, {
        side: "value",
        needs: (variant) => code.analysis.needs("encode", variant),
        pass: (variant, value) => encodeExpression(code, variant, value),
      })
    case "intersection":
      return `{ ${node.parts.map((part) => `...${encodeExpression(code, part, expression)}`).join(", ")} }`
    default:
      return expression
  }
}

/** The same for an expression that may be null or undefined where the type allows it. */
export function encodeSlot(code: TypeCode, node: TypeNode, expression: string, optional: boolean): string {
  const encoded = encodeExpression(code, node, expression)
  if (encoded === expression) return expression
  const nullable = code.analysis.resolve(node).nullable === true
  if (optional)
    return `${expression} ${nullable ? "==" : "==="} ${nullable ? "null" : "undefined"} ? ${expression} : ${encoded}`
  return nullable ? `${expression} === null ? null : ${encoded}` : encoded
}

/**
 * An object literal with the wire form of each field, in wire order; undeclared properties are not sent unless the type
 * takes them. Absent fields become `undefined`, which no serialiser writes. `fixed`: expressions in place of fields.
 */
export function encodeFields(
  code: TypeCode,
  fields: readonly Field[],
  additional: TypeNode | undefined,
  expression: string,
  fixed: ReadonlyMap<string, string> = new Map(),
): string {
  const properties = fields.map((field) => {
    const value = fixed.get(field.name) ?? encodeField(code, field, expression)
    return `${encodeKey(field.wire[0] ?? field.name)}: ${value}`
  })
  if (additional) {
    const others = `${code.module.runtime("others")}(${expression}, ${encodeLiteral(fields.map((field) => field.name))})`
    properties.push(`...${encodeExpression(code, mapOf(additional), others)}`)
  }
  return layoutObject(properties)
}

/** The value side with top-level defaults and constants filled in: what a codec of a media type gets. */
export function fillFields(
  code: TypeCode,
  fields: readonly Field[],
  expression: string,
  fixed: ReadonlyMap<string, string>,
): string {
  return layoutObject(
    fields.map((field) => {
      const type = code.analysis.resolve(field.type)
      const filled = type.kind === "const" ? encodeLiteral(type.value) : undefined
      const value = fixed.get(field.name) ?? filled ?? fill(code, field, code.member(expression, field.name))
      return `${encodeKey(field.name)}: ${value}`
    }),
  )
}

function encodeField(code: TypeCode, field: Field, expression: string): string {
  const type = code.analysis.resolve(field.type)
  if (type.kind === "const") return encodeLiteral(type.value)
  const member = code.member(expression, field.name)
  if (!code.analysis.needs("encode", field.type)) return fill(code, field, member)
  if (field.default !== undefined) return encodeDefaulted(code, field, field.default, member)
  if (field.omitNull) return `${member} == null ? undefined : ${encodeExpression(code, field.type, member)}`
  return encodeSlot(code, field.type, member, !field.required)
}

/** A default is in wire form where a codec converts the field itself, and goes through the type's own pass otherwise. */
function encodeDefaulted(code: TypeCode, field: Field, initial: Value, member: string): string {
  const type = code.analysis.resolve(field.type)
  const none = field.omitNull ? `${member} === null ? undefined : ` : ""
  if (type.codec && type.codec.kind !== "media") {
    const encoded = encodeSlot(code, field.type, member, false)
    return `${none}${member} === undefined ? ${defaultExpression(code, field.type, initial, "encode")} : ${encoded}`
  }
  const filled = fill(code, { ...field, omitNull: false }, member)
  if (field.type.kind === "ref" && type.nullable !== true) {
    return `${none}${code.pass("encode", field.type.name)}(${filled}, scope)`
  }
  return `${none}((value) => (${encodeSlot(code, field.type, "value", false)}))(${filled})`
}

function fill(code: TypeCode, field: Field, member: string): string {
  const initial = field.default && defaultExpression(code, field.type, field.default, "encode")
  if (field.omitNull) {
    return initial === undefined ? `${member} ?? undefined` : `${member} === null ? undefined : ${member} ?? ${initial}`
  }
  if (initial === undefined) return member
  return code.analysis.resolve(field.type).nullable === true
    ? `${member} === undefined ? ${initial} : ${member}`
    : `${member} ?? ${initial}`
}

function item(code: TypeCode, node: TypeNode): string {
  const encoded = encodeSlot(code, node, "item", false)
  return encoded.startsWith("{") ? `(${encoded})` : encoded
}

function mapOf(values: TypeNode): TypeNode {
  return { kind: "map", values, pointer: values.pointer }
}
