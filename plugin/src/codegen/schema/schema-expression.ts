import type { Field, ObjectShape, TypeNode, UnionShape } from "../../model/type-node.ts"
import { isRequiredOfCaller } from "../../model/required-of-caller.ts"
import type { CodeModule } from "../code-module.ts"
import type { TypeAnalysis } from "../codec/type-analysis.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutArray, layoutCall, layoutObject } from "../layout.ts"
import { tagValues } from "../codec/match-expression.ts"
import { arrayChecks, mapChecks, numberChecks, stringChecks } from "./checks.ts"

/** Where schema code is written, and what named schemas are called there. */
export interface SchemaContext {
  readonly module: CodeModule
  readonly analysis: TypeAnalysis
  readonly reference: (type: string) => string
}

/** An expression that makes the schema of a type's value side: what a caller writes and what a call returns. */
export function schemaExpression(context: SchemaContext, node: TypeNode): string {
  const shape = shapeExpression(context, node)
  return node.nullable === true ? call(context, "nullable", [shape]) : shape
}

function shapeExpression(context: SchemaContext, node: TypeNode): string {
  if (node.codec?.kind === "bytes") return call(context, "bytes", [])
  if (node.codec?.kind === "decimal") {
    return call(context, "decimal", node.kind === "number" && node.integer ? ["true"] : [])
  }
  if (node.codec?.kind === "code") return call(context, "opaque", [])
  switch (node.kind) {
    case "any":
    case "boolean":
      return call(context, node.kind, [])
    case "file":
      return call(context, "file", [context.module.runtime("isFilePart")])
    case "null":
      return call(context, "literal", ["null"])
    case "string":
      return checked(context, call(context, "string", []), stringChecks(context, node))
    case "number": {
      const wide = node.codec?.kind === "bigint" ? "bigint" : "int64"
      const base = node.format === "int64" ? wide : node.integer ? "integer" : "number"
      return checked(context, call(context, base, []), numberChecks(context, node))
    }
    case "enum":
      return call(context, "picklist", [encodeLiteral(node.values)])
    case "const":
      return call(context, isPrimitive(node.value) ? "literal" : "constant", [encodeLiteral(node.value)])
    case "array":
      return checked(
        context,
        call(context, "array", [schemaExpression(context, node.items)]),
        arrayChecks(context, node),
      )
    case "tuple": {
      const items = layoutArray(node.items.map((item) => schemaExpression(context, item)))
      return call(context, "tuple", node.rest ? [items, schemaExpression(context, node.rest)] : [items])
    }
    case "map":
      return checked(
        context,
        call(context, "record", [schemaExpression(context, node.values)]),
        mapChecks(context, node),
      )
    case "object":
      return objectExpression(context, node, [node.pointer])
    case "union":
      return unionExpression(context, node)
    case "intersection":
      return intersectionExpression(context, node.parts, node.pointer)
    case "ref":
      return context.reference(node.name)
  }
}

/** `pointers`: the objects of the model that it stands for. */
function objectExpression(context: SchemaContext, node: ObjectShape, pointers: readonly string[]): string {
  const entries = layoutObject(
    node.fields.map((field) => `${encodeKey(field.name)}: ${entryExpression(context, field, pointers)}`),
  )
  if (!node.additional) return call(context, "object", [entries])
  return call(context, "objectWithRest", [entries, schemaExpression(context, node.additional)])
}

function entryExpression(context: SchemaContext, field: Field, pointers: readonly string[]): string {
  const schema = schemaExpression(context, field.type)
  if (pointers.some((pointer) => context.analysis.discriminates(pointer, field))) return call(context, "tag", [schema])
  if (field.omitNull) return call(context, "nullish", [schema])
  return isRequiredOfCaller(field, context.analysis.model.types) ? schema : call(context, "optional", [schema])
}

function unionExpression(context: SchemaContext, node: UnionShape): string {
  const { discriminator, variants } = node
  const schemas = variants.map((variant) => schemaExpression(context, variant))
  const tags = variants.map((variant) => tagsOf(context, variant, discriminator))
  if (discriminator === undefined || !tags.every((tag) => tag !== undefined)) {
    return call(context, "union", [layoutArray(schemas)])
  }
  const pairs = schemas.flatMap((schema, index) => {
    return (tags[index] ?? []).map((tag) => layoutArray([encodeLiteral(tag), schema]))
  })
  const distinct = node.distinctFields === true ? ["true"] : []
  return call(context, "variant", [encodeLiteral(discriminator), layoutArray(pairs), ...distinct])
}

/** Values of the discriminator that mean this variant. */
function tagsOf(context: SchemaContext, variant: TypeNode, name: string | undefined): readonly unknown[] | undefined {
  const shape = context.analysis.resolve(variant)
  const field = shape.kind === "object" ? shape.fields.find((each) => each.name === name) : undefined
  return field && tagValues(context.analysis.resolve(field.type))
}

/** Objects become one object, so that no part refuses the keys of another; anything else has to fit every part. */
function intersectionExpression(context: SchemaContext, parts: readonly TypeNode[], pointer: string): string {
  const shapes = parts.map((part) => context.analysis.resolve(part))
  const objects = shapes.filter((shape) => shape.kind === "object")
  if (objects.length < shapes.length) {
    return call(context, "intersection", [layoutArray(parts.map((part) => schemaExpression(context, part)))])
  }
  const fields = new Map<string, Field>()
  for (const object of objects) {
    for (const field of object.fields) {
      const known = fields.get(field.name)
      const type: TypeNode = known ? { kind: "intersection", parts: [known.type, field.type], pointer } : field.type
      fields.set(field.name, { ...field, type, required: field.required || known?.required === true })
    }
  }
  const additional = objects.every((object) => object.additional) ? objects[0]?.additional : undefined
  const merged: ObjectShape = { kind: "object", fields: [...fields.values()], ...(additional && { additional }) }
  return objectExpression(
    context,
    merged,
    objects.map((object) => object.pointer),
  )
}

function checked(context: SchemaContext, schema: string, checks: readonly string[]): string {
  return checks.length === 0 ? schema : call(context, "pipe", [schema, ...checks])
}

function call(context: SchemaContext, constructor: string, args: readonly string[]): string {
  return layoutCall(context.module.schema(constructor), args)
}

function isPrimitive(value: unknown): boolean {
  return value === null || typeof value !== "object"
}
