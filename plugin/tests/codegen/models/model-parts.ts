import type { ApiModel } from "../../../src/model/api-model.ts"
import type { OperationModel, Parameter } from "../../../src/model/operation.ts"
import type { Field, Shape, TypeFacts, TypeNode } from "../../../src/model/type-node.ts"
import type { Value } from "../../../src/model/value.ts"

/** A model with nothing in it but what is given. */
export function apiModel(parts: Partial<ApiModel>): ApiModel {
  return {
    name: "test",
    version: "1.0.0",
    baseUrl: constant("https://api.example.com"),
    servers: new Map(),
    breakers: new Map(),
    auth: new Map(),
    policies: new Map(),
    rateLimits: new Map(),
    pools: new Map(),
    resources: new Map(),
    operations: [],
    types: new Map(),
    ...parts,
  }
}

/** A GET without anything; the flat name follows from resource and name. */
export function operation(parts: Partial<OperationModel> & Pick<OperationModel, "name">): OperationModel {
  const resource = parts.resource ?? []
  const words = [...resource, parts.name]
  const flatName = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("")
  return {
    id: flatName,
    pointer: `/endpoints/${flatName}`,
    resource,
    flatName,
    deprecated: false,
    tags: [],
    method: "GET",
    route: `/${flatName}`,
    path: [{ kind: "text", text: `/${flatName}` }],
    parameters: [],
    headers: [],
    query: [],
    result: undefined,
    success: [],
    errors: [],
    kind: "unary",
    auth: ["default"],
    timeouts: {},
    retry: [],
    telemetry: true,
    server: false,
    ...parts,
  }
}

export function parameter(parts: Partial<Parameter> & Pick<Parameter, "name" | "in" | "type">): Parameter {
  return {
    wire: parts.name,
    required: parts.in === "path",
    omitNull: false,
    style: parts.in === "query" ? "form" : "simple",
    explode: parts.in === "query",
    pointer: `/parameters/${parts.name}`,
    ...parts,
  }
}

export function type(shape: Shape, facts: Partial<TypeFacts> = {}): TypeNode {
  return { pointer: "", ...facts, ...shape }
}

export const ref = (name: string): TypeNode => type({ kind: "ref", name })
export const text: TypeNode = type({ kind: "string" })
export const integer: TypeNode = type({ kind: "number", integer: true })
export const number: TypeNode = type({ kind: "number", integer: false })
export const boolean: TypeNode = type({ kind: "boolean" })
export const any: TypeNode = type({ kind: "any" })
export const constantType = (value: unknown): TypeNode => type({ kind: "const", value })
export const arrayOf = (items: TypeNode): TypeNode => type({ kind: "array", items })
export const mapOf = (values: TypeNode): TypeNode => type({ kind: "map", values })

/** Fields by name; a name that ends in `?` is optional. */
export function object(fields: Readonly<Record<string, TypeNode | Partial<Field>>>): TypeNode {
  return type({
    kind: "object",
    fields: Object.entries(fields).map(([key, given]) => {
      const name = key.replace(/\?$/, "")
      const parts: Partial<Field> = "kind" in given ? { type: given } : given
      return { name, wire: [name], type: any, required: !key.endsWith("?"), omitNull: false, pointer: "", ...parts }
    }),
  })
}

/** Named types, each with a pointer of its own. */
export function types(entries: readonly (readonly [name: string, type: TypeNode])[]): ReadonlyMap<string, TypeNode> {
  return new Map(entries.map(([name, node]) => [name, { ...node, pointer: `/types/${name}` }]))
}

export function constant(value: unknown): Value {
  return { kind: "constant", value }
}

export const json = [{ type: "application/json" }]
