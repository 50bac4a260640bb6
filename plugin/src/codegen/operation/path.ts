import type { OperationModel } from "../../model/operation.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { parameterValue } from "./parameters.ts"

/** The path of an operation as a function of its input: what is known is text, the rest is encoded one by one. */
export function pathFunction(code: TypeCode, operation: OperationModel): string {
  const parts = operation.path.map((part) => {
    if (part.kind === "text") return encodeString(part.text)
    const parameter = operation.parameters.find((each) => each.in === "path" && each.name === part.name)
    if (!parameter) throw new TypeError(`Path parameter ${part.name} of ${operation.id} is not declared`)
    const encoder = code.module.runtime(part.style === "segments" ? "segments" : "segment")
    return `${encoder}(${parameterValue(code, parameter)}, ${encodeString(parameter.name)})`
  })
  const reads = operation.path.some((part) => part.kind === "parameter")
  const text = parts[0]?.startsWith('"') === true || parts.length === 0 ? parts : ['""', ...parts]
  return `(${reads ? "input" : ""}) => ${text.join(" + ") || '""'}`
}
