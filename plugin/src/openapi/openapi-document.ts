import type { JsonSchema } from "./json-schema.ts"

/** The part of an OpenAPI 3.1 document that an API model can become. */
export interface OpenAPI31Document {
  openapi: "3.1.0"
  info: { title: string; version: string; description?: string }
  /** By `path#id`: one path and method may carry several operations, which a published document cannot say. */
  paths: Record<string, Record<string, OpenAPIOperation>>
  components: { schemas: Record<string, JsonSchema> }
}

export interface OpenAPIOperation {
  operationId: string
  description?: string
  deprecated?: boolean
  tags?: readonly string[]
  parameters?: OpenAPIParameter[]
  requestBody?: { required: boolean; content: Record<string, OpenAPIMediaType> }
  responses: Record<string, OpenAPIResponse>
}

export interface OpenAPIParameter {
  name: string
  in: "path" | "query" | "header"
  required: boolean
  description?: string
  style?: string
  explode?: boolean
  schema: JsonSchema
}

export interface OpenAPIMediaType {
  schema: JsonSchema
}

export interface OpenAPIResponse {
  description: string
  content?: Record<string, OpenAPIMediaType>
}
