import type { TypeNode } from "../model/type-node.ts"
import type { DeclarationScope } from "./declaration-scope.ts"
import type { MappedName } from "./declaration-writer.ts"
import { formatDocComment } from "./doc-comment.ts"
import type { PrintedType } from "./type-printer.ts"

/** Declares a named type, as read and, where a caller writes it differently, as written, and its schema. */
export function declareNamedType(scope: DeclarationScope, name: string, type: TypeNode): void {
  const { side = "output" } = type
  const note = side === "input" ? "As a caller writes it: without what only answers have." : undefined
  const input = scope.names.input(name)
  if (scope.codecTypes.has(name)) {
    scope.writer.line("export type { ", scope.mapped(name, type.pointer), " }")
  } else {
    scope.writer.lines(formatDocComment({ ...type, note }))
    declareType(scope, scope.mapped(name, type.pointer), scope.print(type, side))
    if (input !== name) {
      scope.writer.line()
      scope.writer.lines(formatDocComment({ ...type, note: `\`${name}\` as a caller writes it.` }))
      declareType(scope, scope.mapped(input, type.pointer), scope.print(type, "input"))
    }
  }
  declareSchema(scope, name, type, input)
}

function declareSchema(scope: DeclarationScope, name: string, type: TypeNode, input: string): void {
  const schema = scope.mapped(`${name}Schema`, type.pointer)
  scope.writer.line("export declare const ", schema, `: ${scope.names.runtime("Schema")}<${input}, ${name}>`)
  scope.writer.line()
}

/** Declares a printed type under a name: an interface where it can be one, because hovers then show its name. */
export function declareType(scope: DeclarationScope, name: MappedName, printed: PrintedType): void {
  const [first = "", ...rest] = printed.text.split("\n")
  if (printed.isObject) scope.writer.line("export interface ", name, ` ${first}`)
  else scope.writer.line("export type ", name, ` = ${first}`)
  scope.writer.lines(rest)
}
