import type { ResponseModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"

/** The writer of a request body without a codec. */
export function mediaWriter(code: TypeCode, contentType: string, type: TypeNode): string {
  const adapter = adapterOf(contentType)
  if (adapter === "json") return withType(code, jsonFor(code, type), contentType, "application/json")
  const usual = {
    form: "application/x-www-form-urlencoded",
    text: "text/plain",
    bytes: "application/octet-stream",
    multipart: "multipart/form-data",
  }
  return withType(code, adapter, contentType, usual[adapter])
}

/** The reader of a media type that an answer may have. */
export function mediaReader(code: TypeCode, media: ResponseModel["media"][number], type: TypeNode): string {
  if (media.codec) {
    return `${code.module.runtime("codecReader")}(${encodeString(media.type)}, ${code.reference(media.codec)})`
  }
  const adapter = adapterOf(media.type)
  return code.module.runtime(adapter === "json" ? jsonFor(code, type) : adapter === "multipart" ? "bytes" : adapter)
}

/** JSON that is as exact as a type needs it. */
function jsonFor({ analysis }: TypeCode, type: TypeNode): string {
  if (analysis.hasDecimal(type)) return "jsonDecimal"
  return analysis.hasInt64(type) ? "jsonInt64" : "json"
}

function withType(code: TypeCode, adapter: string, contentType: string, usual: string): string {
  const local = code.module.runtime(adapter)
  return essence(contentType) === usual ? local : `{ ...${local}, contentType: ${encodeString(contentType)} }`
}

function adapterOf(mediaType: string): "json" | "form" | "text" | "bytes" | "multipart" {
  const type = essence(mediaType)
  if (type === "application/json" || type.endsWith("+json") || type === "*/*") return "json"
  if (type === "application/x-www-form-urlencoded") return "form"
  if (type === "multipart/form-data") return "multipart"
  return type.startsWith("text/") || type.endsWith("/xml") || type.endsWith("+xml") ? "text" : "bytes"
}

function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase()
}
