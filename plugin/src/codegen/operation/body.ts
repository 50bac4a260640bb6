import type { BodyModel, NamedValue } from "../../model/operation.ts"
import type { Field, TypeNode } from "../../model/type-node.ts"
import { encodeFields, encodeSlot, fillFields } from "../codec/encode-expression.ts"
import { matchVariant } from "../codec/match-expression.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { bodyInInput, mapObjects } from "../flat-input.ts"
import { layoutCall, layoutObject } from "../layout.ts"
import { inScope, valueExpression } from "../value-expression.ts"
import { mediaWriter } from "./media.ts"

/** The `body` of an operation's spec. */
export function bodySpec(code: TypeCode, body: BodyModel): string {
  const writer = body.codec
    ? layoutCall(code.module.runtime("codecWriter"), [encodeLiteral(body.contentType), code.reference(body.codec)])
    : mediaWriter(code, body.contentType, code.analysis.hasInt64(body.type))
  const encoded = body.placement === "flat" ? flatEncode(code, body) : bodyEncode(code, body)
  return layoutObject([
    `encode: ${encoded}`,
    `writer: ${writer}`,
    ...(body.encodings.length > 0 ? [`encodings: ${encodeLiteral(body.encodings)}`] : []),
  ])
}

/** Body fields out of the flat input. A type with a pass of its own and nothing to merge is one call. */
function flatEncode(code: TypeCode, body: BodyModel): string {
  if (
    !body.codec &&
    body.constants.length === 0 &&
    body.type.kind === "ref" &&
    code.analysis.needs("encode", body.type)
  ) {
    return code.pass("encode", body.type.name)
  }
  const input = bodyInInput(body, code.analysis)
  const merged = mapObjects(body.type, code.analysis, (fields) => withConstants(fields, body.constants, body.type))
  const expression = pick(code, input, merged, body.codec !== undefined)
  return `(input${expression.includes("scope") ? ", scope" : ""}) => ${parenthesised(expression)}`
}

function pick(code: TypeCode, input: TypeNode, type: TypeNode, plain: boolean): string {
  if (type.kind === "object") {
    if (plain) return fillFields(code, type.fields, "input")
    return encodeFields(code, type.fields, type.additional, "input")
  }
  if (type.kind !== "union" || input.kind !== "union")
    throw new TypeError("A flat body is an object or a union of objects")
  const choices = type.variants.map((variant, index) => {
    const written = pick(code, input.variants[index] ?? variant, variant, plain)
    if (index === type.variants.length - 1) return written
    return `${matchVariant(code, input, input.variants[index] ?? variant, "input", "value")} ? ${written}`
  })
  return choices.join("\n  : ")
}

/** A constant takes the place of the field of its name, so that the wire order stays the declared one. */
function withConstants(fields: readonly Field[], constants: readonly NamedValue[], type: TypeNode): readonly Field[] {
  const missing = constants.filter((constant) => !fields.some((field) => field.name === constant.name))
  return [
    ...fields.map((field) => {
      const constant = constants.find((each) => each.name === field.name)
      return constant ? constantField(constant, field.wire, field.pointer) : field
    }),
    ...missing.map((constant) => constantField(constant, [constant.name], type.pointer)),
  ]
}

function constantField(constant: NamedValue, wire: readonly string[], pointer: string): Field {
  const { name, value } = constant
  if (value.kind === "constant") {
    return {
      name,
      wire,
      type: { kind: "const", value: value.value, pointer },
      required: false,
      omitNull: false,
      pointer,
    }
  }
  return { name, wire, type: { kind: "any", pointer }, required: false, default: value, omitNull: false, pointer }
}

function bodyEncode(code: TypeCode, body: BodyModel): string {
  const encoded = body.codec ? "input.body" : encodeSlot(code, body.type, "input.body", !body.required)
  if (body.constants.length === 0) {
    return `(input${encoded.includes("scope") ? ", scope" : ""}) => ${parenthesised(encoded)}`
  }
  const constants = body.constants.map((constant) => {
    return `${encodeKey(constant.name)}: ${valueExpression(code.module, constant.value, inScope)}`
  })
  return `(input, scope) => (${layoutObject([`...${/^[\w.]+$/.test(encoded) ? encoded : `(${encoded})`}`, ...constants])})`
}

function parenthesised(expression: string): string {
  return expression.startsWith("{") ? `(${expression})` : expression
}
