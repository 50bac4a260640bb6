import type { ResponseModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { decodeExpression } from "../codec/decode-expression.ts"
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
  if (response.type) properties.push(...formOf(code, response.type))
  return layoutObject(properties)
}

/** `decode` and `schema` of a type, each only where there is something to do. */
export function formOf(code: TypeCode, type: TypeNode): string[] {
  const properties: string[] = []
  if (code.analysis.needs("decode", type)) {
    const pass = type.kind === "ref" && !code.analysis.hasDecimal(type)
    properties.push(`decode: ${pass ? code.pass("decode", type.name) : decodeFunction(code, type)}`)
  }
  if (code.module.options.validate && type.kind !== "any") properties.push(`schema: ${schemaOf(code, type)}`)
  return properties
}

/** A named schema of the schemas part, or one written in place. */
export function schemaOf(code: TypeCode, type: TypeNode): string {
  const { module, analysis } = code
  const reference = (name: string): string => module.part("schemas", schemaName(name))
  return schemaExpression({ module, analysis, reference }, type)
}

function decodeFunction(code: TypeCode, type: TypeNode): string {
  const decoded = decodeExpression(code, type, "wire")
  // Where decimals are read, so is every other number; what no pass has taken becomes what it always is.
  const plain = code.analysis.hasDecimal(type) ? layoutCall(code.module.runtime("plainNumbers"), [decoded]) : decoded
  return layoutArrow("wire, scope", plain)
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
