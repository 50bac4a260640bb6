import type { ApiModel } from "../model/api-model.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { JsonSchema } from "../openapi/json-schema.ts"
import type { DiscriminatedFields } from "../model/discriminated-fields.ts"
import { schemaToJsonSchema, type Side } from "../openapi/schema-to-json-schema.ts"
import type { DeclarationNames } from "./declaration-names.ts"
import { formatCommentBody } from "./doc-comment.ts"
import type { SchemaPrinter } from "./openapi-typescript.ts"
import type { TemplateMemory } from "./template-memory.ts"
import { fillTemplate, type TypeTemplate } from "./type-template.ts"

export interface PrintedType {
  readonly text: string
  /** The text is an object with braces and can follow `interface X`. */
  readonly isObject: boolean
}

/** Prints types of the model, seen by a caller (`input`) or by a reader (`output`). */
export type TypePrinter = (type: TypeNode, side: PrintedSide) => PrintedType

export type PrintedSide = Exclude<Side, "wire">

/** Types of the model as templates: what they say, whatever other declarations are called. */
export type TemplateSource = (type: TypeNode, side: PrintedSide) => TypeTemplate

export interface TemplateOptions {
  readonly model: ApiModel
  readonly discriminated: DiscriminatedFields
  readonly schemas: SchemaPrinter
  readonly memory: TemplateMemory
}

/** Makes templates, one for all types that say the same. */
export function createTemplates({ model, discriminated, schemas, memory }: TemplateOptions): TemplateSource {
  const seen = { input: new WeakMap<TypeNode, TypeTemplate>(), output: new WeakMap<TypeNode, TypeTemplate>() }
  const find = (type: TypeNode, side: PrintedSide): TypeTemplate => {
    const schema = schemaToJsonSchema(type, { side, model, discriminated })
    return memory.take(JSON.stringify(schema), () => schemas.print(schema))
  }
  return (type, side) => {
    const template = seen[side].get(type) ?? find(type, side)
    seen[side].set(type, template)
    return template
  }
}

/** Prints templates under the names that declarations have in one file. */
export function createTypePrinter(
  templates: TemplateSource,
  model: Pick<ApiModel, "types">,
  names: Pick<DeclarationNames, "input" | "output" | "runtime">,
): TypePrinter {
  const bytes = model.types.has("Uint8Array") ? "globalThis.Uint8Array" : "Uint8Array"
  return (type, side) => {
    const template = templates(type, side)
    const text = fillTemplate(template, (hole) => {
      if (hole.kind === "schema") return names[side](hole.name)
      return hole.kind === "bytes" ? bytes : names.runtime("FilePart")
    })
    return { text, isObject: template.isObject }
  }
}

/** Comment of a property in a printed type. */
export function formatPropertyComment(schema: JsonSchema): string | undefined {
  return formatCommentBody({
    description: schema.description,
    note: formatNote(schema),
    default: schema.default,
    deprecated: schema.deprecated,
    examples: schema.examples,
  })
}

/** What a type cannot say and a reader wants to know. */
function formatNote(schema: JsonSchema): string | undefined {
  return schema.format === undefined || schema.format === "int64" ? undefined : `Format: ${schema.format}`
}
