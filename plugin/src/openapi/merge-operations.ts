import type { JsonSchema } from "./json-schema.ts"
import type {
  Extensions,
  OpenAPIMediaType,
  OpenAPIOperation,
  OpenAPIParameter,
  OpenAPIRequestBody,
  OpenAPIResponse,
} from "./openapi-document.ts"

/**
 * Several operations of one method and path as the one that a path item has room for: it takes what any of them takes and
 * gives what any of them gives. What is each one's own stands under its id in `x-pristine-operations`.
 */
export function mergeOperations([first, ...others]: readonly [
  OpenAPIOperation,
  ...OpenAPIOperation[],
]): OpenAPIOperation {
  if (others.length === 0) return first
  const all = [first, ...others]
  const tags = distinct(all.flatMap((each) => each.tags ?? []))
  const descriptions = distinct(all.flatMap((each) => each.description ?? []))
  const parameters = mergeParameters(all)
  const requestBody = mergeBodies(all)
  const security = all.every((each) => each.security) ? distinct(all.flatMap((each) => each.security ?? [])) : undefined
  return {
    operationId: first.operationId,
    ...(descriptions.length > 0 && { description: descriptions.join("\n\n") }),
    ...(all.every((each) => each.deprecated) && { deprecated: true }),
    ...(tags.length > 0 && { tags }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: mergeMaps(
      all.map((each) => each.responses),
      mergeResponses,
    ),
    ...(security && { security }),
    "x-pristine-operations": Object.fromEntries(all.map((each) => [each.operationId, extensionsOf(each)])),
  }
}

function extensionsOf(operation: OpenAPIOperation): Extensions {
  return Object.fromEntries([
    ...Object.entries(operation).filter(([key]) => key.startsWith("x-pristine-")),
    ...Object.entries(operation.requestBody ?? {}).filter(([key]) => key.startsWith("x-pristine-")),
  ])
}

/** Required is what all of them require. */
function mergeParameters(operations: readonly OpenAPIOperation[]): OpenAPIParameter[] {
  const found = new Map<string, OpenAPIParameter[]>()
  for (const parameter of operations.flatMap((each) => each.parameters ?? [])) {
    const key = `${parameter.in} ${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`
    found.set(key, [...(found.get(key) ?? []), parameter])
  }
  return [...found.values()].flatMap((same) => {
    const [parameter] = same
    if (parameter === undefined) return []
    const required = same.length === operations.length && same.every((each) => each.required)
    return [{ ...parameter, required, schema: anyOf(same.map(({ schema }) => schema)) }]
  })
}

function mergeBodies(operations: readonly OpenAPIOperation[]): OpenAPIRequestBody | undefined {
  const bodies = operations.flatMap((each) => each.requestBody ?? [])
  if (bodies.length === 0) return undefined
  return {
    required: bodies.length === operations.length && bodies.every((body) => body.required),
    content: mergeMaps(
      bodies.map((body) => body.content),
      mergeMedia,
    ),
  }
}

function mergeResponses([first, ...others]: readonly [OpenAPIResponse, ...OpenAPIResponse[]]): OpenAPIResponse {
  const all = [first, ...others]
  const headers = Object.assign({}, ...all.map((each) => each.headers)) as NonNullable<OpenAPIResponse["headers"]>
  const content = mergeMaps<OpenAPIMediaType>(
    all.map((each) => each.content ?? {}),
    mergeMedia,
  )
  return {
    description: first.description,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(content).length > 0 && { content }),
  }
}

function mergeMedia(media: readonly OpenAPIMediaType[]): OpenAPIMediaType {
  return { schema: anyOf(media.map(({ schema }) => schema)) }
}

function mergeMaps<Value>(
  maps: readonly Readonly<Record<string, Value>>[],
  merge: (values: readonly [Value, ...Value[]]) => Value,
): Record<string, Value> {
  const found = new Map<string, [Value, ...Value[]]>()
  for (const [key, value] of maps.flatMap((map) => Object.entries(map))) {
    const values = found.get(key)
    if (values) values.push(value)
    else found.set(key, [value])
  }
  return Object.fromEntries([...found].map(([key, values]) => [key, merge(values)]))
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const [first, ...others] = distinct(schemas)
  return first === undefined || others.length === 0 ? (first ?? {}) : { anyOf: [first, ...others] }
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
