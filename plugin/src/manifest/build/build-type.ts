import { closest } from "../../diagnostics/closest.ts"
import type { Shape, TypeFacts, TypeNode } from "../../model/type-node.ts"
import { flagOf, member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { buildCodec } from "./build-codec.ts"
import { buildDefault, buildObject } from "./build-object.ts"
import { buildUnion } from "./build-union.ts"
import {
  arrayConstraints,
  checkBigint,
  checkConstraintKeys,
  checkDecimal,
  mapConstraints,
  numberConstraints,
  stringConstraints,
} from "./constraints.ts"
import { checkKind, checkRole, checkScalars, checkWord, isScalarValue } from "./check-type-keys.ts"
import type { BuildContext, TypeRole } from "./context.ts"
import { abbreviated, primitives } from "./primitives.ts"

/** Turns a checked type expression into a node. What is wrong is reported and becomes `any`. */
export function buildType(tree: Tree, context: BuildContext, role: TypeRole = "inline"): TypeNode {
  const { pointer } = tree
  const word = textOf(tree)
  if (word !== undefined) return { pointer, ...namedShape(word, tree, tree, context) }
  const facts = buildFacts(tree, context)
  const written = buildShape(tree, context)
  const shape = facts.codec?.kind === "bigint" ? exactShape(written) : written
  if (context.unreadable.has(pointer)) return { ...facts, ...shape }
  checkRole(tree, role, context)
  checkKind(tree, shape, context)
  checkConstraintKeys(tree, shape.kind === "any" && facts.codec ? "any" : shape.kind, context.report)
  if (facts.codec?.kind === "decimal") checkDecimal(tree, shape, context.report)
  if (facts.codec?.kind === "bigint") checkBigint(tree, written, context.report)
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
    ...(isSecret(tree) && { secret: true }),
    ...(flagOf(tree, "nullable") && { nullable: true }),
    ...(examples && { examples }),
    ...(codec && { codec }),
  }
}

function isSecret(tree: Tree): boolean {
  if (member(tree, "secret") !== undefined) return flagOf(tree, "secret")
  return textOf(tree, "format") === "password" || flagOf(tree, "write_only")
}

const shapeKeys = ["fields", "any_of", "variants", "prefix_items", "enum", "const"]
/** Keys of which one says what a type is; the last are refused words of other languages. */
const meaningKeys = [
  ...["type", "kind", "items", "discriminator", ...shapeKeys],
  ...["properties", "one_of", "oneOf", "anyOf", "all_of", "allOf", "values"],
]

function buildShape(tree: Tree, context: BuildContext): Shape {
  const { report } = context
  if (meaningKeys.some((key) => tree.lost?.has(key))) context.unreadable.add(tree.pointer)
  const found = membersOf(tree).flatMap(([key]) => (shapeKeys.includes(key) ? [key] : []))
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
  const isReadable = !context.unreadable.has(tree.pointer)
  if (first !== undefined && isReadable) checkWord(first, word, typeTree, context)
  const isUnion = first === "any_of" || first === "variants" || word === "union"
  if (discriminator !== undefined && !isUnion && isReadable) {
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
  const codec = member(tree, "codec")
  if (codec?.value === "decimal") return { kind: "number", integer: false }
  if (codec?.value === "bigint") return { kind: "number", integer: true }
  if (codec) return codec.value === "bytes" ? { kind: "string" } : { kind: "any" }
  // An invalid `type` or shape was reported already; only its absence is new.
  if (isReadable) report.add("PRISTINE_M0103", tree.pointer, { key: "type", where: "a type" }, "key")
  return unreadable(tree, context)
}

/** What is always a `bigint` is read and written as an integer of 64 bits. */
function exactShape(shape: Shape): Shape {
  return shape.kind === "number" ? { ...shape, format: "int64" } : shape
}

function unreadable({ pointer }: Tree, context: BuildContext): Shape {
  context.unreadable.add(pointer)
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
    case "file":
      return { kind: word }
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
      return unreadable(tree, context)
    case "enum":
    case "literal":
      report.add("PRISTINE_M0103", tree.pointer, { key: word === "enum" ? "enum" : "const", where: "a type" }, "key")
      return unreadable(tree, context)
    default:
      report.add("PRISTINE_M0301", at.pointer, {
        name: word,
        suggestion: closest(word, [...typeNames, ...primitives]) ?? abbreviated.get(word),
      })
      return unreadable(tree, context)
  }
}

function buildItems(tree: Tree, context: BuildContext): TypeNode {
  const items = member(tree, "items")
  return items === undefined ? { kind: "any", pointer: tree.pointer } : buildType(items, context)
}

/** Builds all named types, in order. */
export function buildNamedTypes(types: Tree | undefined, context: BuildContext): void {
  for (const [name, tree] of membersOf(types)) {
    const type = buildType(tree, context, "named")
    context.types.set(name, type)
    // Fields of the type take the default from the tree; here it is only checked.
    buildDefault(tree, type, context)
  }
}
