import type { ApiModel } from "../model/api-model.ts"
import type { DiscriminatedFields } from "../model/discriminated-fields.ts"
import { isRequiredOfCaller } from "../model/required-of-caller.ts"
import { resolveType } from "../model/resolve-type.ts"
import type { Field, NumberShape, ObjectShape, StringShape, TypeNode, UnionShape } from "../model/type-node.ts"
import type { Value } from "../model/value.ts"
import type { JsonSchema, JsonType } from "./json-schema.ts"
import { writeValue } from "./write-value.ts"

/**
 * The same type looks different from three sides:
 * - `wire`: names and values as they travel, as an OpenAPI document states them;
 * - `input`: what a caller may write: defaults and constants may be left out, `null` may mean absent;
 * - `output`: what a reader gets: defaults are filled in, and an enum may have members that nobody knew at build time.
 */
export type Side = "wire" | "input" | "output"

export interface JsonSchemaOptions {
  readonly side: Side
  readonly model: Pick<ApiModel, "types">
  /** Default: none. */
  readonly discriminated?: DiscriminatedFields
  /** Key of a named type in `components`. Default: its name. */
  readonly component?: (name: string) => string
}

/** The JSON Schema of one type, seen from one side. References stay references to `#/components/schemas/…`. */
export function schemaToJsonSchema(type: TypeNode, options: JsonSchemaOptions): JsonSchema {
  return convert(type, { discriminated: new Map(), component: (name) => name, ...options })
}

type Context = Required<JsonSchemaOptions>

function convert(type: TypeNode, context: Context): JsonSchema {
  const shape = convertShape(type, context)
  const schema = type.nullable === true && type.kind !== "any" ? makeNullable(shape) : shape
  if (type.description !== undefined) schema.description = type.description
  if (type.deprecated === true) schema.deprecated = true
  if (type.examples !== undefined) schema.examples = type.examples
  if (context.side === "wire" && type.secret === true && schema.format !== "password")
    schema["x-pristine-secret"] = true
  return schema
}

function convertShape(type: TypeNode, context: Context): JsonSchema {
  switch (type.kind) {
    case "any":
      return {}
    case "null":
    case "boolean":
      return { type: type.kind }
    case "file":
      return context.side === "wire"
        ? { type: "string", format: "binary" }
        : { type: "string", "x-pristine-file": true }
    case "number":
      if (context.side !== "wire" && type.codec?.kind === "decimal") return { type: "string", format: "decimal" }
      if (context.side !== "wire" && type.codec?.kind === "bigint")
        return { ...convertNumber(type), "x-pristine-bigint": true }
      return convertNumber(type)
    case "string":
      return convertString(type)
    case "enum":
      return convertEnum(type.values, context.side)
    case "const":
      return type.value === null ? { type: "null" } : { const: type.value }
    case "array":
      return {
        type: "array",
        items: convert(type.items, context),
        ...pick(type, ["minItems", "maxItems", "uniqueItems"]),
      }
    case "tuple":
      return {
        type: "array",
        prefixItems: type.items.map((item) => convert(item, context)),
        items: type.rest ? convert(type.rest, context) : false,
        minItems: type.items.length,
      }
    case "map":
      return {
        type: "object",
        additionalProperties: convert(type.values, context),
        ...pick(type, ["minProperties", "maxProperties"]),
      }
    case "object":
      return convertObject(type, context)
    case "union":
      return {
        anyOf: type.variants.map((variant) => convert(variant, context)),
        ...(context.side === "wire" && convertDiscriminator(type, context)),
      }
    case "intersection":
      return { allOf: type.parts.map((part) => convert(part, context)) }
    case "ref":
      return { $ref: schemaReference(context.component(type.name)) }
  }
}

/**
 * OpenAPI's own mapping goes by names of schemas, so the values have to be told; a variant without a name cannot be in it.
 *
 * @see OpenAPI 3.1, section 4.8.25
 */
function convertDiscriminator(
  { discriminator, variants }: UnionShape,
  { model, component }: Context,
): Pick<JsonSchema, "discriminator"> {
  if (discriminator === undefined) return {}
  const mapping: [value: string, reference: string][] = []
  let propertyName: string | undefined
  for (const variant of variants) {
    const shape = resolveType(variant, model.types)
    const field = shape.kind === "object" ? shape.fields.find(({ name }) => name === discriminator) : undefined
    const tag = field && resolveType(field.type, model.types)
    const values: readonly unknown[] = tag?.kind === "const" ? [tag.value] : tag?.kind === "enum" ? tag.values : []
    propertyName ??= field?.wire[0]
    if (variant.kind !== "ref" || values.length === 0) return {}
    for (const value of values) mapping.push([String(value), schemaReference(component(variant.name))])
  }
  return { discriminator: { propertyName: propertyName ?? discriminator, mapping: Object.fromEntries(mapping) } }
}

/** `#/components/schemas/<name>`, escaped as a JSON Pointer in a URI fragment. */
export function schemaReference(name: string): string {
  return `#/components/schemas/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`
}

function convertNumber(type: NumberShape): JsonSchema {
  return {
    type: type.integer ? "integer" : "number",
    ...pick(type, ["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
  }
}

function convertString(type: TypeNode & StringShape): JsonSchema {
  if (type.codec?.kind === "bytes") return { type: "string", contentEncoding: "base64" }
  return { type: "string", ...pick(type, ["format", "pattern", "minLength", "maxLength"]) }
}

function convertEnum(values: readonly (string | number | boolean | null)[], side: Side): JsonSchema {
  const listed: JsonSchema = { enum: values }
  if (side !== "output") return listed
  const open = (["string", "number"] as const).filter((kind) => values.some((value) => typeof value === kind))
  return open.length === 0 ? listed : { anyOf: [listed, ...open.map((kind) => ({ type: kind }))] }
}

function convertObject(type: TypeNode & ObjectShape, context: Context): JsonSchema {
  const discriminators = context.discriminated.get(type.pointer)
  const schema: JsonSchema = { type: "object", properties: Object.create(null) as Record<string, JsonSchema> }
  const required: string[] = []
  for (const field of type.fields) {
    const name = context.side === "wire" ? (field.wire[0] ?? field.name) : field.name
    const isNeeded = isRequired(field, context, discriminators?.has(field.name) ?? false)
    Object.assign(schema.properties as object, { [name]: convertField(field, context, isNeeded) })
    if (isNeeded) required.push(name)
  }
  if (required.length > 0) schema.required = required
  schema.additionalProperties = type.additional ? convert(type.additional, context) : false
  return schema
}

/** What tells a union's variants apart has to be there on every side: a constant in it is not filled in. */
function isRequired(field: Field, context: Context, discriminates: boolean): boolean {
  if (discriminates) return true
  if (context.side === "input") return isRequiredOfCaller(field, context.model.types)
  return field.required || (context.side === "output" && isAlwaysFilled(field.default))
}

/** A default that depends on the environment or on an exchange may be missing when it is needed. */
function isAlwaysFilled(value: Value | undefined): boolean {
  return value !== undefined && (value.kind === "constant" || value.default !== undefined)
}

function convertField(field: Field, context: Context, isNeeded: boolean): JsonSchema {
  const schema = convert(field.type, context)
  if (field.default?.kind === "constant") schema.default = field.default.value
  else if (field.default && context.side === "wire") schema["x-pristine-default"] = writeValue(field.default)
  if (field.access !== undefined && context.side === "wire")
    schema[field.access === "read" ? "readOnly" : "writeOnly"] = true
  if (field.wire.length > 1 && context.side === "wire") schema["x-pristine-alias"] = field.wire
  const takesNull = field.omitNull && context.side === "input" && !isNeeded
  return takesNull && !isNullable(field.type, context) ? acceptNull(schema) : schema
}

function isNullable(type: TypeNode, context: Context): boolean {
  const resolved = resolveType(type, context.model.types)
  return resolved.nullable === true || resolved.kind === "any"
}

/** Annotations stay outermost, where a reader of the property looks for them. */
function acceptNull(schema: JsonSchema): JsonSchema {
  const { description, deprecated, examples, default: filled, ...shape } = schema
  return {
    ...makeNullable(shape),
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(examples === undefined ? {} : { examples }),
    ...(filled === undefined ? {} : { default: filled }),
  }
}

function makeNullable(schema: JsonSchema): JsonSchema {
  if (schema.anyOf && Object.keys(schema).length === 1) return { anyOf: [...schema.anyOf, { type: "null" }] }
  if (isNull(schema) || Object.keys(schema).length === 0) return schema
  if (isScalar(schema.type)) return { ...schema, type: [schema.type, "null"] }
  return { anyOf: [schema, { type: "null" }] }
}

function isNull(schema: JsonSchema): boolean {
  return schema.type === "null"
}

function isScalar(type: JsonSchema["type"]): type is JsonType {
  return typeof type === "string" && ["boolean", "integer", "number", "string"].includes(type)
}

function pick<Source extends object, Key extends keyof Source>(
  source: Source,
  keys: readonly Key[],
): Pick<Source, Key> {
  return Object.fromEntries(keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]])) as Pick<
    Source,
    Key
  >
}
