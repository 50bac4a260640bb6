import { quoteText } from "../../diagnostics/quote-text.ts"
import { isRequiredOfCaller } from "../../model/required-of-caller.ts"
import { mapTypes } from "../../model/map-types.ts"
import type { OperationModel } from "../../model/operation.ts"
import { mapOperationTypes } from "../../model/operation-types.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { Field, ObjectShape, TypeNode } from "../../model/type-node.ts"
import type { BuildContext } from "./context.ts"

type Union = Extract<TypeNode, { kind: "union" }>

export interface CheckedTypes {
  readonly operations: readonly OperationModel[]
  readonly types: ReadonlyMap<string, TypeNode>
}

/**
 * Checks that discriminators decide and that what callers write is written one way, and notes on each discriminated
 * union whether its variants differ in their required fields. Run when everything is built.
 */
export function checkUnions(operations: readonly OperationModel[], context: BuildContext): CheckedTypes {
  const check = (node: TypeNode): TypeNode => {
    if (node.kind !== "union" || node.discriminator === undefined) return node
    checkDiscriminator(node, node.discriminator, context)
    return hasDistinctFields(node, node.discriminator, context) ? { ...node, distinctFields: true } : node
  }
  const types = new Map([...context.types].map(([name, type]) => [name, mapTypes(type, check)]))
  const checked = operations.map((operation) => mapOperationTypes(operation, (type) => mapTypes(type, check)))
  checkWritten(operations, context)
  return { operations: checked, types }
}

function checkDiscriminator(union: Union, field: string, context: BuildContext): void {
  const owners = new Map<string, TypeNode>()
  for (const variant of union.variants) {
    const constant = constantOf(variant, field, context)
    if (constant === undefined) {
      if (!isReadable(variant, field, context)) continue
      context.report.add("PRISTINE_M0504", variant.pointer, { field, variant: nameVariant(variant) })
      continue
    }
    if (constant.access !== undefined) {
      const what = `${quoteText(field)} tells variants apart, so both requests and answers have it`
      context.report.add("PRISTINE_M0110", constant.pointer, { what, fix: `Remove "${constant.access}_only".` }, "key")
    }
    const identity = JSON.stringify(constant.value)
    const other = owners.get(identity)
    if (other) {
      const variants = [nameVariant(other), nameVariant(variant)]
      context.report.add("PRISTINE_M0505", variant.pointer, { field, value: constant.value, variants })
    }
    owners.set(identity, variant)
  }
}

function isReadable(variant: TypeNode, field: string, { types, unreadable }: BuildContext): boolean {
  const target = resolveType(variant, types)
  if (target.kind !== "object") return target.kind !== "any"
  const found = target.fields.find(({ name }) => name === field)
  return !unreadable.has(target.pointer) && !(found && unreadable.has(resolveType(found.type, types).pointer))
}

function constantOf(
  variant: TypeNode,
  field: string,
  { types }: BuildContext,
): (Pick<Field, "access" | "pointer"> & { readonly value: unknown }) | undefined {
  const object = resolveType(variant, types)
  if (object.kind !== "object") return undefined
  const found = object.fields.find(({ name }) => name === field)
  const type = found && resolveType(found.type, types)
  return found && type?.kind === "const" ? { ...found, value: type.value } : undefined
}

function hasDistinctFields(union: Union, discriminator: string, { types }: BuildContext): boolean {
  const required = union.variants.map((variant) => {
    const object = resolveType(variant, types)
    if (object.kind !== "object") return undefined
    const names = object.fields.filter((field) => field.required && field.name !== discriminator)
    return new Set(names.map(({ name }) => name))
  })
  return required.every((names, index) =>
    required.every(
      (others, other) => other === index || (names !== undefined && others !== undefined && !isSubset(names, others)),
    ),
  )
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  return [...small].every((name) => large.has(name))
}

/** Unions that callers write: two variants that fit one value must not give two wire forms. */
function checkWritten(operations: readonly OperationModel[], context: BuildContext): void {
  const seen = new Set<string>()
  const visit = (node: TypeNode): TypeNode => {
    if (node.kind === "ref" && !seen.has(node.name)) {
      seen.add(node.name)
      const target = context.types.get(node.name)
      if (target) mapTypes(target, visit)
    }
    if (node.kind === "union" && node.discriminator === undefined) checkOverlaps(node, context)
    return node
  }
  for (const { parameters, body } of operations) {
    for (const { type } of parameters) mapTypes(type, visit)
    if (body) mapTypes(body.type, visit)
  }
}

function checkOverlaps(union: Union, context: BuildContext): void {
  const variants = union.variants.map((node) => ({ node, object: resolveType(node, context.types) }))
  for (const [index, first] of variants.entries()) {
    for (const second of variants.slice(index + 1)) {
      if (first.object.kind !== "object" || second.object.kind !== "object") continue
      if (first.object.codec || second.object.codec) continue
      const because = findDifference(first.object, second.object, context)
      if (because === undefined) continue
      context.report.add("PRISTINE_M0506", second.node.pointer, {
        first: nameVariant(first.node),
        second: nameVariant(second.node),
        because,
      })
    }
  }
}

/** What two closed objects that can hold the same value would write differently; `undefined` when nothing. */
function findDifference(first: ObjectShape, second: ObjectShape, context: BuildContext): string | undefined {
  if (!canHold(first, second, context) || !canHold(second, first, context)) return undefined
  for (const [mine, yours] of [
    [first, second],
    [second, first],
  ] as const) {
    for (const field of mine.fields) {
      const twin = yours.fields.find(({ name }) => name === field.name)
      const filled = fillOf(field, context)
      if (filled !== (twin && fillOf(twin, context)) && (filled ?? (twin && fillOf(twin, context))) !== undefined) {
        return `only one fills in ${quoteText(field.name)}, or with another value`
      }
      if (twin && twin.wire[0] !== field.wire[0]) return `${quoteText(field.name)} has two names on the wire`
    }
  }
  return undefined
}

/** Whether every value that a caller must give to `other` is known to `object`, and constants do not exclude it. */
function canHold(object: ObjectShape, other: ObjectShape, { types }: BuildContext): boolean {
  return other.fields.every((field) => {
    const mine = object.fields.find(({ name }) => name === field.name)
    if (mine === undefined) return object.additional !== undefined || !isRequiredOfCaller(field, types)
    return !isRequiredOfCaller(field, types) || overlaps(resolveType(mine.type, types), resolveType(field.type, types))
  })
}

function overlaps(a: TypeNode, b: TypeNode): boolean {
  if (a.kind === "any" || b.kind === "any" || (a.nullable && b.nullable)) return true
  const listA = listValues(a)
  const listB = listValues(b)
  if (listA && listB) return listA.some((value) => listB.includes(value))
  const kindsA = jsonKinds(a)
  const kindsB = jsonKinds(b)
  return kindsA === undefined || kindsB === undefined || kindsA.some((kind) => kindsB.includes(kind))
}

function listValues(node: TypeNode): readonly string[] | undefined {
  if (node.kind === "const") return [JSON.stringify(node.value)]
  return node.kind === "enum" ? node.values.map((value) => JSON.stringify(value)) : undefined
}

function jsonKinds(node: TypeNode): readonly string[] | undefined {
  switch (node.kind) {
    case "const":
      return [typeof node.value]
    case "enum":
      return node.values.map((value) => typeof value)
    case "string":
    case "number":
    case "boolean":
      return [node.kind]
    case "array":
    case "tuple":
      return ["array"]
    case "map":
    case "object":
      return ["object"]
    default:
      return undefined
  }
}

function fillOf(field: ObjectShape["fields"][number], { types }: BuildContext): string | undefined {
  if (field.default) return JSON.stringify(field.default)
  const type = resolveType(field.type, types)
  return type.kind === "const" ? JSON.stringify({ kind: "constant", value: type.value }) : undefined
}

function nameVariant(node: TypeNode): string {
  return node.kind === "ref"
    ? `the type ${quoteText(node.name)}`
    : `the variant ${Number(node.pointer.split("/").at(-1) ?? 0) + 1}`
}
