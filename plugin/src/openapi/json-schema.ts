/** The part of JSON Schema 2020-12, as OpenAPI 3.1 uses it, that an API model can become. */
export interface JsonSchema {
  $ref?: string
  type?: JsonType | JsonType[]
  format?: string
  description?: string
  deprecated?: boolean
  examples?: readonly unknown[]
  default?: unknown
  const?: unknown
  enum?: readonly unknown[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  minProperties?: number
  maxProperties?: number
  items?: boolean | JsonSchema
  prefixItems?: JsonSchema[]
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  contentEncoding?: "base64"
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  discriminator?: { propertyName: string; mapping?: Record<string, string> }
  /** A default that is no constant, as a manifest writes it. */
  readOnly?: boolean
  writeOnly?: boolean
  "x-pristine-default"?: unknown
  /** All names on the wire that are read, in order; the property's own is the one that is written. */
  "x-pristine-alias"?: readonly string[]
  /** A secret of another format than `password`. */
  "x-pristine-secret"?: boolean
  /** Of an integer that callers hold as a `bigint`, however small. */
  "x-pristine-bigint"?: true
  /** A file as callers give it; on the wire it is text of the format `binary`. */
  "x-pristine-file"?: true
}

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object"
