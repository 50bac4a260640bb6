import fc from "fast-check"
import type { ApiModel } from "../../src/model/api-model.ts"
import { findDiscriminatedFields } from "../../src/model/discriminated-fields.ts"
import { isRequiredOfCaller } from "../../src/model/required-of-caller.ts"
import type { Field, NumberShape, StringShape, TypeNode } from "../../src/model/type-node.ts"

/** Values that a caller may write for a type of a model. Types must not be recursive. */
export function arbitraryOf(model: ApiModel, node: TypeNode): fc.Arbitrary<unknown> {
  const shape = ofShape(model, node)
  return node.nullable === true ? fc.option(shape, { nil: null }) : shape
}

function ofShape(model: ApiModel, node: TypeNode): fc.Arbitrary<unknown> {
  if (node.codec?.kind === "bytes") return fc.uint8Array({ maxLength: 8 })
  const of = (each: TypeNode): fc.Arbitrary<unknown> => arbitraryOf(model, each)
  switch (node.kind) {
    case "any":
      return fc.jsonValue()
    case "null":
      return fc.constant(null)
    case "file":
      return fc.uint8Array({ maxLength: 8 })
    case "boolean":
      return fc.boolean()
    case "number":
      return ofNumber(node)
    case "string":
      return ofString(node)
    case "enum":
      return fc.constantFrom(...node.values)
    case "const":
      return fc.constant(node.value)
    case "array":
      return fc.array(of(node.items), { minLength: node.minItems ?? 0, maxLength: 3 })
    case "tuple":
      return fc.tuple(...node.items.map(of))
    case "map":
      return fc.dictionary(fc.string(), of(node.values), { maxKeys: 3 })
    case "object":
      return ofFields(model, node.fields, findDiscriminatedFields(model).get(node.pointer))
    case "union":
      return fc.oneof(...node.variants.map(of))
    case "ref": {
      const target = model.types.get(node.name)
      if (!target) throw new Error(`There is no type ${node.name}`)
      return of(target)
    }
    case "intersection":
      throw new Error("Manifests have no intersections")
  }
}

/** `tags`: fields that tell a union's variants apart. The caller writes them, although they are constants. */
function ofFields(
  model: ApiModel,
  fields: readonly Field[],
  tags: ReadonlySet<string> = new Set(),
): fc.Arbitrary<unknown> {
  const values = fields.map((field) => {
    const value = arbitraryOf(model, field.type)
    return [field.name, field.omitNull && !tags.has(field.name) ? fc.option(value, { nil: null }) : value] as const
  })
  const required = fields.filter((field) => isRequiredOfCaller(field, model.types) || tags.has(field.name))
  return fc.record(Object.fromEntries(values), { requiredKeys: required.map(({ name }) => name) })
}

function ofNumber({ integer, format, minimum = -1e9 }: NumberShape): fc.Arbitrary<unknown> {
  if (format === "int64") return fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }))
  return integer ? fc.integer({ min: minimum, max: 1e9 }) : fc.double({ noNaN: true, noDefaultInfinity: true })
}

function ofString({ format, pattern }: StringShape): fc.Arbitrary<unknown> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"))
  const date = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
  switch (format) {
    case "date-time":
      return date.map((each) => each.toISOString())
    case "date":
      return date.map((each) => each.toISOString().slice(0, 10))
    case "http-date":
      return date.map((each) => each.toUTCString())
    case "uri":
      return fc.webUrl()
    default:
      return fc.string()
  }
}
