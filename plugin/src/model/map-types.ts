import type { TypeNode } from "./type-node.ts"

/** Rebuilds a type from the inside out; references are not followed. */
export function mapTypes(node: TypeNode, change: (node: TypeNode) => TypeNode): TypeNode {
  const inside = (inner: TypeNode) => mapTypes(inner, change)
  switch (node.kind) {
    case "array":
      return change({ ...node, items: inside(node.items) })
    case "tuple":
      return change({ ...node, items: node.items.map(inside), ...(node.rest && { rest: inside(node.rest) }) })
    case "map":
      return change({ ...node, values: inside(node.values) })
    case "object":
      return change({
        ...node,
        fields: node.fields.map((field) => ({ ...field, type: inside(field.type) })),
        ...(node.additional && { additional: inside(node.additional) }),
      })
    case "union":
      return change({ ...node, variants: node.variants.map(inside) })
    case "intersection":
      return change({ ...node, parts: node.parts.map(inside) })
    default:
      return change(node)
  }
}
