import type { OperationModel, StreamModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutCall, layoutObject } from "../layout.ts"
import { formOf } from "./responses.ts"

const framings = { sse: "sse", ndjson: "ndjson", "json-seq": "jsonSeq", bytes: "byteChunks" } as const

/** What the spec of an operation that streams has beside its statuses. */
export function streamSpec(code: TypeCode, { stream = { format: "sse" }, result }: OperationModel): string[] {
  const event = result && stream.format !== "bytes" ? eventForm(code, result) : []
  return [
    `framing: ${framing(code, stream)}`,
    `event: ${layoutObject(event)}`,
    ...(stream.resume && code.module.options.retry ? [`resume: ${call(code, "resumeStream", stream.resume)}`] : []),
  ]
}

function eventForm(code: TypeCode, event: TypeNode): string[] {
  const exact = code.analysis.hasExact(event)
  return [...(exact ? [`parse: ${code.module.runtime("parseExact")}`] : []), ...formOf(code, event, exact)]
}

function framing(code: TypeCode, { format, sentinel, errorEvent, eventTypes }: StreamModel): string {
  const own = { sentinel, errorEvent, eventTypes }
  if (Object.values(own).every((value) => value === undefined)) return code.module.runtime(framings[format])
  return call(code, "sseFraming", own)
}

/** A call with the options that are given. */
function call(code: TypeCode, name: string, options: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const object = layoutObject(given.map(([key, value]) => `${key}: ${encodeLiteral(value)}`))
  return layoutCall(code.module.runtime(name), given.length === 0 ? [] : [object])
}
