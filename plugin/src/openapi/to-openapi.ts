import type { ApiModel } from "../model/api-model.ts"
import { findDiscriminatedFields } from "../model/discriminated-fields.ts"
import type { OperationModel, Parameter, ResponseModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { JsonSchema } from "./json-schema.ts"
import type { OpenAPI31Document, OpenAPIOperation, OpenAPIParameter, OpenAPIResponse } from "./openapi-document.ts"
import { schemaToJsonSchema } from "./schema-to-json-schema.ts"

/** Styles that only a manifest knows, as the nearest that OpenAPI knows. */
const styles: Readonly<Record<string, string>> = { segments: "simple" }

/**
 * The OpenAPI 3.1 form of a model, as the service's side of the wire sees it. Paths are keyed `path#id`, so that several
 * operations on one path and method stand side by side.
 */
export function toOpenApi(model: ApiModel): OpenAPI31Document {
  const discriminated = findDiscriminatedFields(model)
  const convert = (type: TypeNode): JsonSchema => schemaToJsonSchema(type, { side: "wire", model, discriminated })
  return {
    openapi: "3.1.0",
    info: {
      title: model.name,
      version: model.version,
      ...(model.description === undefined ? {} : { description: model.description }),
    },
    paths: Object.fromEntries(
      model.operations.map((operation) => [
        `${operation.route}#${operation.id}`,
        { [operation.method.toLowerCase()]: convertOperation(operation, convert) },
      ]),
    ),
    components: { schemas: Object.fromEntries([...model.types].map(([name, type]) => [name, convert(type)])) },
  }
}

type Convert = (type: TypeNode) => JsonSchema

function convertOperation(operation: OperationModel, convert: Convert): OpenAPIOperation {
  const { body } = operation
  return {
    operationId: operation.id,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(operation.deprecated ? { deprecated: true } : {}),
    ...(operation.tags.length === 0 ? {} : { tags: operation.tags }),
    ...(operation.parameters.length === 0
      ? {}
      : { parameters: operation.parameters.map((parameter) => convertParameter(parameter, convert)) }),
    ...(body
      ? { requestBody: { required: body.required, content: { [body.contentType]: { schema: convert(body.type) } } } }
      : {}),
    responses: Object.fromEntries(
      [...operation.success, ...operation.errors].map((response) => [
        String(response.status),
        convertResponse(streamed(operation, response), convert),
      ]),
    ),
  }
}

function convertParameter(parameter: Parameter, convert: Convert): OpenAPIParameter {
  const schema = convert(parameter.type)
  if (parameter.default?.kind === "constant") schema.default = parameter.default.value
  return {
    name: parameter.wire,
    in: parameter.in,
    required: parameter.in === "path" || parameter.required,
    ...(parameter.description === undefined ? {} : { description: parameter.description }),
    style: styles[parameter.style] ?? parameter.style,
    explode: parameter.explode,
    schema,
  }
}

const streamTypes = {
  sse: "text/event-stream",
  ndjson: "application/x-ndjson",
  "json-seq": "application/json-seq",
  bytes: "application/octet-stream",
} as const

/** A success of a stream has the stream's media type; the schema is that of one event. */
function streamed({ stream, success }: OperationModel, response: ResponseModel): ResponseModel {
  if (stream === undefined || response.media.length === 0 || !success.includes(response)) return response
  return { ...response, media: [{ type: streamTypes[stream.format] }] }
}

function convertResponse(response: ResponseModel, convert: Convert): OpenAPIResponse {
  const { type } = response
  const description = `Answer ${response.status}`
  if (!type || response.media.length === 0) return { description }
  return {
    description,
    content: Object.fromEntries(response.media.map((media) => [media.type, { schema: convert(type) }])),
  }
}
