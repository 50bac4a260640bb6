import { closest } from "../../diagnostics/closest.ts"
import type { Shape, TypeFacts, TypeNode } from "../../model/type-node.ts"
import { flagOf, member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { buildCodec } from "./build-codec.ts"
import { buildObject } from "./build-object.ts"
import { buildUnion } from "./build-union.ts"
import {
  arrayConstraints,
  checkConstraintKeys,
  mapConstraints,
  numberConstraints,
  stringConstraints,
} from "./constraints.ts"
import type { BuildContext } from "./context.ts"
import { olderPrimitives, primitives } from "./primitives.ts"

/** Where a type expression stands: some keys mean something only there. */
export type TypeRole = "named" | "field" | "inline"

/** Turns a checked type expression into a node. What is wrong is reported and becomes `any`. */
export function buildType(tree: Tree, context: BuildContext, role: TypeRole = "inline"): TypeNode {
  const { pointer } = tree
  const word = textOf(tree)
  if (word !== undefined) return { pointer, ...namedShape(word, tree, tree, context) }
  checkRole(tree, role, context)
  const facts = buildFacts(tree, context)
  const shape = buildShape(tree, context)
  checkKind(tree, shape, context)
  checkConstraintKeys(tree, shape.kind === "any" && facts.codec ? "any" : shape.kind, context.report)
  if (shape.kind === "enum" || shape.kind === "const") checkScalars(tree, shape, context)
  return { ...facts, ...shape }
}

/** `void` or the type of a body. */
export function buildBodyType(tree: Tree, context: BuildContext): TypeNode | undefined {
  const isVoid = tree.value === "void" || textOf(tree, "type") === "void"
  return isVoid ? undefined : buildType(tree, context)
}

function buildFacts(tree: Tree, context: BuildContext): TypeFacts {
  const description = textOf(tree, "description")
  const examples = member(tree, "examples")?.items?.map(({ value }) => value)
  const codec = buildCodec(tree, context)
  return {
    pointer: tree.pointer,
    ...(description !== undefined && { description }),
    ...(flagOf(tree, "deprecated") && { deprecated: true }),
    ...(flagOf(tree, "nullable") && { nullable: true }),
    ...(examples && { examples }),
    ...(codec && { codec }),
  }
}

const shapeKeys = ["fields", "any_of", "variants", "prefix_items", "enum", "const"]

function buildShape(tree: Tree, context: BuildContext): Shape {
  const { report } = context
  const found = shapeKeys.filter((key) => member(tree, key))
  const [first, second] = found
  if (second !== undefined) {
    const what = `"${first ?? ""}" and "${second}" describe two different shapes`
    report.add(
      "PRISTINE_M0110",
      member(tree, second)?.pointer ?? tree.pointer,
      { what, fix: "Keep one of them." },
      "key",
    )
  }
  const typeTree = member(tree, "type")
  const word = textOf(typeTree)
  const discriminator = member(tree, "discriminator")
  if (first !== undefined) checkWord(first, word, typeTree, context)
  const isUnion = first === "any_of" || first === "variants" || word === "union"
  if (discriminator !== undefined && !isUnion) {
    const because = "only a union has variants to pick from"
    report.add("PRISTINE_M0109", discriminator.pointer, { key: "discriminator", because, fix: 'Add "any_of".' }, "key")
  }
  if (isUnion) return buildUnion(tree, context)
  switch (first) {
    case "fields":
      return buildObject(tree, context)
    case "prefix_items": {
      const rest = member(tree, "items")
      const items = member(tree, "prefix_items")?.items ?? []
      return {
        kind: "tuple",
        items: items.map((item) => buildType(item, context)),
        ...(rest && { rest: buildType(rest, context) }),
      }
    }
    case "enum":
      return {
        kind: "enum",
        values: (member(tree, "enum")?.items ?? []).map(({ value }) => value).filter(isScalarValue),
      }
    case "const":
      return { kind: "const", value: member(tree, "const")?.value }
  }
  if (word !== undefined && typeTree !== undefined) return namedShape(word, typeTree, tree, context)
  if (member(tree, "items")) return namedShape("array", tree, tree, context)
  if (member(tree, "codec")) return member(tree, "codec")?.value === "bytes" ? { kind: "string" } : { kind: "any" }
  // An invalid `type` or shape was reported already; only its absence is new.
  if (!hasAnyKey(tree.value, ["type", "type_ref", "$ref", "ref", ...shapeKeys, "choices", "value"]))
    report.add("PRISTINE_M0103", tree.pointer, { key: "type", where: "a type" }, "key")
  return { kind: "any" }
}

/** The shape that a word stands for; `tree` holds the constraints. */
function namedShape(word: string, at: Tree, tree: Tree, context: BuildContext): Shape {
  const { report, typeNames } = context
  if (typeNames.has(word)) return { kind: "ref", name: word }
  switch (word) {
    case "string":
      return { kind: "string", ...stringConstraints(tree, report) }
    case "integer":
      return { kind: "number", integer: true, ...numberConstraints(tree, report) }
    case "number":
    case "float":
      return { kind: "number", integer: false, ...numberConstraints(tree, report) }
    case "boolean":
      return { kind: "boolean", ...(flagOf(tree, "coerce") && { coerce: true }) }
    case "any":
      return { kind: "any" }
    case "null":
      return { kind: "null" }
    case "array":
      return { kind: "array", items: buildItems(tree, context), ...arrayConstraints(tree, report) }
    case "map":
    case "object":
      return { kind: "map", values: buildItems(tree, context), ...mapConstraints(tree, report) }
    case "void":
      report.add("PRISTINE_M0110", at.pointer, {
        what: '"void" stands only for the body of a request or response',
        fix: 'Use "null" for a value that is always null, or leave the field out.',
      })
      return { kind: "any" }
    case "enum":
    case "literal":
      report.add("PRISTINE_M0103", tree.pointer, { key: word === "enum" ? "enum" : "const", where: "a type" }, "key")
      return { kind: "any" }
    default:
      report.add("PRISTINE_M0301", at.pointer, { name: word, suggestion: closest(word, [...typeNames, ...primitives]) })
      return { kind: "any" }
  }
}

function buildItems(tree: Tree, context: BuildContext): TypeNode {
  const items = member(tree, "items")
  return items === undefined ? { kind: "any", pointer: tree.pointer } : buildType(items, context)
}

const wordsByShape: Readonly<Record<string, readonly string[]>> = {
  fields: ["object", "map"],
  any_of: ["union"],
  variants: ["union"],
  prefix_items: ["array"],
  enum: ["string", "integer", "number", "float", "boolean", "enum"],
  const: ["string", "integer", "number", "float", "boolean", "null", "array", "map", "object", "literal"],
}

function checkWord(shape: string, word: string | undefined, at: Tree | undefined, { report }: BuildContext): void {
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

function checkKind(tree: Tree, shape: Shape, { report }: BuildContext): void {
  const kind = textOf(tree, "kind")
  if (kind === undefined || shapesByKind[kind]?.includes(shape.kind)) return
  const what = `"kind" says ${kind}, but the other keys describe ${shape.kind === "ref" ? "another type" : `the shape ${shape.kind}`}`
  report.add("PRISTINE_M0110", member(tree, "kind")?.pointer ?? tree.pointer, { what, fix: 'Remove "kind".' })
}

function checkRole(tree: Tree, role: TypeRole, { report }: BuildContext): void {
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

/** Members of an enum and a constant must be of the primitive that `type` names. */
function checkScalars(tree: Tree, shape: Shape, context: BuildContext): void {
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

function isScalarValue(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value)
}

function hasAnyKey(value: unknown, keys: readonly string[]): boolean {
  return typeof value === "object" && value !== null && keys.some((key) => Object.hasOwn(value, key))
}

/** Builds all named types, in order. */
export function buildNamedTypes(types: Tree | undefined, context: BuildContext): void {
  for (const [name, tree] of membersOf(types)) context.types.set(name, buildType(tree, context, "named"))
}
