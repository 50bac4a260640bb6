import type { ApiModel } from "../model/api-model.ts"
import { findDiscriminatedFields } from "../model/discriminated-fields.ts"
import type { OperationModel } from "../model/operation.ts"
import type { ServerModel } from "../model/server.ts"
import type { TypeNode } from "../model/type-node.ts"
import { componentNames } from "./component-names.ts"
import { convertOperation, type DocumentScope } from "./convert-operation.ts"
import type { JsonSchema } from "./json-schema.ts"
import { mergeOperations } from "./merge-operations.ts"
import type { OpenAPI31Document, OpenAPIOperation, OpenAPIPathItem, OpenAPIServer } from "./openapi-document.ts"
import { schemaToJsonSchema } from "./schema-to-json-schema.ts"
import { convertSecurity } from "./security.ts"

/**
 * The OpenAPI 3.1 form of a model, as the service's side of the wire sees it. Operations of one method and path are merged,
 * because a document has room for one; paths that differ in the names of their parameters are one path.
 */
export function toOpenApi(model: ApiModel): OpenAPI31Document {
  const discriminated = findDiscriminatedFields(model)
  const keyOf = componentNames(model.types.keys())
  const convert = (type: TypeNode): JsonSchema =>
    schemaToJsonSchema(type, { side: "wire", model, discriminated, component: keyOf })
  const { schemes, requirementsOf } = convertSecurity(model)
  const servers = convertServers(model)
  const { resources } = model
  return {
    openapi: "3.1.0",
    info: {
      title: model.name,
      version: model.version,
      ...(model.description !== undefined && { description: model.description }),
    },
    ...(servers.length > 0 && { servers }),
    paths: convertPaths(model.operations, { convert, requirementsOf }),
    components: {
      schemas: Object.fromEntries([...model.types].map(([name, type]) => [keyOf(name), convert(type)])),
      ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }),
    },
    ...(resources.size > 0 && { "x-pristine-resources": Object.fromEntries(resources) }),
  }
}

/** A URL that only the environment has cannot stand in a document. */
function convertServers({ baseUrl, servers }: ApiModel): OpenAPIServer[] {
  const url = baseUrl?.kind === "constant" ? baseUrl.value : baseUrl?.default
  const own =
    typeof url === "string" ? [{ url, ...(baseUrl?.kind === "env" && { "x-pristine-env": baseUrl.name }) }] : []
  return [...own, ...[...servers].map(([name, server]) => convertServer(name, server))]
}

/** OpenAPI 3.1 gives servers no name, and wants a default of each variable (section 4.8.6). */
function convertServer(name: string, { url, description, variables }: ServerModel): OpenAPIServer {
  const known = [...variables].map(([variable, { default: value, values, description: text }]) => {
    const facts = {
      default: value ?? values?.[0] ?? "",
      ...(values && { enum: values }),
      ...(text !== undefined && { description: text }),
    }
    return [variable, facts] as const
  })
  return {
    url,
    ...(description !== undefined && { description }),
    ...(known.length > 0 && { variables: Object.fromEntries(known) }),
    "x-pristine-name": name,
  }
}

function convertPaths(operations: readonly OperationModel[], scope: DocumentScope): Record<string, OpenAPIPathItem> {
  const routes = new Map<string, string>()
  const found = new Map<string, Map<string, [OpenAPIOperation, ...OpenAPIOperation[]]>>()
  for (const operation of operations) {
    const template = operation.route.replaceAll(/\{[^{}]*\}/g, "{}")
    const route = routes.get(template) ?? operation.route
    routes.set(template, route)
    const names = namesIn(route)
    const own = namesIn(operation.route)
    const converted = convertOperation(operation, scope, (wire) => names[own.indexOf(wire)] ?? wire)
    const methods = found.get(route) ?? new Map<string, [OpenAPIOperation, ...OpenAPIOperation[]]>()
    found.set(route, methods)
    const same = methods.get(operation.method)
    if (same) same.push(converted)
    else methods.set(operation.method, [converted])
  }
  return Object.fromEntries(
    [...found].map(([route, methods]) => [
      route,
      Object.fromEntries([...methods].map(([method, same]) => [method.toLowerCase(), mergeOperations(same)])),
    ]),
  )
}

function namesIn(route: string): readonly string[] {
  return [...route.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name)
}
