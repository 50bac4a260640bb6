import type { ResponseModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { decodeExpression } from "../codec/decode-expression.ts"
import { exactExpression } from "../codec/exact-expression.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutArray, layoutArrow, layoutCall, layoutObject } from "../layout.ts"
import { schemaName } from "../names.ts"
import { schemaExpression } from "../schema/schema-expression.ts"
import { valueExpression } from "../value-expression.ts"
import { mediaReader } from "./media.ts"

/** A `ResponseSpec`: how answers of some statuses are read. */
export function responseSpec(code: TypeCode, response: ResponseModel): string {
  const properties = [`status: ${encodeLiteral(response.status)}`]
  if (response.build) {
    const fields = response.build.map(({ name, value }) => {
      return `${encodeKey(name)}: ${valueExpression(code.module, value, { env: "undefined", response: "response" })}`
    })
    properties.push("readers: []", `build: (response) => (${layoutObject(fields)})`)
  } else {
    properties.push(`readers: ${readers(code, response)}`)
  }
  const { type, unwrap } = response
  if (type) properties.push(...formOf(code, type, code.analysis.hasDecimal(type), unwrap))
  return layoutObject(properties)
}

/**
 * `decode` and `schema` of a type, each only where there is something to do.
 *
 * @param exact The reader keeps the text of numbers that a `number` does not hold.
 * @param unwrap Members that lead to the value.
 */
export function formOf(code: TypeCode, type: TypeNode, exact: boolean, unwrap?: readonly string[]): string[] {
  const properties: string[] = []
  const pass = decodeFunction(code, type)
  const plain = exact ? exactly(code, type, pass) : pass
  const decode = unwrap ? unwrapped(code, unwrap, plain) : plain
  if (decode !== undefined) properties.push(`decode: ${decode}`)
  if (code.module.options.validate && type.kind !== "any") properties.push(`schema: ${schemaOf(code, type)}`)
  return properties
}

/** A named schema of the schemas part, or one written in place. */
export function schemaOf(code: TypeCode, type: TypeNode): string {
  const { module, analysis } = code
  const reference = (name: string): string => module.part("schemas", schemaName(name))
  return schemaExpression({ module, analysis, reference }, type)
}

function unwrapped(code: TypeCode, path: readonly string[], decode: string | undefined): string {
  const value = layoutCall(code.module.runtime("unwrap"), ["body", encodeLiteral(path)])
  if (decode === undefined) return layoutArrow("body", value)
  const pass = decode.includes("=>") ? `(${decode})` : decode
  return layoutArrow("body, scope", `${pass}(${value}, scope)`)
}

function decodeFunction(code: TypeCode, type: TypeNode): string | undefined {
  if (!code.analysis.needs("decode", type)) return undefined
  return type.kind === "ref"
    ? code.pass("decode", type.name)
    : layoutArrow("wire, scope", decodeExpression(code, type, "wire"))
}

/** Exact numbers take the form of their type, or become plain where it wants none, before anything else sees them. */
function exactly(code: TypeCode, type: TypeNode, decode: string | undefined): string {
  const read = layoutCall(code.module.runtime("plainNumbers"), [exactExpression(code, type, "wire")])
  if (decode === undefined) return layoutArrow("wire", read)
  const pass = type.kind === "ref" ? decode : `(${decode})`
  return layoutArrow("wire, scope", `${pass}(${read}, scope)`)
}

function readers(code: TypeCode, response: ResponseModel): string {
  if (!response.type) return "[]"
  const { type } = response
  const media = response.media.length > 0 ? response.media : [{ type: "application/json" }]
  const asked = media.map((each) => mediaReader(code, each, type))
  return layoutArray([...new Set([...asked, ...unaskedReaders(code, media, type)])])
}

/** A value whose codec reads other bytes still has a declared shape: an older service may answer with it as JSON. */
function unaskedReaders(code: TypeCode, media: ResponseModel["media"], type: TypeNode): string[] {
  if (!media.every((each) => each.codec)) return []
  return [`{ ...${mediaReader(code, { type: "application/json" }, type)}, unasked: true }`]
}
