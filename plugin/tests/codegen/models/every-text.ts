import type { ApiModel } from "../../../src/model/api-model.ts"
import type { PageModel } from "../../../src/model/operation.ts"
import type { TypeNode } from "../../../src/model/type-node.ts"
import { apiModel, constant, integer, object, operation, parameter, ref, text, type } from "./model-parts.ts"

/** Puts one text into a position that a manifest or document can fill with free text. */
export type Place = readonly [position: string, model: (text: string) => ApiModel]

const withType = (node: TypeNode): ApiModel => {
  const answer = { status: 200, type: ref("T"), media: [{ type: "application/json" }], pointer: "" }
  const body = {
    placement: "body",
    type: ref("T"),
    required: true,
    constants: [],
    contentType: "application/json",
    encodings: [],
  } as const
  const both = operation({ name: "call", method: "POST", body, result: ref("T"), success: [answer], errors: [answer] })
  return apiModel({ operations: [both], types: new Map([["T", node]]) })
}
const withOperation = (parts: Partial<Parameters<typeof operation>[0]>): ApiModel =>
  apiModel({ operations: [operation({ name: "call", ...parts }), operation({ name: "other", ...parts })] })
const field = (parts: object): TypeNode => object({ "x?": { type: text, required: false, ...parts } })
const code = (name: string) => ({ module: "./code.ts", name })

/** Every free text of the API model, once. */
export const places: readonly Place[] = [
  ["name of the API", (x) => apiModel({ name: x })],
  ["version", (x) => apiModel({ version: x })],
  ["description of the API", (x) => apiModel({ description: x })],
  ["base URL", (x) => apiModel({ baseUrl: constant(x) })],
  ["base URL's variable", (x) => apiModel({ baseUrl: { kind: "env", name: x, default: x } })],
  ["auth list", (x) => apiModel({ auth: new Map([[x, [{ type: "bearer", env: "A", pointer: "" }]]]) })],
  [
    "auth variable",
    (x) => apiModel({ auth: new Map([["default", [{ type: "bearer", env: x, pattern: x, pointer: "" }]]]) }),
  ],
  [
    "auth header",
    (x) => apiModel({ auth: new Map([["default", [{ type: "api_key", in: "header", name: x, pointer: "" }]]]) }),
  ],
  [
    "basic variables",
    (x) => apiModel({ auth: new Map([["default", [{ type: "basic", usernameEnv: x, passwordEnv: x, pointer: "" }]]]) }),
  ],
  [
    "token source's module",
    (x) =>
      apiModel({ auth: new Map([["default", [{ type: "bearer", source: { module: x, name: "s" }, pointer: "" }]]]) }),
  ],
  [
    "token source's export",
    (x) => apiModel({ auth: new Map([["default", [{ type: "bearer", source: code(x), pointer: "" }]]]) }),
  ],
  ["policy", (x) => apiModel({ policies: new Map([[x, { name: x, rules: [], pointer: "" }]]) })],
  [
    "status of a rule",
    (x) =>
      apiModel({
        policies: new Map([
          [
            "p",
            {
              name: "p",
              rules: [
                {
                  retryOn: [x],
                  maxAttempts: 1,
                  backoff: "none",
                  baseMs: 1,
                  maxMs: 1,
                  jitter: [1, 1],
                  retryAfter: false,
                },
              ],
              pointer: "",
            },
          ],
        ]),
      }),
  ],
  ["rate limit", (x) => apiModel({ rateLimits: new Map([[x, { name: x, pointer: "" }]]) })],
  [
    "weight's export",
    (x) => ({
      ...withOperation({ rateLimit: "l" }),
      rateLimits: new Map([["l", { name: "l", weight: code(x), pointer: "" }]]),
    }),
  ],
  ["pool", (x) => apiModel({ pools: new Map([[x, { name: x, pointer: "" }]]) })],
  [
    "headers of a profile",
    (x) =>
      apiModel({
        provider: {
          requestId: [x],
          shouldRetry: x,
          problem: false,
          quotas: [{ remaining: x, reset: x, form: "epoch" }],
        },
      }),
  ],
  [
    "places of a profile",
    (x) => apiModel({ provider: { requestId: [], quotas: [], problem: false, errorCode: [x], errorMessage: [x] } }),
  ],
  ["operation's id", (x) => withOperation({ id: x })],
  ["operation's name", (x) => apiModel({ operations: [operation({ name: x, flatName: "flat" })] })],
  ["operation's flat name", (x) => apiModel({ operations: [operation({ name: "call", flatName: x })] })],
  [
    "operation's resource",
    (x) => apiModel({ operations: [operation({ name: "call", flatName: "flat", resource: [x] })] }),
  ],
  ["operation's description", (x) => withOperation({ description: x })],
  ["method", (x) => withOperation({ method: x })],
  ["route", (x) => withOperation({ route: x })],
  ["text of the path", (x) => withOperation({ path: [{ kind: "text", text: x }] })],
  [
    "path parameter",
    (x) =>
      withOperation({
        path: [{ kind: "parameter", name: x, style: "simple" }],
        parameters: [parameter({ name: x, in: "path", type: text })],
      }),
  ],
  [
    "query parameter",
    (x) =>
      withOperation({
        parameters: [parameter({ name: x, in: "query", type: text, default: constant(x), style: x, explode: false })],
      }),
  ],
  [
    "header parameter",
    (x) => withOperation({ parameters: [parameter({ name: "a", wire: x, in: "header", type: text })] }),
  ],
  ["constant header", (x) => withOperation({ headers: [{ name: x, value: constant(x) }] })],
  [
    "header from the environment",
    (x) => withOperation({ headers: [{ name: "A", value: { kind: "env", name: x, default: x } }] }),
  ],
  ["constant query", (x) => withOperation({ query: [{ name: x, value: constant(x) }] })],
  [
    "pointer into the request",
    (x) =>
      withOperation({
        headers: [{ name: "A", value: { kind: "expression", expression: { kind: "request.body", path: [x] } } }],
      }),
  ],
  [
    "query of the request",
    (x) =>
      withOperation({
        headers: [{ name: "A", value: { kind: "expression", expression: { kind: "request.query", name: x } } }],
      }),
  ],
  ["auth of an operation", (x) => withOperation({ auth: [x, x, false] })],
  ["pool of an operation", (x) => withOperation({ pool: x })],
  ["classifier's module", (x) => withOperation({ classify: { module: x, name: "c" } })],
  ["classifier's export", (x) => withOperation({ classify: code(x) })],
  ["idempotency header", (x) => withOperation({ idempotencyHeader: x })],
  [
    "content type",
    (x) =>
      withOperation({
        method: "POST",
        body: { placement: "body", type: text, required: true, constants: [], contentType: x, encodings: [x] },
      }),
  ],
  [
    "codec of a media type",
    (x) =>
      withOperation({
        method: "POST",
        body: {
          placement: "body",
          type: text,
          required: true,
          constants: [],
          contentType: x,
          codec: code("c"),
          encodings: [],
        },
      }),
  ],
  [
    "constant in the body",
    (x) =>
      withOperation({
        method: "POST",
        body: {
          placement: "flat",
          type: object({ "a?": text }),
          required: true,
          constants: [{ name: x, value: constant({ [x]: x }) }],
          contentType: "application/json",
          encodings: [],
        },
      }),
  ],
  ["status of an answer", (x) => withOperation({ success: [{ status: x, type: undefined, media: [], pointer: "" }] })],
  [
    "media type of an answer",
    (x) =>
      withOperation({
        success: [{ status: 200, type: text, media: [{ type: x }, { type: x, codec: code("c") }], pointer: "" }],
      }),
  ],
  [
    "header as data",
    (x) =>
      withOperation({
        success: [
          {
            status: 302,
            type: object({ "a?": text }),
            media: [],
            build: [{ name: x, value: { kind: "expression", expression: { kind: "response.header", name: x } } }],
            pointer: "",
          },
        ],
      }),
  ],
  [
    "poll",
    (x) =>
      withOperation({
        id: "self",
        kind: "future",
        success: [],
        poll: {
          operation: "self",
          input: [{ name: x, value: { kind: "expression", expression: { kind: "response.body", path: [x] } } }],
          headers: [{ name: x, value: constant(x) }],
          pending: [type({ kind: "const", value: x })],
          failed: [type({ kind: "enum", values: [x] })],
          interval: constant(1),
        },
      }),
  ],
  [
    "pages",
    (x) =>
      withOperation({
        kind: "pages",
        parameters: [parameter({ name: x, in: "query", type: integer })],
        success: [],
        page: {
          items: { kind: "response.body", path: [x] },
          item: text,
          total: { kind: "response.body", path: [x] },
          offset: x,
          limit: x,
        },
      }),
  ],
  ...(
    [
      ["pages by number", (x) => ({ page: x, limit: x, pages: { kind: "response.header", name: x } })],
      ["pages by cursor", (x) => ({ cursor: x, next: { kind: "response.header", name: x } })],
      ["pages by link", (x) => ({ link: { kind: "response.body", path: [x] } })],
      ["pages while there are more", (x) => ({ offset: x, more: { kind: "response.body", path: [x] } })],
    ] satisfies [string, (x: string) => Partial<PageModel>][]
  ).map(([name, page]): [string, (x: string) => ApiModel] => [
    name,
    (x) =>
      withOperation({
        kind: "pages",
        parameters: [parameter({ name: x, in: "query", type: integer })],
        success: [],
        page: { items: { kind: "response.body", path: [x] }, item: text, ...page(x) },
      }),
  ]),
  [
    "type",
    (x) =>
      apiModel({
        types: new Map([[x, text]]),
        operations: [
          operation({ name: "call", result: ref(x), success: [{ status: 200, type: ref(x), media: [], pointer: "" }] }),
        ],
      }),
  ],
  ["description of a type", (x) => withType({ ...text, description: x })],
  ["pattern", (x) => withType(type({ kind: "string", pattern: x }))],
  ["format", (x) => withType(type({ kind: "string", format: x }))],
  ["enum member", (x) => withType(type({ kind: "enum", values: [x] }))],
  ["constant", (x) => withType(field({ type: type({ kind: "const", value: x }) }))],
  ["constant object", (x) => withType(type({ kind: "const", value: { [x]: [x] } }))],
  ["default", (x) => withType(field({ default: constant({ [x]: x }) }))],
  ["default's variable", (x) => withType(field({ default: { kind: "env", name: x } }))],
  [
    "field",
    (x) => withType(object({ [`${x}?`]: { name: x, wire: [x], type: text, required: false, omitNull: true } })),
  ],
  [
    "coerced field",
    (x) =>
      withType(object({ [x]: { name: x, wire: [x], type: type({ kind: "number", integer: true, coerce: true }) } })),
  ],
  ["alias", (x) => withType(field({ wire: [x, "y"] }))],
  ["codec", (x) => withType(field({ type: type({ kind: "string" }, { codec: { kind: "code", ref: code(x) } }) }))],
  [
    "codec's module",
    (x) =>
      withType(field({ type: type({ kind: "string" }, { codec: { kind: "code", ref: { module: x, name: "c" } } }) })),
  ],
  [
    "discriminator",
    (x) =>
      withType(
        type({
          kind: "union",
          discriminator: x,
          variants: [
            object({ [x]: { name: x, wire: [x], type: type({ kind: "const", value: x }), default: constant(x) } }),
          ],
        }),
      ),
  ],
  [
    "field beside rest",
    (x) =>
      withType(
        type({
          kind: "object",
          fields: [{ name: x, wire: [x], type: text, required: true, omitNull: true, pointer: "" }],
          additional: type({ kind: "string" }, { codec: { kind: "bytes" } }),
        }),
      ),
  ],
]
