import type { TypeNode } from "../../model/type-node.ts"
import type { BuildContext } from "./context.ts"
import { isCatastrophic } from "../../patterns/is-catastrophic.ts"

/** Checks every default, constant and enum member against its type. Run when all types are built. */
export function checkConstants({ constants, report, types }: BuildContext): void {
  for (const { pointer, value, type, what } of constants) {
    if (!conforms(value, type, types, 0)) {
      report.add("PRISTINE_M0502", pointer, { what, got: value, expected: describe(type, types) })
    }
  }
}

/** What a codec reads from numbers is written as one in a manifest, too. */
function hasOwnForm({ codec }: TypeNode): boolean {
  return codec !== undefined && codec.kind !== "decimal" && codec.kind !== "bigint"
}

/** Whether plain JSON is a value of a type. What code turns it into, and formats, are not known here and pass. */
function conforms(value: unknown, node: TypeNode, types: ReadonlyMap<string, TypeNode>, depth: number): boolean {
  if (depth > 64 || hasOwnForm(node) || (value === null && node.nullable)) return true
  const inside = (item: unknown, type: TypeNode) => conforms(item, type, types, depth + 1)
  switch (node.kind) {
    case "any":
    case "intersection":
      return true
    case "file":
      return false
    case "null":
      return value === null
    case "boolean":
      return typeof value === "boolean"
    case "number":
      return typeof value === "number" && fitsNumber(value, node)
    case "string":
      return typeof value === "string" && fitsString(value, node)
    case "enum":
      return node.values.some((member) => member === value)
    case "const":
      return JSON.stringify(value) === JSON.stringify(node.value)
    case "array":
      return (
        Array.isArray(value) &&
        value.length >= (node.minItems ?? 0) &&
        value.length <= (node.maxItems ?? Infinity) &&
        value.every((item) => inside(item, node.items))
      )
    case "tuple":
      return (
        Array.isArray(value) &&
        value.length >= node.items.length &&
        value.every((item, index) => inside(item, node.items[index] ?? node.rest ?? { kind: "null", pointer: "" }))
      )
    case "map":
      return isObject(value) && Object.values(value).every((item) => inside(item, node.values))
    case "object": {
      if (!isObject(value)) return false
      const known = new Map(node.fields.map((field) => [field.name, field]))
      const complete = node.fields.every(
        (field) =>
          !field.required ||
          field.default !== undefined ||
          isConstant(field.type, types) ||
          Object.hasOwn(value, field.name),
      )
      return (
        complete &&
        Object.entries(value).every(([name, item]) => {
          const field = known.get(name)
          if (field === undefined) return node.additional !== undefined && inside(item, node.additional)
          return (item === null && field.omitNull) || inside(item, field.type)
        })
      )
    }
    case "union":
      return node.variants.some((variant) => inside(value, variant))
    case "ref": {
      const target = types.get(node.name)
      return target === undefined || inside(value, target)
    }
  }
}

function isConstant(node: TypeNode, types: ReadonlyMap<string, TypeNode>): boolean {
  const target = node.kind === "ref" ? types.get(node.name) : node
  return target?.kind === "const"
}

function fitsNumber(value: number, node: Extract<TypeNode, { kind: "number" }>): boolean {
  return (
    // JSON's reader has rounded what is no safe integer.
    (!node.integer || Number.isSafeInteger(value)) &&
    value >= (node.minimum ?? -Infinity) &&
    value <= (node.maximum ?? Infinity) &&
    value > (node.exclusiveMinimum ?? -Infinity) &&
    value < (node.exclusiveMaximum ?? Infinity)
  )
}

function fitsString(value: string, node: Extract<TypeNode, { kind: "string" }>): boolean {
  const { length } = Array.from(value)
  return length >= (node.minLength ?? 0) && length <= (node.maxLength ?? Infinity) && matches(value, node.pattern)
}

/** A pattern that does not compile, or might never come to an end, was reported already. */
function matches(value: string, pattern: string | undefined): boolean {
  if (pattern === undefined || value.length > 200 || isCatastrophic(pattern)) return true
  try {
    return new RegExp(pattern, "u").test(value)
  } catch {
    return true
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function describe(node: TypeNode, types: ReadonlyMap<string, TypeNode>): string {
  switch (node.kind) {
    case "string":
      return "text that fits the type"
    case "number":
      return node.integer ? "an integer that fits the type" : "a number that fits the type"
    case "boolean":
      return "true or false"
    case "file":
      return "a file, which only a caller can give"
    case "enum":
      return `one of ${node.values
        .map((value) => JSON.stringify(value))
        .join(", ")
        .slice(0, 200)}`
    case "array":
    case "tuple":
      return "a list that fits the type"
    case "object":
    case "map":
      return "an object that fits the type"
    case "ref": {
      const target = types.get(node.name)
      return target === undefined || target.kind === "ref" ? "a value of the type" : describe(target, types)
    }
    default:
      return "a value of the type"
  }
}
