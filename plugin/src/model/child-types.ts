import type { TypeNode } from "../model/type-node.ts"

/** The types written directly inside a type; what a reference names is not among them. */
export function childTypes(type: TypeNode): readonly TypeNode[] {
  switch (type.kind) {
    case "array":
      return [type.items]
    case "tuple":
      return type.rest ? [...type.items, type.rest] : type.items
    case "map":
      return [type.values]
    case "object":
      return [...type.fields.map((field) => field.type), ...(type.additional ? [type.additional] : [])]
    case "union":
      return type.variants
    case "intersection":
      return type.parts
    default:
      return []
  }
}
