import { closest } from "../../diagnostics/closest.ts"
import type { Shape } from "../../model/type-node.ts"
import type { Report } from "../../diagnostics/report.ts"
import { flagOf, member, numberOf, textOf, type Tree } from "../check/tree.ts"
import { isCatastrophic } from "../../patterns/is-catastrophic.ts"

const stringKeys = ["pattern", "min_length", "max_length"]
const numberKeys = ["minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"]
const arrayKeys = ["min_items", "max_items", "unique_items"]
const mapKeys = ["min_properties", "max_properties"]

/** Constraint keys by the kind of shape that they mean something for. */
const keysByShape: Readonly<Record<string, readonly string[]>> = {
  string: [...stringKeys, "format"],
  number: [...numberKeys, "format", "coerce"],
  boolean: ["coerce"],
  array: [...arrayKeys, "items"],
  tuple: ["items"],
  map: [...mapKeys, "items"],
  object: ["additional_properties"],
}

const all = [...new Set(Object.values(keysByShape).flat())]

/** JSON Schema's and OpenAPI's registries, and `http-date`. */
const numberFormats = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"]
const stringFormats = [
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri"],
  ...[
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
  ],
  ...["byte", "binary", "password", "http-date", "decimal", "base64url", "char", "commonmark", "html", "media-range"],
]

/** Reports constraints that mean nothing for a shape: `min_items` on text. */
export function checkConstraintKeys(tree: Tree, shape: string, report: Report): void {
  const allowed = keysByShape[shape] ?? []
  for (const key of all) {
    const found = member(tree, key)
    if (found === undefined || allowed.includes(key)) continue
    const because = `it says nothing about ${shapeWords[shape] ?? shape}`
    report.add("PRISTINE_M0109", found.pointer, { key, because, fix: "Remove it, or change the type." }, "key")
  }
}

/** Reports a decimal that is no number, and limits that nothing would check: a caller's value is text. */
export function checkDecimal(tree: Tree, shape: Shape, report: Report): void {
  if (shape.kind !== "number" && shape.kind !== "any") {
    const what = `"decimal" is a codec of numbers, not of ${shapeWords[shape.kind] ?? shape.kind}`
    report.add("PRISTINE_M0110", member(tree, "codec")?.pointer ?? tree.pointer, { what, fix: 'Set "type": "number".' })
  }
  for (const key of [...numberKeys, "format", "coerce"]) {
    const found = member(tree, key)
    const because = "a decimal is text for its caller: no limit and no format is checked"
    if (found) report.add("PRISTINE_M0109", found.pointer, { key, because, fix: "Remove it, or the codec." }, "key")
  }
}

/** Reports a `bigint` that is no integer of 64 bits on the wire. */
export function checkBigint(tree: Tree, shape: Shape, report: Report): void {
  const isInteger = shape.kind === "number" && shape.integer
  if (!isInteger && shape.kind !== "any") {
    const is = shape.kind === "number" ? "numbers with a fraction" : (shapeWords[shape.kind] ?? shape.kind)
    const what = `"bigint" is a codec of integers, not of ${is}`
    report.add("PRISTINE_M0110", member(tree, "codec")?.pointer ?? tree.pointer, {
      what,
      fix: 'Set "type": "integer".',
    })
  }
  const format = member(tree, "format")
  if (isInteger && format && format.value !== "int64") {
    const because = "a bigint is an integer of 64 bits on the wire"
    report.add("PRISTINE_M0109", format.pointer, { key: "format", because, fix: 'Remove it, or write "int64".' }, "key")
  }
  const coerce = member(tree, "coerce")
  if (coerce) {
    const because = "a bigint is read from a number alone"
    report.add("PRISTINE_M0109", coerce.pointer, { key: "coerce", because, fix: "Remove it, or the codec." }, "key")
  }
}

/** Constraints of text. */
export function stringConstraints(tree: Tree, report: Report): StringConstraints {
  const pattern = textOf(tree, "pattern")
  const patternTree = member(tree, "pattern")
  if (patternTree) checkPattern(patternTree, report)
  checkFormat(tree, stringFormats, numberFormats, report)
  checkOrder(tree, "min_length", "max_length", report)
  return {
    ...entry("format", textOf(tree, "format")),
    ...entry("pattern", pattern),
    ...entry("minLength", numberOf(tree, "min_length")),
    ...entry("maxLength", numberOf(tree, "max_length")),
  }
}

interface StringConstraints {
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
}

/** Constraints of a number. */
export function numberConstraints(tree: Tree, report: Report): NumberConstraints {
  checkFormat(tree, numberFormats, stringFormats, report)
  checkOrder(tree, "minimum", "maximum", report)
  checkOrder(tree, "minimum", "exclusive_maximum", report, true)
  checkOrder(tree, "exclusive_minimum", "maximum", report, true)
  checkOrder(tree, "exclusive_minimum", "exclusive_maximum", report, true)
  return {
    ...entry("format", textOf(tree, "format")),
    ...entry("minimum", numberOf(tree, "minimum")),
    ...entry("maximum", numberOf(tree, "maximum")),
    ...entry("exclusiveMinimum", numberOf(tree, "exclusive_minimum")),
    ...entry("exclusiveMaximum", numberOf(tree, "exclusive_maximum")),
    ...entry("multipleOf", numberOf(tree, "multiple_of")),
    ...(flagOf(tree, "coerce") && { coerce: true }),
  }
}

interface NumberConstraints {
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly coerce?: boolean
}

/** Constraints of an array. */
export function arrayConstraints(tree: Tree, report: Report): ArrayConstraints {
  checkOrder(tree, "min_items", "max_items", report)
  return {
    ...entry("minItems", numberOf(tree, "min_items")),
    ...entry("maxItems", numberOf(tree, "max_items")),
    ...(flagOf(tree, "unique_items") && { uniqueItems: true }),
  }
}

interface ArrayConstraints {
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

/** Constraints of a map. */
export function mapConstraints(tree: Tree, report: Report): MapConstraints {
  checkOrder(tree, "min_properties", "max_properties", report)
  return {
    ...entry("minProperties", numberOf(tree, "min_properties")),
    ...entry("maxProperties", numberOf(tree, "max_properties")),
  }
}

interface MapConstraints {
  readonly minProperties?: number
  readonly maxProperties?: number
}

/**
 * Reports text that is no ECMAScript regular expression with the `u` flag, as JSON Schema asks, and one that a few
 * characters keep busy.
 */
export function checkPattern(tree: Tree, report: Report): void {
  const pattern = textOf(tree) ?? ""
  try {
    new RegExp(pattern, "u")
    if (isCatastrophic(pattern)) report.add("PRISTINE_M0510", tree.pointer, { pattern })
  } catch (error) {
    const message = error instanceof Error ? error.message : "it does not compile"
    const reason = (message.split(": ").at(-1) ?? message).toLowerCase()
    report.add("PRISTINE_M0501", tree.pointer, { pattern, reason })
  }
}

function checkFormat(tree: Tree, own: readonly string[], other: readonly string[], report: Report): void {
  const format = textOf(tree, "format")
  const pointer = member(tree, "format")?.pointer
  if (format === undefined || pointer === undefined || own.includes(format)) return
  if (other.includes(format)) {
    const what = other === numberFormats ? "numbers" : "text"
    report.add("PRISTINE_M0503", pointer, { what: `the format "${format}" is for ${what}` })
  } else report.add("PRISTINE_M0508", pointer, { format, suggestion: closest(format, own) })
}

function checkOrder(tree: Tree, least: string, most: string, report: Report, strict = false): void {
  const low = numberOf(tree, least)
  const high = numberOf(tree, most)
  const pointer = member(tree, most)?.pointer
  if (low === undefined || high === undefined || pointer === undefined) return
  if (strict ? low >= high : low > high)
    report.add("PRISTINE_M0503", pointer, { what: `"${least}" is ${low}, and "${most}" is ${high}` })
}

const shapeWords: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "booleans",
  number: "numbers",
  array: "arrays",
  tuple: "tuples",
  map: "maps",
  object: "an object with fields",
  enum: "an enum",
  const: "a constant",
  union: "a union",
  ref: "a reference to another type",
  any: "any value",
  null: "null",
}

function entry<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  // A computed key loses its name in TypeScript, so the type is stated here once.
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
