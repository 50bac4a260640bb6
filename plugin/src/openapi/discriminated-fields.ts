import type { ApiModel } from "../model/api-model.ts"
import { resolveType } from "../model/resolve-type.ts"
import type { ObjectShape, TypeNode } from "../model/type-node.ts"
import { childTypes } from "./child-types.ts"

/** Field names that tell the variants of some union apart, by the variant they stand in. */
export type DiscriminatedFields = ReadonlyMap<ObjectShape, ReadonlySet<string>>

/** Finds the objects that are variants of a discriminated union in the given types and those inside them. */
export function findDiscriminatedFields(
  roots: Iterable<TypeNode>,
  model: Pick<ApiModel, "types">,
): DiscriminatedFields {
  const found = new Map<ObjectShape, Set<string>>()

  const mark = (variant: TypeNode, name: string, depth: number): void => {
    const shape = resolveType(variant, model.types)
    if (shape.kind === "union" && depth < deepestUnion) {
      for (const nested of shape.variants) mark(nested, name, depth + 1)
    }
    if (shape.kind !== "object") return
    const names = found.get(shape) ?? new Set()
    found.set(shape, names.add(name))
  }

  const visit = (type: TypeNode): void => {
    if (type.kind === "union" && type.discriminator !== undefined) {
      for (const variant of type.variants) mark(variant, type.discriminator, 0)
    }
    for (const child of childTypes(type)) visit(child)
  }

  for (const root of roots) visit(root)
  return found
}

/** Every type that a model mentions: the named ones and those written inside operations. */
export function* mentionedTypes(model: Pick<ApiModel, "types" | "operations">): Iterable<TypeNode> {
  yield* model.types.values()
  for (const { parameters, body, result, success, errors } of model.operations) {
    for (const parameter of parameters) yield parameter.type
    if (body) yield body.type
    if (result) yield result
    for (const { type } of [...success, ...errors]) if (type) yield type
  }
}

/** Unions in unions end somewhere, unless they hold themselves. */
const deepestUnion = 16
