import type { NamedValue } from "../model/operation.ts"
import type { Expression, Value } from "../model/value.ts"

/** A value as a manifest writes it: a constant, `{ env }` or `{ from }`. */
export function writeValue(value: Value): unknown {
  if (value.kind === "constant") return value.value
  const source = value.kind === "env" ? { env: value.name } : { from: writeExpression(value.expression) }
  return value.default === undefined ? source : { ...source, default: value.default }
}

/** Values by name. */
export function writeValues(values: readonly NamedValue[]): Record<string, unknown> {
  return Object.fromEntries(values.map(({ name, value }) => [name, writeValue(value)]))
}

/** The text of a runtime expression (OpenAPI 3.1, section 4.8.20.4, and the manifest's own). */
export function writeExpression(expression: Expression): string {
  if ("name" in expression) return `$${expression.kind}.${expression.name}`
  if (!("path" in expression)) return `$${expression.kind}`
  const steps = expression.path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`)
  return `$${expression.kind}${steps.length === 0 ? "" : `#${steps.join("")}`}`
}
