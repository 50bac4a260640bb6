import type { OperationModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import { encodeComment } from "./encode/comment.ts"
import type { GenerateOptions } from "./options.ts"

/** Lines of the comment over an operation: what it does, what it sends, where it was declared. */
export function documentOperation(operation: OperationModel, options: GenerateOptions): string[] {
  const request = encodeComment(`${operation.method} ${operation.route}`).join(" ").replaceAll("`", "'")
  const place = declaredAt(operation.pointer, options)
  const head = [`\`${request}\`${place}${operation.server ? ". For servers only." : ""}`]
  if (operation.deprecated) head.push("@deprecated")
  return withDescription(operation.description, head)
}

/** Lines of the comment over a named type's schema. */
export function documentType(name: string, type: TypeNode, options: GenerateOptions): string[] {
  const head = [`Schema of \`${name}\`${declaredAt(type.pointer, options)}`]
  if (type.deprecated === true) head.push("@deprecated")
  return withDescription(type.description, head)
}

function withDescription(description: string | undefined, rest: readonly string[]): string[] {
  const text = description === undefined ? [] : encodeComment(description)
  return text.length === 0 ? [...rest] : [...text, "", ...rest]
}

function declaredAt(pointer: string, options: GenerateOptions): string {
  const line = options.positions?.(pointer)?.line
  return line === undefined ? "" : `, ${encodeComment(options.manifest).join(" ")}:${String(line)}`
}
