import type { JsonSchema } from "./json-schema.ts"

/** The part of an OpenAPI 3.1 document that an API model can become. */
export interface OpenAPI31Document {
  openapi: "3.1.0"
  info: { title: string; version: string; description?: string }
  servers?: OpenAPIServer[]
  paths: Record<string, OpenAPIPathItem>
  components: { schemas: Record<string, JsonSchema>; securitySchemes?: Record<string, OpenAPISecurityScheme> }
  /** Documentation of resources by path. */
  "x-pristine-resources"?: Record<string, { description?: string }>
}

/** What OpenAPI has no word for, beside what it has. */
export type Extensions = Record<`x-pristine-${string}`, unknown>

export interface OpenAPIServer {
  url: string
  description?: string
  variables?: Record<string, { default: string; enum?: readonly string[]; description?: string }>
  "x-pristine-name"?: string
  "x-pristine-env"?: string
}

/** Operations by method in lower case; a manifest knows no other methods than OpenAPI. */
export type OpenAPIPathItem = Partial<Record<OpenAPIMethod, OpenAPIOperation>>

export type OpenAPIMethod = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"

export interface OpenAPIOperation extends Extensions {
  operationId: string
  description?: string
  deprecated?: boolean
  tags?: readonly string[]
  parameters?: OpenAPIParameter[]
  requestBody?: OpenAPIRequestBody
  responses: Record<string, OpenAPIResponse>
  security?: SecurityRequirement[]
}

/** Names of security schemes, all of which apply; of several requirements one does. The lists would be scopes. */
export type SecurityRequirement = Record<string, string[]>

export type OpenAPISecurityScheme = Extensions &
  ({ type: "http"; scheme: "bearer" | "basic" } | { type: "apiKey"; in: "header" | "query" | "cookie"; name: string })

export interface OpenAPIRequestBody extends Extensions {
  required: boolean
  content: Record<string, OpenAPIMediaType>
}

export interface OpenAPIParameter extends Extensions {
  name: string
  in: "path" | "query" | "header"
  required: boolean
  description?: string
  deprecated?: boolean
  style?: string
  explode?: boolean
  allowReserved?: true
  schema: JsonSchema
}

export interface OpenAPIMediaType {
  schema: JsonSchema
}

export interface OpenAPIResponse {
  description: string
  headers?: Record<string, { schema: JsonSchema }>
  content?: Record<string, OpenAPIMediaType>
}
