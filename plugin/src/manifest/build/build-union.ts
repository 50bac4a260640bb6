import { quoteValue } from "../../diagnostics/quote-text.ts"
import type { Side } from "../../diagnostics/report.ts"
import type { Shape } from "../../model/type-node.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import { typeChain } from "./type-lookups.ts"

interface Variant {
  readonly tree: Tree
  /** The value that the older forms give; the variant's own constant must agree. */
  readonly tag?: Tree
  /** A map's keys are the values. */
  readonly side?: Side
}

/** Builds a union from `any_of`, or from the older `variants` and `mapping`. */
export function buildUnion(tree: Tree, context: BuildContext): Shape {
  const variants = listVariants(tree)
  if (variants.length === 0) {
    const given = ["any_of", "variants"].map((key) => member(tree, key)).find((found) => found !== undefined)
    if (given) context.report.add("PRISTINE_M0503", given.pointer, { what: "the union has no variants" })
    else if (!context.unreadable.has(tree.pointer))
      context.report.add("PRISTINE_M0103", tree.pointer, { key: "any_of", where: "a type" }, "key")
    return { kind: "any" }
  }
  const discriminator = discriminatorOf(tree)
  for (const variant of variants) checkTag(variant, discriminator, context)
  const nodes = variants.map((variant) => context.build(variant.tree, context))
  return { kind: "union", variants: nodes, ...(discriminator !== undefined && { discriminator }) }
}

function listVariants(tree: Tree): readonly Variant[] {
  const plain = member(tree, "any_of")?.items
  if (plain) return plain.map((variant) => ({ tree: variant }))
  const older = member(tree, "variants") ?? member(member(tree, "discriminator"), "mapping")
  if (older?.items) {
    return older.items.flatMap((entry) => {
      const type = member(entry, "type")
      const tag = member(entry, "value")
      return type && tag ? [{ tree: type, tag }] : []
    })
  }
  return membersOf(older).map(([value, type]) => ({ tree: type, tag: { pointer: type.pointer, value }, side: "key" }))
}

function discriminatorOf(tree: Tree): string | undefined {
  const given = member(tree, "discriminator")
  if (given === undefined) return member(tree, "variants") ? "type" : undefined
  return textOf(given) ?? textOf(given, "field") ?? "type"
}

function checkTag({ tree, tag, side }: Variant, discriminator: string | undefined, context: BuildContext): void {
  if (tag === undefined || discriminator === undefined) return
  const object = typeChain(tree, context).find((step) => member(step, "fields"))
  const constant = member(member(member(object, "fields"), discriminator), "const")
  // A variant without a constant is reported with all other unions.
  if (constant === undefined || constant.value === tag.value) return
  const what = `The union says ${quoteValue(tag.value)}, the variant's constant is ${quoteValue(constant.value)}`
  const fix = 'List the types in "any_of"; their constants suffice.'
  context.report.add("PRISTINE_M0110", tag.pointer, { what, fix }, side)
}
