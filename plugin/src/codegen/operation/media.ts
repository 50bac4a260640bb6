import type { ResponseModel } from "../../model/operation.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"

/** The writer of a request body without a codec. */
export function mediaWriter(code: TypeCode, contentType: string, int64: boolean): string {
  const adapter = adapterOf(contentType)
  if (adapter === "json" && int64) return withType(code, "jsonInt64", contentType, "application/json")
  const usual = {
    json: "application/json",
    form: "application/x-www-form-urlencoded",
    text: "text/plain",
    bytes: "application/octet-stream",
    multipart: "multipart/form-data",
  }
  return withType(code, adapter, contentType, usual[adapter])
}

/** The reader of a media type that an answer may have. */
export function mediaReader(code: TypeCode, media: ResponseModel["media"][number], int64: boolean): string {
  if (media.codec) {
    return `${code.module.runtime("codecReader")}(${encodeString(media.type)}, ${code.reference(media.codec)})`
  }
  const adapter = adapterOf(media.type)
  return code.module.runtime(adapter === "json" && int64 ? "jsonInt64" : adapter === "multipart" ? "bytes" : adapter)
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
