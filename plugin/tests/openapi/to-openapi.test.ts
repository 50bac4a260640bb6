import { describe, expect } from "vitest"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import type { OpenAPIOperation } from "../../src/openapi/openapi-document.ts"
import { modelOf as modelOfManifest } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { modelOf, operation, petstoreModel, text } from "../types/petstore-model.ts"

type Manifest = Readonly<Record<string, unknown>>

const documentOf = (manifest: Manifest) => toOpenApi(modelOfManifest(manifest))

/** The only operation of a manifest with this endpoint. */
function operationOf(endpoint: Manifest, manifest: Manifest = {}): OpenAPIOperation {
  const { paths } = documentOf({ endpoints: { a: { method: "POST", path: "/a", ...endpoint } }, ...manifest })
  const [found] = Object.values<OpenAPIOperation>(Object.values(paths)[0] ?? {})
  return found ?? expect.unreachable("The document has no operation")
}

it("states an operation", () => {
  const types = { A: { fields: { id: { type: "string", required: true } } } }
  const endpoint = {
    method: "PUT",
    path: "/files/{path}",
    resource: "files",
    description: "Puts.",
    deprecated: true,
    tags: ["t"],
    parameters: {
      path: { type: "string", style: "segments" },
      limit: { type: "integer", default: 9, description: "Most." },
      region: { type: "string", default: { env: "REGION" }, allow_reserved: true },
    },
    headers: { "X-Version": 2, "User-Agent": { from: "$client.user_agent" } },
    idempotency: true,
    request: "A",
    response: "A",
    responses: { "4XX": { type: "A" } },
  }
  expect(operationOf(endpoint, { types })).toMatchInlineSnapshot(`
    {
      "deprecated": true,
      "description": "Puts.",
      "operationId": "a",
      "parameters": [
        {
          "explode": false,
          "in": "path",
          "name": "path",
          "required": true,
          "schema": {
            "type": "string",
          },
          "style": "simple",
          "x-pristine-style": "segments",
        },
        {
          "description": "Most.",
          "explode": true,
          "in": "query",
          "name": "limit",
          "required": false,
          "schema": {
            "default": 9,
            "type": "integer",
          },
          "style": "form",
        },
        {
          "allowReserved": true,
          "explode": true,
          "in": "query",
          "name": "region",
          "required": false,
          "schema": {
            "type": "string",
          },
          "style": "form",
          "x-pristine-default": {
            "env": "REGION",
          },
        },
        {
          "in": "header",
          "name": "X-Version",
          "required": true,
          "schema": {
            "const": "2",
          },
        },
        {
          "in": "header",
          "name": "X-Idempotency-Key",
          "required": false,
          "schema": {
            "format": "uuid",
            "type": "string",
          },
        },
      ],
      "requestBody": {
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/A",
            },
          },
        },
        "required": true,
      },
      "responses": {
        "2XX": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/A",
              },
            },
          },
          "description": "Answer 2XX",
        },
        "4XX": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/A",
              },
            },
          },
          "description": "Answer 4XX",
        },
      },
      "tags": [
        "t",
      ],
      "x-pristine-name": "a",
      "x-pristine-resource": "files",
    }
  `)
})

it("lists every named type", () => {
  expect(Object.keys(toOpenApi(petstoreModel()).components.schemas)).toEqual(["Pet", "Tag", "NotFound"])
})

it("names a type that no component can be named like", () => {
  const types = { Größe: "integer", Gr__e: "string", A: { fields: { a: "Größe" } } }
  const { schemas } = documentOf({ types }).components
  expect(Object.keys(schemas)).toEqual(["Gr__e_2", "Gr__e", "A"])
  expect(schemas["A"]).toMatchObject({ properties: { a: { $ref: "#/components/schemas/Gr__e_2" } } })
})

it.each<[name: string, baseUrl: unknown, want: unknown]>([
  ["none", undefined, undefined],
  ["a constant", "https://a.test/v1", [{ url: "https://a.test/v1" }]],
  ["the environment", { env: "URL" }, undefined],
  [
    "the environment, or a default",
    { env: "URL", default: "https://b.test" },
    [{ url: "https://b.test", "x-pristine-env": "URL" }],
  ],
])("states the server: %s", (_, baseUrl, want) => {
  expect(documentOf({ ...(baseUrl !== undefined && { base_url: baseUrl }) }).servers).toEqual(want)
})

describe("N137 security", () => {
  const auth = {
    default: { type: "bearer", env: "TOKEN" },
    signed: [
      { type: "api_key", header: "X-Key", env: "KEY" },
      { type: "api_key", query: "sig", env: "SIG", pattern: "^s" },
    ],
    "a b": { type: "basic", username: { env: "U" }, password: { env: "P" } },
    source: { type: "oauth2", source: "./auth.ts#tokens" },
  }

  it("states every scheme", () => {
    expect(documentOf({ auth }).components.securitySchemes).toEqual({
      default: { type: "http", scheme: "bearer", "x-pristine-env": "TOKEN" },
      signed_1: { type: "apiKey", in: "header", name: "X-Key", "x-pristine-env": "KEY" },
      signed_2: { type: "apiKey", in: "query", name: "sig", "x-pristine-env": "SIG", "x-pristine-pattern": "^s" },
      a_b: { type: "http", scheme: "basic", "x-pristine-username-env": "U", "x-pristine-password-env": "P" },
      source: { type: "http", scheme: "bearer", "x-pristine-source": "./auth.ts#tokens" },
    })
  })

  it.each<[name: string, given: Manifest, want: unknown]>([
    ["the default", {}, [{ default: [] }]],
    ["all of a list", { auth: "signed" }, [{ signed_1: [], signed_2: [] }]],
    ["alternatives", { auth: ["default", "a b"] }, [{ default: [] }, { a_b: [] }]],
    ["optional", { auth: ["default", false] }, [{ default: [] }, {}]],
    ["none", { auth: false }, []],
  ])("N137 states what is required: %s", (_, given, want) => {
    expect(operationOf(given, { auth }).security).toEqual(want)
  })

  it("says nothing where the manifest does not", () => {
    expect([operationOf({}).security, documentOf({}).components.securitySchemes]).toEqual([undefined, undefined])
  })
})

it.each([
  ["sse", "text/event-stream"],
  ["ndjson", "application/x-ndjson"],
  ["json-seq", "application/json-seq"],
  ["bytes", "application/octet-stream"],
] as const)("states the media type of a stream: %s", (format, type) => {
  const success = [{ status: 200, type: text(), media: [{ type: "application/json" }], pointer: "" }]
  const errors = [{ ...(success[0] as (typeof success)[0]), status: 400 }]
  const stream = operation("watch", [], "watch", "watch", { kind: "stream", stream: { format }, success, errors })
  const [path] = Object.values(toOpenApi(modelOf({ operations: [stream] })).paths)
  const { responses } = Object.values<OpenAPIOperation>(path ?? {})[0] ?? {}
  const media = Object.entries(responses ?? {}).map(([status, { content }]) => [status, ...Object.keys(content ?? {})])
  expect(media).toEqual([
    ["200", type],
    ["400", "application/json"],
  ])
})

it("states that a future is a ticket, and what it comes to", () => {
  const { responses, ...rest } = operationOf({ async: true, response: "string" })
  expect([responses, rest["x-pristine-poll"]]).toEqual([
    { "2XX": { description: "Answer 2XX", content: { "application/json": { schema: {} } } } },
    expect.objectContaining({ result: { type: "string" } }),
  ])
})

it("states what wraps an answer", () => {
  const { responses } = operationOf({ response: "string", response_unwrap: "data.text" })
  const schema = responses["2XX"]?.content?.["application/json"]?.schema
  expect(schema).toMatchObject({
    type: "object",
    properties: { data: { type: "object", properties: { text: { type: "string" } }, required: ["text"] } },
    required: ["data"],
  })
})

it("states the way through pages", () => {
  const parameters = { limit: { type: "integer", default: 10 }, offset: { type: "integer", default: 0 } }
  const pagination = { items: "$response.body#/a~1b", offset: "offset", limit: "limit" }
  const list = {
    method: "GET",
    parameters,
    pagination,
    response: { fields: { "a/b": { type: "array", items: "string" } } },
  }
  expect(operationOf(list)["x-pristine-pagination"]).toEqual(pagination)
})

it("states a body that is built from headers", () => {
  const response = { type: { fields: { url: "string" } }, body: { url: { from: "$response.header.Location" } } }
  expect(operationOf({ responses: { 302: response } }).responses["302"]).toEqual({
    description: "Answer 302",
    headers: { Location: { schema: { type: "string" } } },
  })
})

describe("operations of one path", () => {
  it("are merged where they are of one method", () => {
    const [forward, backward] = [true, false].map((only) => ({
      method: "POST",
      path: "/run",
      description: only ? "Forward." : "Backward.",
      body: { only },
      parameters: {
        x: { type: only ? "string" : "integer", in: "query", required: true },
        ...(only && { y: "string" }),
      },
      request: { fields: { only: "boolean", ...(only && { z: "string" }) } },
      response: only ? "string" : "integer",
    }))
    const { paths } = documentOf({ endpoints: { forward, backward } })
    expect(Object.keys(paths)).toEqual(["/run"])
    expect(paths["/run"]).toMatchInlineSnapshot(`
      {
        "post": {
          "description": "Forward.

      Backward.",
          "operationId": "forward",
          "parameters": [
            {
              "explode": true,
              "in": "query",
              "name": "x",
              "required": true,
              "schema": {
                "anyOf": [
                  {
                    "type": "string",
                  },
                  {
                    "type": "integer",
                  },
                ],
              },
              "style": "form",
            },
            {
              "explode": true,
              "in": "query",
              "name": "y",
              "required": false,
              "schema": {
                "type": "string",
              },
              "style": "form",
            },
          ],
          "requestBody": {
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {
                      "additionalProperties": false,
                      "properties": {
                        "only": {
                          "type": "boolean",
                        },
                        "z": {
                          "type": "string",
                        },
                      },
                      "type": "object",
                    },
                    {
                      "additionalProperties": false,
                      "properties": {
                        "only": {
                          "type": "boolean",
                        },
                      },
                      "type": "object",
                    },
                  ],
                },
              },
            },
            "required": true,
          },
          "responses": {
            "2XX": {
              "content": {
                "application/json": {
                  "schema": {
                    "anyOf": [
                      {
                        "type": "string",
                      },
                      {
                        "type": "integer",
                      },
                    ],
                  },
                },
              },
              "description": "Answer 2XX",
            },
          },
          "x-pristine-operations": {
            "backward": {
              "x-pristine-body": {
                "only": false,
              },
              "x-pristine-name": "backward",
            },
            "forward": {
              "x-pristine-body": {
                "only": true,
              },
              "x-pristine-name": "forward",
            },
          },
        },
      }
    `)
  })

  it("stand side by side where they are not", () => {
    const endpoints = {
      get: { method: "GET", path: "/pets/{id}/tags/{tag}" },
      put: { method: "PUT", path: "/pets/{pet}/tags/{id}", parameters: { pet: "integer" } },
    }
    const { paths } = documentOf({ endpoints })
    const [route, item] = Object.entries(paths)[0] ?? []
    expect([Object.keys(paths).length, route, Object.keys(item ?? {})]).toEqual([
      1,
      "/pets/{id}/tags/{tag}",
      ["get", "put"],
    ])
    expect(item?.put?.parameters?.map(({ name, schema }) => [name, schema.type])).toEqual([
      ["id", "integer"],
      ["tag", "string"],
    ])
  })
})
