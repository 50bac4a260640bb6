import type { Field, TypeNode } from "../model/type-node.ts"
import type { Value } from "../model/value.ts"
import type { Inline } from "./document.ts"

const limits = {
  minimum: "at least",
  exclusiveMinimum: "more than",
  maximum: "at most",
  exclusiveMaximum: "less than",
  multipleOf: "a multiple of",
  minLength: "characters: at least",
  maxLength: "characters: at most",
  minItems: "items: at least",
  maxItems: "items: at most",
  minProperties: "members: at least",
  maxProperties: "members: at most",
  pattern: "pattern",
  format: "format",
} as const

/** What a type or field asks beyond its type, one note after the other. */
export function typeNotes(type: TypeNode): readonly (readonly Inline[])[] {
  const facts = type as unknown as Readonly<Record<string, unknown>>
  const notes = Object.entries(limits).flatMap(([name, words]): (readonly Inline[])[] => {
    const value = facts[name]
    if (typeof value !== "string" && typeof value !== "number") return []
    return [[`${words} `, { code: String(value) }]]
  })
  if (facts["uniqueItems"] === true) notes.push(["no item twice"])
  if (type.secret === true) notes.push(["secret"])
  if (type.deprecated === true) notes.push(["deprecated"])
  return notes
}

/** The same for a field, with its default and its name on the wire. */
export function fieldNotes(field: Field): readonly (readonly Inline[])[] {
  const notes = [...typeNotes(field.type)]
  if (field.default) notes.push(["default ", valueInline(field.default)])
  if (field.access !== undefined) notes.push([field.access === "read" ? "in answers only" : "in requests only"])
  if (field.omitNull) notes.push([{ code: "null" }, " means absent"])
  const others = field.wire.filter((name) => name !== field.name)
  if (others.length > 0)
    notes.push([
      "on the wire ",
      ...others.flatMap((name, index): Inline[] => [...(index > 0 ? [", "] : []), { code: name }]),
    ])
  return notes
}

/** A value of a manifest in a few words. */
export function valueInline(value: Value): Inline {
  if (value.kind === "constant") return { code: JSON.stringify(value.value) }
  return value.kind === "env" ? `the variable ${value.name}` : "what is known at run time"
}
