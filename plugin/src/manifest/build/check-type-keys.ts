import type { Shape, TypeNode } from "../../model/type-node.ts"
import { flagOf, member, textOf, type Tree } from "../check/tree.ts"
import type { BuildContext, TypeRole } from "./context.ts"
import { olderPrimitives, primitives } from "./primitives.ts"

const wordsByShape: Readonly<Record<string, readonly string[]>> = {
  fields: ["object", "map"],
  any_of: ["union"],
  variants: ["union"],
  prefix_items: ["array"],
  enum: ["string", "integer", "number", "float", "boolean", "enum"],
  const: ["string", "integer", "number", "float", "boolean", "null", "array", "map", "object", "literal"],
}

/** Reports a `type` that says something else than the key that gives the shape. */
export function checkWord(
  shape: string,
  word: string | undefined,
  at: Tree | undefined,
  { report }: BuildContext,
): void {
  if (word === undefined || at === undefined || wordsByShape[shape]?.includes(word)) return
  const what = `"type": "${primitives.includes(word) || olderPrimitives.includes(word) ? word : "…"}" contradicts "${shape}"`
  report.add("PRISTINE_M0110", at.pointer, { what, fix: "Remove one of them." })
}

const shapesByKind: Readonly<Record<string, readonly Shape["kind"][]>> = {
  object: ["object", "map"],
  union: ["union"],
  enum: ["enum"],
  array: ["array", "tuple"],
  map: ["map"],
  literal: ["const"],
  alias: ["any", "null", "boolean", "number", "string", "enum", "const", "array", "map", "ref"],
}

/** Reports a `kind` that the shape is not of. */
export function checkKind(tree: Tree, shape: Shape, { report }: BuildContext): void {
  const kind = textOf(tree, "kind")
  if (kind === undefined || shapesByKind[kind]?.includes(shape.kind)) return
  const what = `"kind" says ${kind}, but the other keys describe ${shape.kind === "ref" ? "another type" : `the shape ${shape.kind}`}`
  report.add("PRISTINE_M0110", member(tree, "kind")?.pointer ?? tree.pointer, { what, fix: 'Remove "kind".' })
}

/** Reports keys that mean nothing where a type stands. */
export function checkRole(tree: Tree, role: TypeRole, { report }: BuildContext): void {
  const value = member(tree, "default")
  if (value !== undefined && role === "inline") {
    const because = "only a field, a parameter or a named type can be filled in"
    report.add("PRISTINE_M0109", value.pointer, { key: "default", because, fix: "Move it to the field." }, "key")
  }
  const required = member(tree, "required")
  if (required?.items && !member(tree, "fields")) {
    const because = "a list of required fields belongs to an object with fields"
    report.add(
      "PRISTINE_M0109",
      required.pointer,
      { key: "required", because, fix: 'Add "fields", or remove it.' },
      "key",
    )
  }
}

/** Reports members of an enum that are no scalars, or twice there. Members and constants must be of the primitive that `type` names. */
export function checkScalars(tree: Tree, shape: Shape, context: BuildContext): void {
  const listed = member(tree, "enum")
  if (listed?.items) {
    if (listed.items.length === 0) context.report.add("PRISTINE_M0503", listed.pointer, { what: "the list is empty" })
    const seen = new Set<unknown>()
    for (const { value, pointer } of listed.items) {
      if (!isScalarValue(value))
        context.report.add("PRISTINE_M0102", pointer, {
          what: "A member of an enum",
          expected: "text, a number, a boolean or null",
          got: value,
        })
      else if (seen.has(value))
        context.report.add("PRISTINE_M0110", pointer, { what: "The enum lists a member twice", fix: "Remove one." })
      seen.add(value)
    }
  }
  const word = textOf(tree, "type")
  if (word === undefined || !["string", "integer", "number", "float", "boolean"].includes(word)) return
  const type: TypeNode =
    word === "string" || word === "boolean"
      ? { kind: word, pointer: tree.pointer }
      : { kind: "number", integer: word === "integer", pointer: tree.pointer }
  const what = shape.kind === "const" ? "The constant" : "A member of the enum"
  const members = shape.kind === "const" ? [member(tree, "const")] : (listed?.items ?? [])
  for (const entry of members) {
    if (entry && !(entry.value === null && flagOf(tree, "nullable")))
      context.constants.push({ pointer: entry.pointer, value: entry.value, type, what })
  }
}

/** Whether a value can be a member of an enum. */
export function isScalarValue(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value)
}
