import type { NamedValue, OperationModel, Parameter } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { JsonSchema } from "./json-schema.ts"
import type { OpenAPIParameter } from "./openapi-document.ts"
import { writeValue } from "./write-value.ts"

export type Convert = (type: TypeNode) => JsonSchema

/** Styles that only a manifest knows, as the nearest that OpenAPI knows. */
const styles: Readonly<Record<string, string>> = { segments: "simple" }

/**
 * All that a request carries beside its body: what callers give, constants as parameters of one value, and the key of
 * idempotency. Constants out of the environment or an expression are no part of the service's contract.
 *
 * @param nameInPath What the path calls a parameter.
 */
export function convertParameters(
  operation: OperationModel,
  convert: Convert,
  nameInPath: (wire: string) => string,
): OpenAPIParameter[] {
  const { parameters, query, headers, idempotencyHeader } = operation
  return [
    ...parameters.map((parameter) => convertParameter(parameter, convert, nameInPath)),
    ...query.flatMap((value) => convertConstant(value, "query")),
    ...headers.flatMap((value) => convertConstant(value, "header")),
    ...(idempotencyHeader === undefined
      ? []
      : [
          {
            name: idempotencyHeader,
            in: "header" as const,
            required: false,
            schema: { type: "string", format: "uuid" },
          } as const,
        ]),
  ]
}

function convertParameter(
  parameter: Parameter,
  convert: Convert,
  nameInPath: (wire: string) => string,
): OpenAPIParameter {
  const { description, ...schema } = convert(parameter.type)
  const given = parameter.default
  if (given?.kind === "constant") schema.default = given.value
  return {
    name: parameter.in === "path" ? nameInPath(parameter.wire) : parameter.wire,
    in: parameter.in,
    required: parameter.in === "path" || parameter.required,
    ...(description !== undefined && { description }),
    ...(parameter.type.deprecated === true && { deprecated: true }),
    style: styles[parameter.style] ?? parameter.style,
    explode: parameter.explode,
    ...(parameter.allowReserved && { allowReserved: true }),
    schema,
    ...(parameter.style in styles && { "x-pristine-style": parameter.style }),
    ...(given && given.kind !== "constant" && { "x-pristine-default": writeValue(given) }),
  }
}

function convertConstant({ name, value }: NamedValue, place: "query" | "header"): OpenAPIParameter[] {
  if (value.kind !== "constant") return []
  // Header and query carry text, whatever a manifest writes.
  return [{ name, in: place, required: true, schema: { const: String(value.value) } }]
}
