import type { TypeNode } from "./type-node.ts"

/**
 * Rebuilds a type from the inside out; references are not followed. What `change` gives back as it is stays the same
 * object, with all that holds it: most types of a large model are only looked at.
 */
export function mapTypes(node: TypeNode, change: (node: TypeNode) => TypeNode): TypeNode {
  const inside = (inner: TypeNode) => mapTypes(inner, change)
  switch (node.kind) {
    case "array": {
      const items = inside(node.items)
      return change(items === node.items ? node : { ...node, items })
    }
    case "tuple": {
      const items = mapSame(node.items, inside)
      const rest = node.rest && inside(node.rest)
      return change(items === node.items && rest === node.rest ? node : { ...node, items, ...(rest && { rest }) })
    }
    case "map": {
      const values = inside(node.values)
      return change(values === node.values ? node : { ...node, values })
    }
    case "object": {
      const fields = mapSame(node.fields, (field) => {
        const type = inside(field.type)
        return type === field.type ? field : { ...field, type }
      })
      const additional = node.additional && inside(node.additional)
      const isSame = fields === node.fields && additional === node.additional
      return change(isSame ? node : { ...node, fields, ...(additional && { additional }) })
    }
    case "union": {
      const variants = mapSame(node.variants, inside)
      return change(variants === node.variants ? node : { ...node, variants })
    }
    case "intersection": {
      const parts = mapSame(node.parts, inside)
      return change(parts === node.parts ? node : { ...node, parts })
    }
    default:
      return change(node)
  }
}

/** Maps a list; where nothing of it changes, it stays the same list. */
export function mapSame<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = list.map(change)
  return changed.every((item, index) => item === list[index]) ? list : changed
}
