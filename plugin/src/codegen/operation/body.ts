import type { BodyModel, NamedValue } from "../../model/operation.ts"
import type { Field, TypeNode } from "../../model/type-node.ts"
import type { Value } from "../../model/value.ts"
import { defaultExpression } from "../codec/default-expression.ts"
import { encodeFields, encodeSlot, fillFields } from "../codec/encode-expression.ts"
import { matchVariant } from "../codec/match-expression.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { bodyInInput, mapObjects } from "../input-types.ts"
import { layoutArrow, layoutCall, layoutObject } from "../layout.ts"
import { inScope, valueExpression } from "../value-expression.ts"
import { mediaWriter } from "./media.ts"

/** The `body` of an operation's spec. */
export function bodySpec(code: TypeCode, body: BodyModel): string {
  const writer = body.codec
    ? layoutCall(code.module.runtime("codecWriter"), [encodeLiteral(body.contentType), code.reference(body.codec)])
    : mediaWriter(code, body.contentType, body.type)
  const encoded = body.placement === "flat" ? flatEncode(code, body) : bodyEncode(code, body)
  const encoder = layoutCall(code.module.runtime("requestBody"), [
    layoutObject([`encode: ${encoded}`, `writer: ${writer}`]),
  ])
  if (body.encodings.length === 0) return encoder
  const compression = code.module.runtime("platformCompression")
  return layoutCall(code.module.runtime("compressed"), [encoder, encodeLiteral(body.encodings), compression])
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
  return bodyFunction(pick(code, { input, type: merged, constants: body.constants, plain: body.codec !== undefined }))
}

interface Pick {
  /** The body as it stands in the input. */
  readonly input: TypeNode
  /** The body as it is sent. */
  readonly type: TypeNode
  readonly constants: readonly NamedValue[]
  /** Leave fields to the body's codec. */
  readonly plain: boolean
}

function pick(code: TypeCode, { input, type, constants, plain }: Pick): string {
  if (type.kind === "object") {
    const fixed = new Map(
      constants.map(({ name, value }) => {
        const field = type.fields.find((each) => each.name === name)
        return [name, constantExpression(code, value, field?.type)]
      }),
    )
    if (plain) return fillFields(code, type.fields, "input", fixed)
    return encodeFields(code, type.fields, type.additional, "input", fixed)
  }
  if (type.kind !== "union" || input.kind !== "union") {
    throw new TypeError("A flat body is an object or a union of objects")
  }
  const choices = type.variants.map((variant, index) => {
    const given = input.variants[index] ?? variant
    const written = pick(code, { input: given, type: variant, constants, plain })
    return index === type.variants.length - 1
      ? written
      : `${matchVariant(code, input, given, "input", "value")} ? ${written}`
  })
  return choices.join("\n  : ")
}

/** What is sent for a constant of a field. One out of the environment is read as what its type is. */
function constantExpression(code: TypeCode, value: Value, type: TypeNode | undefined): string {
  return type ? defaultExpression(code, type, value, "encode") : valueExpression(code.module, value, inScope)
}

/** Constants that the type does not declare come last; the others stay in the place of their field. */
function withConstants(fields: readonly Field[], constants: readonly NamedValue[], type: TypeNode): readonly Field[] {
  const missing = constants.filter((constant) => !fields.some((field) => field.name === constant.name))
  const { pointer } = type
  return [
    ...fields,
    ...missing.map(({ name }) => {
      return { name, wire: [name], type: { kind: "any", pointer }, required: false, omitNull: false, pointer } as const
    }),
  ]
}

function bodyEncode(code: TypeCode, body: BodyModel): string {
  const encoded = body.codec ? "input.body" : encodeSlot(code, body.type, "input.body", !body.required)
  if (body.constants.length === 0) return bodyFunction(encoded)
  const type = code.analysis.resolve(body.type)
  const constants = body.constants.map(({ name, value }) => {
    return `${encodeKey(name)}: ${constantExpression(code, value, type.kind === "map" ? type.values : undefined)}`
  })
  return bodyFunction(layoutObject([`...${/^[\w.]+$/.test(encoded) ? encoded : `(${encoded})`}`, ...constants]))
}

function bodyFunction(expression: string): string {
  return layoutArrow(expression.includes("scope") ? "input, scope" : "input", expression)
}
