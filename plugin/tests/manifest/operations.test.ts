import { describe, expect } from "vitest"
import type { OperationModel } from "../../src/model/operation.ts"
import { it } from "../test.ts"
import { modelOf, operationOf, withoutPointers } from "./model-of.ts"

interface Row {
  readonly given: Readonly<Record<string, unknown>>
  readonly manifest?: Readonly<Record<string, unknown>>
  readonly want: Readonly<Record<string, unknown>>
}

/** Compares only the keys that a row names. */
function expectOperation({ given, manifest, want }: Row): void {
  const operation = operationOf(given, manifest)
  const found = Object.fromEntries(Object.keys(want).map((key) => [key, operation[key as keyof OperationModel]]))
  expect(withoutPointers(found)).toEqual(want)
}

const adminAuth = {
  user: { type: "bearer", env: "TOKEN" },
  admin: [{ type: "api_key", header: "X-Admin", env: "KEY", server: true }],
}

const rows = (table: Readonly<Record<string, Row>>) => Object.entries(table)

describe("names", () => {
  it.each([
    ["no resource", ["list_pets"], undefined, ["listPets"]],
    ["the resource's word", ["list_pets", "get_pet", "pets_count"], "pets", ["list", "get", "count"]],
    ["in another case", ["listPets", "HTTPStatus"], "pets", ["list", "httpStatus"]],
    ["two words", ["list_training_runs", "get_training_run"], "training_runs", ["list", "get"]],
    ["irregular endings", ["get_entry", "get_box", "get_address"], "entries", ["get", "getBox", "getAddress"]],
    ["nothing but the word", ["pets"], "pets", ["pets"]],
    ["a rest that another has", ["list", "list_pets"], "pets", ["list", "listPets"]],
    ["two equal rests", ["create_pet", "pet_create"], "pets", ["createPet", "petCreate"]],
    ["a rest that begins with a digit", ["pet_2fa"], "pets", ["pet2fa"]],
    ["digits", ["get_v2_item"], "pets", ["getV2Item"]],
    ["a reserved word", ["delete_pet"], "pets", ["delete"]],
  ])("%s", (_, ids, resource, want) => {
    const endpoints = ids.map((id, index) => ({ id, resource, method: "GET", path: `/${index}` }))
    expect(modelOf({ endpoints }).operations.map(({ name }) => name)).toEqual(want)
  })

  it.each([
    ["on the root", { given: { name: "go" }, want: { name: "go", flatName: "go", resource: [] } }],
    ["in a resource", { given: { resource: "my_pets" }, want: { flatName: "myPetsA", resource: ["myPets"] } }],
    ["in a nested resource", { given: { resource: "a-b.c" }, want: { flatName: "aBCA", resource: ["aB", "c"] } }],
  ])("flat and nested: %s", (_, row) => expectOperation(row))
})

describe("parameters", () => {
  const parameter = { required: false, omitNull: false, style: "form", explode: true, type: { kind: "string" } }
  const inPath = { ...parameter, in: "path", required: true, style: "simple", explode: false }

  it.each(
    rows({
      "undeclared in the path": {
        given: { path: "/{x}/y" },
        want: { parameters: [{ ...inPath, name: "x", wire: "x" }] },
      },
      "near to an undeclared one, and meant for the query": {
        given: { path: "/{id}", parameters: { ids: { type: "string", in: "query" } } },
        want: {
          parameters: [
            { ...inPath, name: "id", wire: "id" },
            { ...parameter, in: "query", name: "ids", wire: "ids" },
          ],
        },
      },
      "near to a declared one": {
        given: { path: "/{id}", parameters: { id: "string", ids: "string" } },
        want: {
          parameters: [
            { ...inPath, name: "id", wire: "id" },
            { ...parameter, in: "query", name: "ids", wire: "ids" },
          ],
        },
      },
      "declared by alias": {
        given: { path: "/{id}", parameters: { pet_id: { type: "string", alias: "id", style: "segments" } } },
        want: {
          parameters: [{ ...inPath, name: "pet_id", wire: "id", style: "segments" }],
          path: [
            { kind: "text", text: "/" },
            { kind: "parameter", name: "pet_id", style: "segments" },
          ],
        },
      },
      "a query": {
        given: { parameters: { q: { type: "string", explode: false, description: "d" } } },
        want: {
          parameters: [
            {
              ...parameter,
              name: "q",
              wire: "q",
              in: "query",
              explode: false,
              type: { kind: "string", description: "d" },
              description: "d",
            },
          ],
        },
      },
      "a header": {
        given: { parameters: { trace: { type: "string", in: "header", alias: "X-Trace" } } },
        want: {
          parameters: [{ ...parameter, name: "trace", wire: "X-Trace", in: "header", style: "simple", explode: false }],
        },
      },
      "of all endpoints, one removed": {
        given: { parameters: { b: false } },
        manifest: { defaults: { parameters: { a: "string", b: "string" } } },
        want: { parameters: [{ ...parameter, name: "a", wire: "a", in: "query" }] },
      },
    }),
  )("%s", (_, row) => expectOperation(row))
})

describe("bodies", () => {
  const common = { constants: [], contentType: "application/json", encodings: [] }
  const any = { kind: "any" }

  it.each(
    rows({
      "not described": { given: {}, want: { body: { ...common, placement: "body", required: false, type: any } } },
      "not described, GET": { given: { method: "GET" }, want: { body: undefined } },
      "not described, DELETE": { given: { method: "delete" }, want: { body: undefined, method: "DELETE" } },
      void: { given: { request: "void" }, want: { body: undefined } },
      "a closed object": {
        given: { request: { fields: {} } },
        want: { body: { ...common, placement: "flat", required: true, type: { kind: "object", fields: [] } } },
      },
      "a named object": {
        given: { request: "A" },
        manifest: { types: { A: { fields: {} } } },
        want: { body: { ...common, placement: "flat", required: true, type: { kind: "ref", name: "A" } } },
      },
      "an open object": {
        given: { request: { fields: {}, additional_properties: true } },
        want: {
          body: { ...common, placement: "body", required: true, type: { kind: "object", fields: [], additional: any } },
        },
      },
      "an object that may be null": {
        given: { request: { fields: {}, nullable: true } },
        want: {
          body: { ...common, placement: "body", required: true, type: { kind: "object", fields: [], nullable: true } },
        },
      },
      "a list": {
        given: { request: { items: "any" } },
        want: { body: { ...common, placement: "body", required: true, type: { kind: "array", items: any } } },
      },
      "only constants": {
        given: { body: { a: 1, b: { env: "B" } } },
        want: {
          body: {
            ...common,
            placement: "flat",
            required: true,
            type: { kind: "object", fields: [] },
            constants: [
              { name: "a", value: { kind: "constant", value: 1 } },
              { name: "b", value: { kind: "env", name: "B" } },
            ],
          },
        },
      },
      "a form": {
        given: { request: { fields: {} }, content_type: "application/x-www-form-urlencoded" },
        want: {
          body: {
            ...common,
            placement: "flat",
            required: true,
            type: { kind: "object", fields: [] },
            contentType: "application/x-www-form-urlencoded",
          },
        },
      },
    }),
  )("%s", (_, row) => expectOperation(row))
})

describe("answers", () => {
  const json = [{ type: "application/json" }]
  const string = { kind: "string" }
  const integer = { kind: "number", integer: true }

  it.each(
    rows({
      "not described": {
        given: {},
        want: { result: { kind: "any" }, success: [{ status: "2XX", type: { kind: "any" }, media: json }], errors: [] },
      },
      void: {
        given: { response: "void" },
        want: { result: undefined, success: [{ status: "2XX", type: undefined, media: [] }] },
      },
      "by status": {
        given: { responses: { 200: { type: "string" }, "202": "integer", "4xx": "string", default: "integer" } },
        want: {
          result: { kind: "union", variants: [string, integer] },
          success: [
            { status: 200, type: string, media: json },
            { status: 202, type: integer, media: json },
          ],
          errors: [
            { status: "4XX", type: string, media: json },
            { status: "default", type: integer, media: json },
          ],
        },
      },
      "one removed": {
        given: { responses: { "4XX": false } },
        manifest: { defaults: { responses: { "4XX": "string", "5XX": "string" } } },
        want: { errors: [{ status: "5XX", type: string, media: json }] },
      },
      "older spelling": {
        given: {},
        manifest: { error_types: { "400": { name: "Problem" } }, types: { Problem: "string" } },
        want: { errors: [{ status: 400, type: { kind: "ref", name: "Problem" }, media: json }] },
      },
    }),
  )("%s", (_, row) => expectOperation(row))
})

describe("what endpoints start from", () => {
  it.each(
    rows({
      "headers merge whatever their case; false removes": {
        given: { headers: { "x-b": "mine", "X-C": false } },
        manifest: { defaults: { headers: { "X-A": "1", "X-B": "2", "X-C": "3" } } },
        want: {
          headers: [
            { name: "X-A", value: { kind: "constant", value: "1" } },
            { name: "x-b", value: { kind: "constant", value: "mine" } },
          ],
        },
      },
      "phases of timeouts merge": {
        given: { timeout: 5 },
        manifest: { defaults: { timeout: { connect_ms: 1, attempt_ms: 2 } } },
        want: { timeouts: { connectMs: 1, attemptMs: 5 } },
      },
      "a timeout removed": {
        given: { timeout: false },
        manifest: { defaults: { timeout: 1 } },
        want: { timeouts: {} },
      },
      "no credentials": {
        given: { auth: false },
        manifest: { auth: { type: "bearer" } },
        want: { auth: [] },
      },
      "credentials of the list default": {
        given: {},
        manifest: { auth: { type: "bearer" } },
        want: { auth: ["default"] },
      },
      "N137 alternatives": {
        given: { auth: ["admin", "default"] },
        manifest: { auth: { admin: { type: "bearer" }, default: { type: "api_key" } } },
        want: { auth: ["admin", "default"] },
      },
      "N137 alternatives for all endpoints, the last without credentials": {
        given: {},
        manifest: { auth: { admin: { type: "bearer" } }, defaults: { auth: ["admin", false] } },
        want: { auth: ["admin", false] },
      },
      "N137 one alternative": {
        given: { auth: ["admin"] },
        manifest: { auth: { admin: { type: "bearer" } } },
        want: { auth: ["admin"] },
      },
      "N137 no alternative needs credentials": {
        given: { auth: [false] },
        manifest: { auth: { type: "bearer" } },
        want: { auth: [] },
      },
      "no retries": { given: { retry: false }, want: { retry: [] } },
      "a limit removed": {
        given: { rate_limit: false, pool: "p" },
        manifest: { defaults: { rate_limit: "l", pool: "q" }, rate_limits: { l: {} }, pools: { p: {}, q: {} } },
        want: { rateLimit: undefined, pool: "p" },
      },
      "a key on every write": {
        given: {},
        manifest: { defaults: { idempotency: true, idempotency_header: "K" } },
        want: { idempotencyHeader: "K" },
      },
      "no key on a read": {
        given: { method: "GET" },
        manifest: { defaults: { idempotency: true } },
        want: { idempotencyHeader: undefined },
      },
      "a flag taken back": {
        given: { telemetry: true, deprecated: false, idempotency: false },
        manifest: { defaults: { telemetry: false, deprecated: true, idempotency: true } },
        want: { telemetry: true, deprecated: false, idempotencyHeader: undefined },
      },
      "for servers": { given: { server: true }, want: { server: true } },
      "for servers by default, taken back": {
        given: { server: false },
        manifest: { defaults: { server: true } },
        want: { server: false },
      },
      "credentials for servers": { given: { auth: "admin" }, manifest: { auth: adminAuth }, want: { server: true } },
      "one of the alternatives for servers": {
        given: { auth: ["admin", "user"] },
        manifest: { auth: adminAuth },
        want: { server: false },
      },
      "credentials for servers, or none": {
        given: { auth: ["admin", false] },
        manifest: { auth: adminAuth },
        want: { server: false },
      },
      "null is absent": { given: { stream_format: null, timeout: null }, want: { kind: "unary", timeouts: {} } },
    }),
  )("%s", (_, row) => expectOperation(row))
})

describe("ways to answer", () => {
  it.each(
    rows({
      "a stream": { given: { streaming: true }, want: { kind: "stream", stream: { format: "sse" } } },
      "a stream of lines": {
        given: { streaming: true, stream_format: "ndjson" },
        want: { kind: "stream", stream: { format: "ndjson" } },
      },
      "a stream of text sequences": {
        given: { streaming: true, stream_format: "json-seq" },
        want: { kind: "stream", stream: { format: "json-seq" } },
      },
      "a stream of bytes, whose events have no other type": {
        given: { streaming: true, stream_format: "bytes" },
        want: { kind: "stream", stream: { format: "bytes" }, result: { kind: "string", codec: { kind: "bytes" } } },
      },
      "a stream that ends, fails and resumes its own way": {
        given: {
          streaming: true,
          stream: { sentinel: "end", error_event: "fault", resume: { max_attempts: 9, base_ms: 50, max_ms: 60 } },
        },
        want: {
          kind: "stream",
          stream: {
            format: "sse",
            sentinel: "end",
            errorEvent: "fault",
            resume: { maxAttempts: 9, baseMs: 50, maxMs: 60 },
          },
        },
      },
      "a stream with one type of event": {
        given: { streaming: true, event_types: "done" },
        want: { stream: { format: "sse", eventTypes: ["done"] } },
      },
      "a stream that resumes": {
        given: { streaming: true, stream: { resume: true, error_event: "error" } },
        want: { stream: { format: "sse", resume: {} } },
      },
      "a stream whose first wait is long": {
        given: { streaming: true, stream: { resume: { base_ms: 40_000 } } },
        want: { stream: { format: "sse", resume: { baseMs: 40_000, maxMs: 40_000 } } },
      },
      "a stream with the defaults' keys, its own before them": {
        given: { streaming: true, stream: { resume: false, error_event: false } },
        manifest: { defaults: { stream: { sentinel: "end", resume: true, error_event: "fault" } } },
        want: { stream: { format: "sse", sentinel: "end", errorEvent: false } },
      },
      "a stream of lines, which the defaults' keys are not about": {
        given: { streaming: true, stream_format: "ndjson" },
        manifest: { defaults: { stream: { sentinel: "end", resume: true } } },
        want: { stream: { format: "ndjson" } },
      },
      "a future polled by the older key": {
        given: { async: true, poll_endpoint: "b" },
        manifest: { endpoints: { b: { method: "GET", path: "/b" } } },
        want: {
          kind: "future",
          poll: {
            operation: "b",
            input: [],
            headers: [],
            pending: [],
            failed: [],
            interval: { kind: "constant", value: 1000 },
          },
        },
      },
      pages: {
        given: {
          method: "GET",
          parameters: { from: "integer" },
          response: { items: "string" },
          pagination: { items: "$response.body", offset: "from" },
        },
        want: {
          kind: "pages",
          page: { items: { kind: "response.body", path: [] }, item: { kind: "string" }, offset: "from" },
        },
      },
      "pages by number": {
        given: {
          method: "GET",
          parameters: { p: "integer", size: "integer" },
          pagination: {
            items: "$response.body#/items",
            page: "p",
            limit: "size",
            total: "$response.header.X-Total",
            pages: "$response.body#/pages",
            more: "$response.body#/more",
          },
        },
        want: {
          kind: "pages",
          page: {
            items: { kind: "response.body", path: ["items"] },
            item: { kind: "any" },
            page: "p",
            limit: "size",
            total: { kind: "response.header", name: "X-Total" },
            pages: { kind: "response.body", path: ["pages"] },
            more: { kind: "response.body", path: ["more"] },
          },
        },
      },
      "pages by a cursor in a header": {
        given: {
          method: "GET",
          parameters: { after: "string" },
          pagination: { items: "$response.body", cursor: "after", next: "$response.header.X-Next" },
        },
        want: {
          kind: "pages",
          page: {
            items: { kind: "response.body", path: [] },
            item: { kind: "any" },
            cursor: "after",
            next: { kind: "response.header", name: "X-Next" },
          },
        },
      },
      "pages by links": {
        given: { method: "GET", pagination: { items: "$response.body", next_link: "$response.header.Link" } },
        want: {
          kind: "pages",
          page: {
            items: { kind: "response.body", path: [] },
            item: { kind: "any" },
            link: { kind: "response.header", name: "Link" },
          },
        },
      },
    }),
  )("%s", (_, row) => expectOperation(row))
})
