import type { ApiModel } from "../../src/model/api-model.ts"
import type { OperationModel } from "../../src/model/operation.ts"
import type { Field, TypeNode } from "../../src/model/type-node.ts"

/** A model with what a small service has: two resources, a list, an upload, a stream and a job. */
export function petstoreModel(): ApiModel {
  return modelOf({
    types: {
      Pet: object(
        field("id", { kind: "number", integer: true, format: "int64", pointer: "" }, { required: true }),
        field(
          "name",
          { kind: "string", minLength: 1, pointer: "", description: "What it listens to." },
          { required: true },
        ),
        field("status", { kind: "enum", values: ["available", "sold"], pointer: "" }, { default: "available" }),
        field("tags", { kind: "array", items: ref("Tag"), pointer: "" }),
        field("born", { kind: "string", format: "date-time", pointer: "" }, { omitNull: true }),
      ),
      Tag: object(field("name", text(), { required: true }), field("parent", ref("Tag"))),
      NotFound: object(field("message", text(), { required: true })),
    },
    operations: [
      operation("list_pets", ["pets"], "list", "petsList", {
        description: "Lists pets, newest first.",
        kind: "pages",
        parameters: [parameter("limit", "query", { kind: "number", integer: true, pointer: "" }, 20)],
        result: object(
          field("pets", { kind: "array", items: ref("Pet"), pointer: "" }, { required: true }),
          field("total", { kind: "number", integer: true, pointer: "" }),
        ),
        page: { items: { kind: "response.body", path: ["pets"] }, item: ref("Pet") },
      }),
      operation("get_pet", ["pets"], "get", "petsGet", {
        description: "Finds one pet.",
        route: "/pets/{petId}",
        parameters: [parameter("petId", "path", { kind: "number", integer: true, format: "int64", pointer: "" })],
        result: ref("Pet"),
        errors: [{ status: 404, type: ref("NotFound"), media: [], pointer: "" }],
      }),
      operation("create_pet", ["pets"], "create", "petsCreate", {
        method: "POST",
        body: {
          placement: "flat",
          type: ref("Pet"),
          required: true,
          constants: [],
          contentType: "application/json",
          encodings: [],
        },
        result: ref("Pet"),
      }),
      operation("train_pet", ["pets"], "train", "petsTrain", { kind: "future", method: "POST", result: ref("Pet") }),
      operation("watch", ["store", "events"], "watch", "storeEventsWatch", { kind: "stream", result: ref("Tag") }),
      operation("health", [], "health", "health", { result: undefined }),
    ],
  })
}

export function modelOf(parts: {
  readonly types?: Readonly<Record<string, TypeNode>>
  readonly operations?: readonly OperationModel[]
}): ApiModel {
  return {
    name: "petstore",
    version: "1.0.0",
    baseUrl: undefined,
    servers: new Map(),
    breakers: new Map(),
    auth: new Map(),
    policies: new Map(),
    rateLimits: new Map(),
    pools: new Map(),
    resources: new Map([["pets", { description: "Everything about pets." }]]),
    operations: parts.operations ?? [],
    types: new Map(
      Object.entries(parts.types ?? {}).map(([name, type]) => [name, { ...type, pointer: `/types/${name}` }]),
    ),
  }
}

export function operation(
  id: string,
  resource: readonly string[],
  name: string,
  flatName: string,
  rest: Partial<OperationModel> = {},
): OperationModel {
  return {
    id,
    pointer: `/endpoints/${id}`,
    resource,
    name,
    flatName,
    deprecated: false,
    tags: [],
    method: "GET",
    route: `/${[...resource, name].join("/")}`,
    path: [],
    parameters: [],
    headers: [],
    query: [],
    result: undefined,
    success: [],
    errors: [],
    kind: "unary",
    auth: [],
    timeouts: {},
    retry: [],
    telemetry: true,
    server: false,
    ...rest,
  }
}

export function parameter(
  name: string,
  place: "path" | "query",
  type: TypeNode,
  fallback?: unknown,
): OperationModel["parameters"][number] {
  return {
    name,
    wire: name,
    in: place,
    type,
    required: place === "path",
    omitNull: false,
    style: place === "path" ? "simple" : "form",
    explode: true,
    pointer: "",
    ...(fallback === undefined ? {} : { default: { kind: "constant", value: fallback } }),
  }
}

export function object(...fields: readonly Field[]): TypeNode {
  return { kind: "object", fields, pointer: "" }
}

export function field(
  name: string,
  type: TypeNode,
  rest: { readonly required?: boolean; readonly omitNull?: boolean; readonly default?: unknown } = {},
): Field {
  return {
    name,
    wire: [name],
    type,
    required: rest.required ?? false,
    omitNull: rest.omitNull ?? false,
    pointer: "",
    ...(rest.default === undefined ? {} : { default: { kind: "constant", value: rest.default } }),
  }
}

export function ref(name: string): TypeNode {
  return { kind: "ref", name, pointer: "" }
}

export function text(): TypeNode {
  return { kind: "string", pointer: "" }
}
