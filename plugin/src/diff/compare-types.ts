import { resolveType } from "../model/resolve-type.ts"
import type { TypeNode } from "../model/type-node.ts"
import { typeText } from "../model/type-text.ts"
import { compareConstraints } from "./compare-constraints.ts"
import { compareFacts } from "./compare-facts.ts"
import { compareObjects } from "./compare-objects.ts"
import { compareVariants } from "./compare-variants.ts"
import type { ComparedModels, Place } from "./compared-models.ts"
import { membersOf, sameMembers } from "./members.ts"

/**
 * Notes what is different between two types at one place, as whoever is at the other end of `flow` sees it. What both
 * sides refer to by the same name is compared where it is declared, once.
 */
export function compareTypes(models: ComparedModels, before: TypeNode, after: TypeNode, place: Place): void {
  const isSameName = before.kind === "ref" && after.kind === "ref" && before.name === after.name
  if (isSameName) {
    compareFacts(models, before, after, place)
    return
  }
  const pair = `${before.kind === "ref" ? before.name : ""} ${after.kind === "ref" ? after.name : ""}`
  if (pair !== " " && place.following?.includes(pair)) return
  const inside = pair === " " ? place : { ...place, following: [...(place.following ?? []), pair] }
  const [old, now] = [resolveType(before, models.before.types), resolveType(after, models.after.types)]
  compareFacts(models, old, now, inside)
  compareShapes(models, old, now, inside)
}

function compareShapes(models: ComparedModels, before: TypeNode, after: TypeNode, place: Place): void {
  const { note } = models
  const texts = { what: place.what, from: typeText(before), to: typeText(after) }
  if (before.kind === "union" || after.kind === "union") {
    compareVariants(models, before, after, place)
    return
  }
  const [members, others] = [membersOf(before), membersOf(after)]
  if (members && others && !sameMembers(members, others)) {
    for (const member of others.filter((each) => !members.includes(each)))
      note("enum-member-added", after.pointer, { what: place.what, to: member }, place)
    for (const member of members.filter((each) => !others.includes(each)))
      note("enum-member-removed", after.pointer, { what: place.what, from: member }, place)
  }
  if (members && others) return
  const relation = relate(before, after)
  if (relation !== "same") {
    note(relation, after.pointer, texts, place)
    return
  }
  compareInside(models, before, after, place)
}

function compareInside(models: ComparedModels, before: TypeNode, after: TypeNode, place: Place): void {
  const within = (what: string): Place => ({ ...place, what })
  compareConstraints(models.note, before, after, place)
  if (before.kind === "array" && after.kind === "array")
    compareTypes(models, before.items, after.items, within(`${place.what}[]`))
  else if (before.kind === "map" && after.kind === "map")
    compareTypes(models, before.values, after.values, within(`${place.what}[key]`))
  else if (before.kind === "object" && after.kind === "object") compareObjects(models, before, after, place)
  else if (before.kind === "tuple" && after.kind === "tuple")
    comparePairs(models, tupleItems(before), tupleItems(after), place)
  else if (before.kind === "intersection" && after.kind === "intersection")
    comparePairs(models, before.parts, after.parts, place)
}

/** Lists of types that are told apart by where they stand; their lengths are the same. */
function comparePairs(
  models: ComparedModels,
  before: readonly TypeNode[],
  after: readonly TypeNode[],
  place: Place,
): void {
  for (const [index, old] of before.entries()) {
    const now = after[index]
    if (now) compareTypes(models, old, now, { ...place, what: `${place.what}[${index}]` })
  }
}

function tupleItems(type: Extract<TypeNode, { kind: "tuple" }>): readonly TypeNode[] {
  return type.rest ? [...type.items, type.rest] : type.items
}

/** What became of a type as a whole. */
function relate(before: TypeNode, after: TypeNode): "same" | "type-changed" | "type-widened" | "type-narrowed" {
  if (before.kind === "any" && after.kind === "any") return "same"
  if (after.kind === "any") return "type-widened"
  if (before.kind === "any") return "type-narrowed"
  if (membersFit(before, after)) return "type-widened"
  if (membersFit(after, before)) return "type-narrowed"
  if (before.kind !== after.kind) return "type-changed"
  if (before.kind === "number" && after.kind === "number" && before.integer !== after.integer)
    return before.integer ? "type-widened" : "type-narrowed"
  if (before.kind === "tuple" && after.kind === "tuple")
    return lengthOf(before) === lengthOf(after) ? "same" : "type-changed"
  if (before.kind === "intersection" && after.kind === "intersection")
    return before.parts.length === after.parts.length ? "same" : "type-changed"
  return "same"
}

function lengthOf({ items, rest }: Extract<TypeNode, { kind: "tuple" }>): string {
  return `${items.length}${rest ? "+" : ""}`
}

/** Whether every value of an enum or constant is one of a primitive. */
function membersFit(some: TypeNode, all: TypeNode): boolean {
  const values = some.kind === "enum" ? some.values : some.kind === "const" ? [some.value] : undefined
  if (values === undefined) return false
  if (all.kind === "string" || all.kind === "boolean") return values.every((value) => typeof value === all.kind)
  return (
    all.kind === "number" &&
    values.every((value) => (all.integer ? Number.isInteger(value) : typeof value === "number"))
  )
}
