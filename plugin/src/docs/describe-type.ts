import type { Field, TypeNode } from "../model/type-node.ts"
import { paragraphs, type Block, type Inline } from "./document.ts"
import { fieldNotes, typeNotes } from "./field-notes.ts"
import { typeAnchor, typeInline } from "./type-inline.ts"

/** The section of a named type. */
export function describeNamedType(name: string, type: TypeNode): readonly Block[] {
  return [
    { kind: "heading", level: 3, id: typeAnchor(name), text: name, isCode: true },
    ...deprecation(type.deprecated),
    ...paragraphs(type.description),
    ...describeShape(type),
  ]
}

/** What is in a type: fields as a table, anything else in words. */
export function describeShape(type: TypeNode): readonly Block[] {
  const notes = typeNotes(type)
  const more: readonly Block[] = notes.length > 0 ? [{ kind: "list", items: notes }] : []
  if (type.kind === "object") return [...describeFields(type.fields), ...describeOpenness(type), ...more]
  if (type.kind === "enum" || type.kind === "union") {
    const items =
      type.kind === "enum"
        ? type.values.map((value): Inline[] => [{ code: JSON.stringify(value) }])
        : type.variants.map(typeInline)
    return [{ kind: "paragraph", content: ["One of:"] }, { kind: "list", items }, ...describeInside(type), ...more]
  }
  return [{ kind: "paragraph", content: capitalised(typeInline(type)) }, ...describeInside(type), ...more]
}

/** The fields of objects without a name within a type, as a table; nothing where there are none. */
export function describeInside(type: TypeNode): readonly Block[] {
  const inside = insideOf(type, "")
  return inside.length === 0 ? [] : [fieldTable(inside)]
}

/** A table of fields; `where` says where each of them travels. */
export function describeFields(fields: readonly Field[], where?: (field: Field) => string): readonly Block[] {
  if (fields.length === 0) return [{ kind: "paragraph", content: ["No fields."] }]
  const placed = fields.flatMap((field) => withInside(field, field.name, where?.(field)))
  return [fieldTable(placed, where !== undefined)]
}

/** A field with its path from the object that the table is about: `owner.name`, `tags[].color`. */
interface PlacedField {
  readonly path: string
  readonly field: Field
  readonly sentIn: string | undefined
}

function withInside(field: Field, path: string, sentIn?: string): readonly PlacedField[] {
  return [{ path, field, sentIn }, ...insideOf(field.type, path, sentIn)]
}

/** Fields of the objects that a type holds without a name; types with one have sections of their own. */
function insideOf(type: TypeNode, path: string, sentIn?: string): readonly PlacedField[] {
  switch (type.kind) {
    case "object":
      return type.fields.flatMap((field) =>
        withInside(field, path === "" ? field.name : `${path}.${field.name}`, sentIn),
      )
    case "array":
      return insideOf(type.items, `${path}[]`, sentIn)
    case "map":
      return insideOf(type.values, `${path}{}`, sentIn)
    case "intersection":
      return type.parts.flatMap((part) => insideOf(part, path, sentIn))
    case "union":
      // Counted as they are listed.
      return type.variants.flatMap((variant, index) => insideOf(variant, `${path}(${index + 1})`, sentIn))
    case "tuple":
      return type.items.flatMap((item, index) => insideOf(item, `${path}[${index}]`, sentIn))
    default:
      return []
  }
}

function fieldTable(fields: readonly PlacedField[], hasPlaces = false): Block {
  const row = ({ path, field, sentIn = "" }: PlacedField): readonly (readonly Inline[])[] => [
    [{ code: path }],
    typeInline(field.type),
    [field.required ? "yes" : "no"],
    ...(hasPlaces ? [[sentIn]] : []),
    describeText(field),
  ]
  const head = ["Name", "Type", "Required", ...(hasPlaces ? ["Sent in"] : []), "Description"]
  return { kind: "table", head, rows: fields.map(row) }
}

export function deprecation(isDeprecated: boolean | undefined): readonly Block[] {
  return isDeprecated === true ? [{ kind: "paragraph", content: ["Deprecated."] }] : []
}

function describeText(field: Field): readonly Inline[] {
  const notes = fieldNotes(field)
  const text = field.type.description
  const listed = notes.flatMap((note, index): Inline[] => [...(index > 0 ? ["; "] : []), ...note])
  if (text === undefined) return listed
  return notes.length === 0 ? [text] : [text, " (", ...listed, ")"]
}

function describeOpenness({ additional }: Extract<TypeNode, { kind: "object" }>): readonly Block[] {
  if (!additional) return []
  return [{ kind: "paragraph", content: ["Other fields: ", ...typeInline(additional)] }]
}

function capitalised(content: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = content
  return typeof first === "string" ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : content
}
