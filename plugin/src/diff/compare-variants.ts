import { resolveType } from "../model/resolve-type.ts"
import type { TypeNode } from "../model/type-node.ts"
import { typeText } from "../model/type-text.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { ComparedModels, Place } from "./compared-models.ts"
import { membersOf } from "./members.ts"
import { sameMeaning } from "./same-meaning.ts"

/**
 * Notes variants that are new or gone; a type that is no union is one of a single variant. Variants are the same if they
 * have the same name, mean the same, or have the same constant in the discriminator.
 */
export function compareVariants(models: ComparedModels, before: TypeNode, after: TypeNode, place: Place): void {
  const olds = variantsOf(before)
  const news = new Set(variantsOf(after))
  const gone: TypeNode[] = []
  for (const old of olds) {
    const match = [...news].find((each) => isSame(each, old)) ?? sameTag(models, { old, before }, { news, after })
    if (!match) {
      gone.push(old)
      continue
    }
    news.delete(match)
    models.compareTypes(models, old, match, { ...place, what: `${place.what} as ${typeText(match)}` })
  }
  const [old, ...moreOld] = gone
  const [now, ...moreNew] = news
  // One of each kind left over on both sides: that one has changed.
  if (old && now && moreOld.length + moreNew.length === 0 && isAlike(models, old, now)) {
    models.compareTypes(models, old, now, { ...place, what: `${place.what} as ${typeText(now)}` })
    return
  }
  for (const variant of gone)
    models.note("variant-removed", after.pointer, { what: place.what, from: typeText(variant) }, place)
  for (const variant of news)
    models.note("variant-added", variant.pointer, { what: place.what, to: typeText(variant) }, place)
}

function variantsOf(type: TypeNode): readonly TypeNode[] {
  if (type.kind === "union") return type.variants
  const { nullable: _, ...rest } = type
  return [rest]
}

function isSame(one: TypeNode, other: TypeNode): boolean {
  if (one.kind === "ref" || other.kind === "ref")
    return one.kind === "ref" && other.kind === "ref" && one.name === other.name
  return sameMeaning(one, other)
}

function isAlike(models: ComparedModels, before: TypeNode, after: TypeNode): boolean {
  return resolveType(before, models.before.types).kind === resolveType(after, models.after.types).kind
}

function sameTag(
  models: ComparedModels,
  { old, before }: { readonly old: TypeNode; readonly before: TypeNode },
  { news, after }: { readonly news: ReadonlySet<TypeNode>; readonly after: TypeNode },
): TypeNode | undefined {
  const tag = tagOf(old, before, models.before)
  return tag === undefined ? undefined : [...news].find((each) => tagOf(each, after, models.after) === tag)
}

function tagOf(variant: TypeNode, union: TypeNode, { types }: ApiModel): string | undefined {
  if (union.kind !== "union" || union.discriminator === undefined) return undefined
  const shape = resolveType(variant, types)
  const field = shape.kind === "object" ? shape.fields.find(({ name }) => name === union.discriminator) : undefined
  return field && membersOf(resolveType(field.type, types))?.join()
}
