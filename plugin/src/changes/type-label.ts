import type { TypeNode } from "../model/type-node.ts"

/** A type in a few letters, as a sentence names it: `integer`, `Pet[]`, `cat | dog`. */
export function typeLabel(type: TypeNode): string {
  const label = shapeLabel(type)
  return type.nullable && type.kind !== "null" ? `${label} | null` : label
}

/** A constant, as a sentence names it. */
export function valueLabel(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}

function shapeLabel(type: TypeNode): string {
  switch (type.kind) {
    case "ref":
      return type.name
    case "number":
      return type.integer ? "integer" : "number"
    case "array":
      return `${typeLabel(type.items)}[]`
    case "map":
      return `map of ${typeLabel(type.values)}`
    case "enum":
      return type.values.map(valueLabel).join(" | ")
    case "const":
      return valueLabel(type.value)
    case "union":
      return type.variants.map(typeLabel).join(" | ")
    default:
      return type.kind
  }
}
