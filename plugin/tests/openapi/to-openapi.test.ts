import { expect, it } from "vitest"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { modelOf, operation, parameter, petstoreModel, ref, text } from "../types/petstore-model.ts"

it("keeps operations apart that share a path and a method", () => {
  const model = modelOf({
    operations: ["forward", "backward"].map((id) => operation(id, [], id, id, { method: "POST", route: "/run" })),
  })
  expect(Object.keys(toOpenApi(model).paths)).toEqual(["/run#forward", "/run#backward"])
})

it("states an operation", () => {
  const model = modelOf({
    operations: [
      operation("get", [], "get", "get", {
        description: "Gets.",
        deprecated: true,
        tags: ["t"],
        method: "PUT",
        parameters: [
          { ...parameter("path", "path", text()), style: "segments" },
          parameter("limit", "query", text(), "9"),
        ],
        body: {
          placement: "body",
          type: ref("A"),
          required: true,
          constants: [],
          contentType: "text/x-a",
          encodings: [],
        },
        success: [{ status: 200, type: ref("A"), media: [{ type: "application/json" }], pointer: "" }],
        errors: [{ status: "4XX", type: undefined, media: [], pointer: "" }],
      }),
    ],
  })
  expect(toOpenApi(model).paths["/get#get"]).toMatchInlineSnapshot(`
    {
      "put": {
        "deprecated": true,
        "description": "Gets.",
        "operationId": "get",
        "parameters": [
          {
            "explode": true,
            "in": "path",
            "name": "path",
            "required": true,
            "schema": {
              "type": "string",
            },
            "style": "simple",
          },
          {
            "explode": true,
            "in": "query",
            "name": "limit",
            "required": false,
            "schema": {
              "default": "9",
              "type": "string",
            },
            "style": "form",
          },
        ],
        "requestBody": {
          "content": {
            "text/x-a": {
              "schema": {
                "$ref": "#/components/schemas/A",
              },
            },
          },
          "required": true,
        },
        "responses": {
          "200": {
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/A",
                },
              },
            },
            "description": "Answer 200",
          },
          "4XX": {
            "description": "Answer 4XX",
          },
        },
        "tags": [
          "t",
        ],
      },
    }
  `)
})

it("lists every named type", () => {
  expect(Object.keys(toOpenApi(petstoreModel()).components.schemas)).toEqual(["Pet", "Tag", "NotFound"])
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
  const [{ responses } = {}] = Object.values(path ?? {})
  const media = Object.entries(responses ?? {}).map(([status, { content }]) => [status, ...Object.keys(content ?? {})])
  expect(media).toEqual([
    ["200", type],
    ["400", "application/json"],
  ])
})
