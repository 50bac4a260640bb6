import type { ArrayShape, NumberShape, Shape, StringShape } from "../../model/type-node.ts"
import { encodeRegExp } from "../encode/regexp.ts"
import type { SchemaContext } from "./schema-expression.ts"

/** Formats with a check of their own. Any other is documentation (`password`, `int32`, vendor formats). */
const stringFormats: ReadonlyMap<string, string> = new Map([
  ["date-time", "dateTime"],
  ["date", "date"],
  ["uuid", "uuid"],
  ["uri", "uri"],
  ["email", "email"],
  ["http-date", "httpDate"],
  ["byte", "byte"],
])

export function stringChecks(context: SchemaContext, node: StringShape): string[] {
  const format = node.format === undefined ? undefined : stringFormats.get(node.format)
  return [
    ...(format === undefined ? [] : [`${context.module.schema(format)}()`]),
    ...limits(context, { minLength: node.minLength, maxLength: node.maxLength }),
    ...(node.pattern === undefined ? [] : [`${context.module.schema("pattern")}(${encodeRegExp(node.pattern)})`]),
  ]
}

export function numberChecks(context: SchemaContext, node: NumberShape): string[] {
  return limits(context, {
    minimum: node.minimum,
    maximum: node.maximum,
    exclusiveMinimum: node.exclusiveMinimum,
    exclusiveMaximum: node.exclusiveMaximum,
    multipleOf: node.multipleOf,
  })
}

export function arrayChecks(context: SchemaContext, node: ArrayShape): string[] {
  return [
    ...limits(context, { minItems: node.minItems, maxItems: node.maxItems }),
    ...(node.uniqueItems === true ? [`${context.module.schema("uniqueItems")}()`] : []),
  ]
}

export function mapChecks(context: SchemaContext, node: Extract<Shape, { kind: "map" }>): string[] {
  return limits(context, { minProperties: node.minProperties, maxProperties: node.maxProperties })
}

function limits(context: SchemaContext, values: Readonly<Record<string, number | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${context.module.schema(name)}(${String(value)})`]
  })
}
