import { encodeIdentifier } from "../codegen/encode/identifier.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { JsonSchema } from "../openapi/json-schema.ts"
import type { DiscriminatedFields } from "../model/discriminated-fields.ts"
import { schemaToJsonSchema, type Side } from "../openapi/schema-to-json-schema.ts"
import type { DeclarationNames } from "./declaration-names.ts"
import { formatCommentBody } from "./doc-comment.ts"
import type { PrintedType, SchemaPrinter } from "./openapi-typescript.ts"

/** Prints types of the model, seen by a caller (`input`) or by a reader (`output`). */
export type TypePrinter = (type: TypeNode, side: Exclude<Side, "wire">) => PrintedType

export interface TypePrinterOptions {
  readonly model: ApiModel
  /** What a named type is called, seen from one side. Default: its own name. */
  readonly names?: Pick<DeclarationNames, "input" | "output" | "runtime">
  readonly discriminated: DiscriminatedFields
  readonly schemas: SchemaPrinter
}

export function createTypePrinter({ model, names, discriminated, schemas }: TypePrinterOptions): TypePrinter {
  const bytes = model.types.has("Uint8Array") ? "globalThis.Uint8Array" : "Uint8Array"
  return (type, side) =>
    schemas.print(schemaToJsonSchema(type, { side, model, discriminated }), {
      nameOf: names?.[side] ?? encodeIdentifier,
      commentOf: formatPropertyComment,
      bytes,
      file: () => names?.runtime("FilePart") ?? "FilePart",
    })
}

function formatPropertyComment(schema: JsonSchema): string | undefined {
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
