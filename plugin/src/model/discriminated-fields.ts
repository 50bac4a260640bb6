import type { ApiModel } from "./api-model.ts"
import { childTypes } from "./child-types.ts"
import { resolveType } from "./resolve-type.ts"
import type { Pointer } from "./source.ts"
import type { TypeNode } from "./type-node.ts"

/**
 * Names of the fields that tell the variants of some union apart, by the pointer of the object that they stand in.
 * Such a field is not filled in like other constants: a caller writes it, because it chooses the variant.
 */
export type DiscriminatedFields = ReadonlyMap<Pointer, ReadonlySet<string>>

/** Finds the objects that are variants of a discriminated union anywhere in a model. */
export function findDiscriminatedFields(model: Pick<ApiModel, "types" | "operations">): DiscriminatedFields {
  const found = new Map<Pointer, Set<string>>()

  const mark = (variant: TypeNode, name: string, depth: number): void => {
    const shape = resolveType(variant, model.types)
    if (shape.kind === "union" && depth < deepestUnion) {
      for (const nested of shape.variants) mark(nested, name, depth + 1)
    }
    if (shape.kind !== "object") return
    const names = found.get(shape.pointer) ?? new Set()
    found.set(shape.pointer, names.add(name))
  }

  const visit = (type: TypeNode): void => {
    if (type.kind === "union" && type.discriminator !== undefined) {
      for (const variant of type.variants) mark(variant, type.discriminator, 0)
    }
    for (const child of childTypes(type)) visit(child)
  }

  for (const type of mentionedTypes(model)) visit(type)
  return found
}

/** Unions in unions end somewhere, unless they hold themselves. */
const deepestUnion = 16

/** The named types and those written inside operations. */
function* mentionedTypes(model: Pick<ApiModel, "types" | "operations">): Iterable<TypeNode> {
  yield* model.types.values()
  for (const { parameters, body, result, success, errors } of model.operations) {
    for (const parameter of parameters) yield parameter.type
    if (body) yield body.type
    if (result) yield result
    for (const { type } of [...success, ...errors]) if (type) yield type
  }
}
