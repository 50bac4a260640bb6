import { closest } from "../../diagnostics/closest.ts"
import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Parameter, PathPart } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { member, textOf, type Tree } from "../check/tree.ts"
import { buildDefault, omitsNull } from "./build-object.ts"
import { buildType } from "./build-type.ts"
import type { BuildContext } from "./context.ts"
import { effectiveMap, type EndpointEntry } from "./endpoint-entry.ts"
import { isDangerousName } from "./names.ts"
import type { TemplatePart } from "./parse-path.ts"

export interface ParametersAndPath {
  /** Path parameters first, in the order of the path; then as declared. */
  readonly parameters: readonly Parameter[]
  readonly path: readonly PathPart[]
}

/**
 * Parameters of an endpoint, declared or only mentioned in its path, and the path made of them. Without a template, where
 * the path cannot be read, nothing is said about the places of parameters.
 */
export function buildParameters(
  entry: EndpointEntry,
  template: readonly TemplatePart[] | undefined,
  context: BuildContext,
): ParametersAndPath {
  const inPath = template?.flatMap((part) => ("parameter" in part ? [part.parameter] : []))
  const declared = effectiveMap(entry, "parameters").map(([name, tree]) =>
    buildParameter(name, tree, inPath, entry, context),
  )
  const byWire = new Map(
    declared.filter((parameter) => parameter.in === "path").map((parameter) => [parameter.wire, parameter]),
  )
  const pathPointer = member(entry.tree, "path")?.pointer ?? entry.tree.pointer
  for (const wire of inPath ?? []) {
    if (byWire.has(wire)) continue
    if (isDangerousName(wire)) context.report.add("PRISTINE_M0204", pathPointer, { name: wire, what: "a parameter" })
    byWire.set(wire, undeclared(wire, pathPointer))
  }
  checkDoubles(declared, context)
  checkSlips(entry, declared, byWire, context)
  return {
    parameters: [
      ...[...new Set(inPath ?? [])].flatMap((wire) => byWire.get(wire) ?? []),
      ...declared.filter((p) => p.in !== "path"),
    ],
    path: (template ?? []).map((part) => {
      if ("text" in part) return { kind: "text", text: part.text }
      const parameter = byWire.get(part.parameter)
      return {
        kind: "parameter",
        name: parameter?.name ?? part.parameter,
        style: parameter?.style === "segments" ? "segments" : "simple",
      }
    }),
  }
}

/** A parameter that names no place and nearly the name of one that the path has and nobody declares is meant for the path. */
function checkSlips(
  entry: EndpointEntry,
  declared: readonly Parameter[],
  inPath: ReadonlyMap<string, Parameter>,
  { report }: BuildContext,
): void {
  const missing = [...inPath].flatMap(([wire, parameter]) => (declared.includes(parameter) ? [] : [wire]))
  if (missing.length === 0) return
  for (const [name, tree] of effectiveMap(entry, "parameters")) {
    const wire = textOf(tree, "alias") ?? name
    if (member(tree, "in") || inPath.has(wire)) continue
    // `id` beside `{petId}` is meant for it, too.
    const ending = new RegExp(`${wire.replaceAll(/\W/g, "")}$`, "i")
    const suggestion = closest(wire, missing) ?? missing.find((each) => wire !== "" && ending.test(each))
    const path = textOf(entry.tree, "path") ?? ""
    if (suggestion !== undefined) report.add("PRISTINE_M0406", tree.pointer, { name: wire, path, suggestion }, "key")
  }
}

function undeclared(wire: string, pointer: string): Parameter {
  return {
    name: wire,
    wire,
    in: "path",
    type: { kind: "string", pointer },
    required: true,
    omitNull: false,
    style: "simple",
    explode: false,
    pointer,
  }
}

function buildParameter(
  name: string,
  tree: Tree,
  inPath: readonly string[] | undefined,
  entry: EndpointEntry,
  context: BuildContext,
): Parameter {
  const { report } = context
  const wire = textOf(tree, "alias") ?? name
  const place = placeOf(tree, wire, inPath)
  if (isDangerousName(name)) report.add("PRISTINE_M0204", tree.pointer, { name, what: "a parameter" }, "key")
  if (place === "path" && inPath && !inPath.includes(wire)) {
    const path = textOf(entry.tree, "path") ?? ""
    report.add("PRISTINE_M0401", tree.pointer, { name: wire, path, suggestion: closest(wire, inPath) }, "key")
  }
  const where = member(tree, "in")
  if (where && place !== "path" && inPath?.includes(wire)) {
    const what = `The path has a place for ${quoteText(wire)}, which would be sent twice`
    report.add("PRISTINE_M0110", where.pointer, { what, fix: 'Remove "in", or rename one of the two.' })
  }
  const type = buildType(tree, context, "field")
  const given = member(tree, "required")
  if (place === "path" && given?.value === false) {
    const what = "A parameter in the path is always required"
    report.add("PRISTINE_M0110", given.pointer, { what, fix: 'Remove "required".' })
  }
  const required = place === "path" || given?.value === true
  const value = buildDefault(tree, type, context)
  const description = textOf(tree, "description")
  const style = textOf(tree, "style") ?? (place === "query" ? "form" : "simple")
  if (inPath) checkStyle(tree, style, place, context)
  if (place === "header" && !/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/.test(wire)) {
    const expected = 'a header\'s name as "alias"'
    report.add("PRISTINE_M0108", tree.pointer, { what: "a header's name", got: wire, expected }, "key")
  }
  return {
    name,
    wire,
    in: place,
    type,
    required,
    omitNull: omitsNull(tree, required, context.omitNull, context),
    style,
    explode: place === "query" && (member(tree, "explode")?.value ?? true) === true,
    ...(place === "query" && member(tree, "allow_reserved")?.value === true && { allowReserved: true }),
    pointer: tree.pointer,
    ...(value && { default: value }),
    ...(description !== undefined && { description }),
  }
}

function placeOf(tree: Tree, wire: string, inPath: readonly string[] | undefined): Parameter["in"] {
  const given = textOf(tree, "in")
  if (given === "path" || given === "query" || given === "header") return given
  return inPath?.includes(wire) ? "path" : "query"
}

const stylesByPlace = { path: ["simple", "segments"], query: ["form"], header: ["simple"] }

const queryOnly = [
  ["explode", "only a list in a query can be exploded"],
  ["allow_reserved", "only a query has values that may hold them"],
] as const

function checkStyle(tree: Tree, style: string, place: Parameter["in"], { report }: BuildContext): void {
  const styleTree = member(tree, "style")
  if (styleTree && !stylesByPlace[place].includes(style)) {
    const because = `a ${place} is not written in the style "${style}"`
    const fix = `Use ${stylesByPlace[place].map((name) => `"${name}"`).join(" or ")}.`
    report.add("PRISTINE_M0109", styleTree.pointer, { key: "style", because, fix })
  }
  if (place === "query") return
  for (const [key, because] of queryOnly) {
    const given = member(tree, key)
    if (given) report.add("PRISTINE_M0109", given.pointer, { key, because, fix: "Remove it." }, "key")
  }
}

/** Reports parameters whose values the place they are sent in cannot carry. Asked when all types are built. */
export function checkParameterTypes(parameters: readonly Parameter[], context: BuildContext): void {
  for (const { name, in: place, type, pointer } of parameters) {
    const problem = describeUnwritable(type, place === "query", context, new Set())
    if (problem !== undefined) context.report.add("PRISTINE_M0404", pointer, { name, place, type: problem }, "key")
  }
}

function describeUnwritable(
  node: TypeNode,
  listAllowed: boolean,
  context: BuildContext,
  seen: Set<string>,
): string | undefined {
  switch (node.kind) {
    case "ref": {
      const target = context.types.get(node.name)
      if (target === undefined || seen.has(node.name)) return undefined
      seen.add(node.name)
      return describeUnwritable(target, listAllowed, context, seen)
    }
    case "object":
    case "map":
    case "intersection":
      return node.codec ? undefined : "an object"
    case "array":
      return listAllowed ? describeUnwritable(node.items, false, context, seen) : "a list"
    case "tuple":
      return "a list"
    case "union":
      for (const variant of node.variants) {
        const problem = describeUnwritable(variant, listAllowed, context, seen)
        if (problem !== undefined) return problem
      }
      return undefined
    default:
      return undefined
  }
}

function checkDoubles(parameters: readonly Parameter[], { report }: BuildContext): void {
  const seen = new Map<string, Parameter>()
  for (const parameter of parameters) {
    const identity = `${parameter.in} ${parameter.in === "header" ? parameter.wire.toLowerCase() : parameter.wire}`
    const other = seen.get(identity)
    if (other) {
      const what = `The parameters ${quoteText(other.name)} and ${quoteText(parameter.name)} have the same name on the wire`
      report.add("PRISTINE_M0110", parameter.pointer, { what, fix: 'Change one "alias".' }, "key")
    }
    seen.set(identity, parameter)
  }
}
