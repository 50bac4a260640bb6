import { flatInput } from "../model/flat-input.ts"
import type { OperationModel } from "../model/operation.ts"
import type { DeclarationScope } from "./declaration-scope.ts"
import { declareType } from "./declare-types.ts"
import { printFailures } from "./declared-failures.ts"
import type { PrintedType } from "./type-printer.ts"

/** Longer types get a name, so that the operation's own hover stays short. */
const longestInline = 60

const runtimeTypes = {
  unary: "Operation",
  stream: "StreamOperation",
  future: "FutureOperation",
  pages: "PageOperation",
} as const

/** Declares what an operation takes, gives and fails with, and returns the type of the operation itself. */
export function declareOperation(scope: DeclarationScope, operation: OperationModel): string {
  const names = scope.names.operation(operation)
  declareType(scope, scope.mapped(names.input, operation.pointer), printInput(scope, operation))
  const output = declareOutput(scope, operation)
  declareFailures(scope, operation)
  scope.writer.line()

  const item = operation.kind === "pages" ? `, ${printItem(scope, operation)}` : ""
  return `${scope.names.runtime(runtimeTypes[operation.kind])}<${names.input}, ${output}${item}, ${names.error}>`
}

function printInput(scope: DeclarationScope, operation: OperationModel): PrintedType {
  const input = flatInput(operation, scope.model)
  // No key may be written; `{}` would take anything.
  const isEmpty = input.kind === "object" && input.fields.length === 0 && !input.additional
  return isEmpty ? { text: "{ [key: string]: never }", isObject: false } : scope.print(input, "input")
}

function declareOutput(scope: DeclarationScope, operation: OperationModel): string {
  if (!operation.result) return "void"
  const printed = scope.print(operation.result, "output")
  const isShort = !printed.text.includes("\n") && printed.text.length <= longestInline
  if (isShort) return printed.text
  const name = scope.names.operation(operation).output
  declareType(scope, scope.mapped(name, operation.pointer), printed)
  return name
}

function declareFailures(scope: DeclarationScope, operation: OperationModel): void {
  const { runtime } = scope.names
  const name = scope.mapped(scope.names.operation(operation).error, operation.pointer)
  const text = printFailures(operation, runtime, (type) => scope.print(type, "output").text)
  const [first = "", ...rest] = text.split("\n")
  scope.writer.line("export type ", name, ` = ${first}`)
  scope.writer.lines(rest)
}

function printItem(scope: DeclarationScope, operation: OperationModel): string {
  return operation.page ? scope.print(operation.page.item, "output").text : "unknown"
}
