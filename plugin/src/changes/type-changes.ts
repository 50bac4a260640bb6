import type { Field, ObjectShape, TypeNode, UnionShape } from "../model/type-node.ts"
import type { Value } from "../model/value.ts"
import { mark, markAll } from "./mark.ts"
import { sameMeaning } from "./same-meaning.ts"
import { typeLabel, valueLabel } from "./type-label.ts"

/** What became of a type, in sentences; `path` names it: `Pet`, `Pet.status`. */
export function typeChanges(path: string, before: TypeNode, after: TypeNode): readonly string[] {
  if (sameMeaning(before, after)) return []
  const inside = shapeChanges(path, before, after)
  if (inside.length > 0) return inside
  const [was, is] = [typeLabel(before), typeLabel(after)]
  return [was === is ? `${mark(path)} is checked otherwise` : `${mark(path)} is ${mark(is)}, no longer ${mark(was)}`]
}

function shapeChanges(path: string, before: TypeNode, after: TypeNode): readonly string[] {
  if (before.kind === "object" && after.kind === "object") return objectChanges(path, before, after)
  if (before.kind === "enum" && after.kind === "enum")
    return listChanges(path, before.values.map(valueLabel), after.values.map(valueLabel))
  if (before.kind === "union" && after.kind === "union") return unionChanges(path, before, after)
  if (before.kind === "array" && after.kind === "array") return typeChanges(`${path}[]`, before.items, after.items)
  if (before.kind === "map" && after.kind === "map") return typeChanges(`${path}[]`, before.values, after.values)
  return []
}

function unionChanges(path: string, before: UnionShape, after: UnionShape): readonly string[] {
  return listChanges(path, before.variants.map(typeLabel), after.variants.map(typeLabel))
}

function listChanges(path: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const gained = after.filter((label) => !before.includes(label))
  const lost = before.filter((label) => !after.includes(label))
  return [
    ...(gained.length > 0 ? [`${mark(path)} gained ${markAll(gained)}`] : []),
    ...(lost.length > 0 ? [`${mark(path)} lost ${markAll(lost)}`] : []),
  ]
}

function objectChanges(path: string, before: ObjectShape, after: ObjectShape): readonly string[] {
  const names = (shape: ObjectShape) => shape.fields.map(({ name }) => name)
  const kept = after.fields.flatMap((field) => {
    const old = before.fields.find(({ name }) => name === field.name)
    return old ? fieldChanges(`${path}.${field.name}`, old, field) : []
  })
  return [...listChanges(path, names(before), names(after)), ...kept]
}

function fieldChanges(path: string, before: Field, after: Field): readonly string[] {
  const changes = [...typeChanges(path, before.type, after.type)]
  if (before.required !== after.required)
    changes.push(`${mark(path)} ${after.required ? "is required" : "may be absent"}`)
  if (!sameMeaning(before.default, after.default)) changes.push(`${mark(path)} ${defaultLabel(after.default)}`)
  if (!sameMeaning(before.wire, after.wire)) changes.push(`${mark(path)} is ${markAll(after.wire)} on the wire`)
  return changes
}

function defaultLabel(value: Value | undefined): string {
  if (value === undefined) return "has no default"
  if (value.kind === "constant") return `is ${mark(valueLabel(value.value))} by default`
  return "has another default"
}
