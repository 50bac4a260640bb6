import { bodyType } from "../model/body-type.ts"
import type { OperationModel, PollModel, ResponseModel } from "../model/operation.ts"
import { convertParameters, type Convert } from "./convert-parameters.ts"
import type {
  Extensions,
  OpenAPIOperation,
  OpenAPIRequestBody,
  OpenAPIResponse,
  SecurityRequirement,
} from "./openapi-document.ts"
import { writeExpression, writeValues } from "./write-value.ts"

/** What an operation needs to know of the document that it becomes a part of. */
export interface DocumentScope {
  readonly convert: Convert
  readonly requirementsOf: (operation: OperationModel) => SecurityRequirement[] | undefined
}

/** One operation as OpenAPI 3.1, section 4.8.10, states it. */
export function convertOperation(
  operation: OperationModel,
  { convert, requirementsOf }: DocumentScope,
  nameInPath: (wire: string) => string = (wire) => wire,
): OpenAPIOperation {
  const parameters = convertParameters(operation, convert, nameInPath)
  const security = requirementsOf(operation)
  const body = convertBody(operation, convert)
  return {
    operationId: operation.id,
    ...(operation.description !== undefined && { description: operation.description }),
    ...(operation.deprecated && { deprecated: true }),
    ...(operation.tags.length > 0 && { tags: operation.tags }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: Object.fromEntries(
      [...operation.success, ...operation.errors].map((response) => [
        String(response.status),
        convertResponse(firstAnswer(operation, response), convert),
      ]),
    ),
    ...(security && { security }),
    ...extensions(operation, convert),
  }
}

function convertBody({ body }: OperationModel, convert: Convert): OpenAPIRequestBody | undefined {
  if (body === undefined) return undefined
  const { required, contentType, constants, encodings } = body
  return {
    required,
    content: { [contentType]: { schema: convert(body.type) } },
    ...(constants.length > 0 && { "x-pristine-body": writeValues(constants) }),
    ...(encodings.length > 0 && { "x-pristine-content-encoding": encodings }),
  }
}

const streamTypes = {
  sse: "text/event-stream",
  ndjson: "application/x-ndjson",
  "json-seq": "application/json-seq",
  bytes: "application/octet-stream",
} as const

/**
 * What the request itself is answered with. A success of a stream has the stream's media type, and the schema is that of
 * one event; that of a future is a ticket of any form.
 */
function firstAnswer({ stream, poll, success, pointer }: OperationModel, response: ResponseModel): ResponseModel {
  if (!success.includes(response)) return response
  if (poll) return { ...response, type: { kind: "any", pointer }, media: [{ type: "application/json" }] }
  if (stream === undefined || response.media.length === 0) return response
  return { ...response, media: [{ type: streamTypes[stream.format] }] }
}

function convertResponse(response: ResponseModel, convert: Convert): OpenAPIResponse {
  const { status, media, build } = response
  const type = bodyType(response)
  const description = `Answer ${status}`
  if (build) {
    const names = build.flatMap(({ value }) => {
      return value.kind === "expression" && value.expression.kind === "response.header" ? [value.expression.name] : []
    })
    return { description, headers: Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }])) }
  }
  if (!type || media.length === 0) return { description }
  return { description, content: Object.fromEntries(media.map((each) => [each.type, { schema: convert(type) }])) }
}

/** What the service does that OpenAPI has no word for. How the client behaves (retries, limits, timeouts) is not part of it. */
function extensions({ resource, name, stream, poll, page, result }: OperationModel, convert: Convert): Extensions {
  return {
    ...(resource.length > 0 && { "x-pristine-resource": resource.join(".") }),
    "x-pristine-name": name,
    ...(stream && { "x-pristine-stream": stream }),
    ...(poll && { "x-pristine-poll": { ...convertPoll(poll, convert), ...(result && { result: convert(result) }) } }),
    ...(page && {
      "x-pristine-pagination": Object.fromEntries(
        Object.entries(page).flatMap(([key, value]) => {
          if (key === "item") return []
          return [[key, typeof value === "string" ? value : writeExpression(value as typeof page.items)]]
        }),
      ),
    }),
  }
}

function convertPoll({ operation, input, headers, pending, failed }: PollModel, convert: Convert): object {
  return {
    ...(operation !== undefined && { endpoint: operation }),
    ...(input.length > 0 && { parameters: writeValues(input) }),
    ...(headers.length > 0 && { headers: writeValues(headers) }),
    ...(pending.length > 0 && { pending: pending.map(convert) }),
    ...(failed.length > 0 && { failed: failed.map(convert) }),
  }
}
