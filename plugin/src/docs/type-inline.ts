import type { TypeNode } from "../model/type-node.ts"
import { typeText } from "../model/type-text.ts"
import { anchor } from "./anchor.ts"
import type { Inline } from "./document.ts"

/** Anchor of a named type. */
export function typeAnchor(name: string): string {
  return anchor("type", name)
}

/** A type in a few words, where the names of types lead to them. */
export function typeInline(type: TypeNode): readonly Inline[] {
  const shape = shapeInline(type)
  return type.nullable === true && type.kind !== "any" ? [...shape, " or ", { code: "null" }] : shape
}

function shapeInline(type: TypeNode): readonly Inline[] {
  switch (type.kind) {
    case "ref":
      return [{ text: type.name, to: typeAnchor(type.name) }]
    case "array":
      return ["list of ", ...typeInline(type.items)]
    case "map":
      return ["map of ", ...typeInline(type.values)]
    case "union":
      return join(type.variants.map(typeInline), " or ")
    case "intersection":
      return join(type.parts.map(typeInline), " and ")
    case "tuple":
      return ["tuple of ", ...join(type.items.map(typeInline), ", ")]
    case "enum":
      return join(
        type.values.map((value) => [{ code: JSON.stringify(value) }]),
        ", ",
      )
    default: {
      const { nullable: _, ...shape } = type
      return [type.kind === "const" ? { code: typeText(shape) } : typeText(shape)]
    }
  }
}

function join(parts: readonly (readonly Inline[])[], between: string): readonly Inline[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]))
}
