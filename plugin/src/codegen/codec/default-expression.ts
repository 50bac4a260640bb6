import type { TypeNode } from "../../model/type-node.ts"
import type { Value } from "../../model/value.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { inScope, valueExpression } from "../value-expression.ts"
import type { TypeCode } from "./type-code.ts"

type Direction = "encode" | "decode"

/**
 * An expression for a default, or for a constant of a body, in the form that its type has on the wire: an environment variable is text, and a number
 * is none.
 */
export function defaultExpression(code: TypeCode, type: TypeNode, initial: Value, direction: Direction): string {
  if (initial.kind !== "env") return valueExpression(code.module, initial, inScope)
  const variable = valueExpression(code.module, { kind: "env", name: initial.name }, inScope)
  const reader = readerOf(code, code.analysis.resolve(type), direction)
  const read = reader === undefined ? variable : `${reader}(${variable})`
  return initial.default === undefined ? read : `${read} ?? ${encodeLiteral(initial.default)}`
}

/** What makes a type's value of text; `undefined` where text is its form. */
function readerOf({ module }: TypeCode, node: TypeNode, direction: Direction): string | undefined {
  const { kind, codec } = node
  if (codec?.kind === "bigint") return module.runtime("coerceBigint")
  // In an answer the text of a decimal is its value.
  if (codec?.kind === "decimal") return direction === "encode" ? `${module.runtime("decimal")}.encode` : undefined
  if (codec !== undefined) return undefined
  if (node.kind === "number" && node.format === "int64") return module.runtime("coerceInt64")
  if (kind === "number") return module.runtime("coerceNumber")
  return kind === "boolean" ? module.runtime("coerceBoolean") : undefined
}
