export type Document = Record<string, unknown>

const endpoint = (parts: Document): Document => ({ method: "POST", path: "/a/{id}", ...parts })
const manifest = (parts: Document, call: Document = {}): Document => ({
  name: "api",
  version: "1",
  base_url: "https://example.com",
  endpoints: { call: endpoint(call) },
  ...parts,
})

/** Puts one text into a place that a manifest can fill with free text. */
export type ManifestPlace = readonly [name: string, document: (text: string) => Document]

/** Forms of a type, wherever one stands, with the named types that they need. */
const shapes: readonly (readonly [string, (text: string) => Document, ((text: string) => Document)?])[] = [
  ["type", (x) => ({ type: x }), (x) => ({ [x]: "string" })],
  ["constant", (x) => ({ const: x })],
  ["constants", (x) => ({ enum: [x, "b"] })],
  ["default", (x) => ({ type: "string", default: x })],
  ["format", (x) => ({ type: "string", format: x, pattern: x })],
  ["codec", (x) => ({ type: "string", codec: `./a.ts#${x}` })],
  [
    "fields",
    (x) => ({ fields: { [x]: "string" }, required: [x], additional_properties: x }),
    (x) => ({ [x]: "string" }),
  ],
  ["members", (x) => ({ any_of: [x, "integer"] }), (x) => ({ [x]: "string" })],
  [
    "variants",
    (x) => ({ discriminator: { field: x, mapping: { [x]: "A" } }, variants: { [x]: "A" } }),
    (x) => ({ A: { fields: { [x]: { const: x } } } }),
  ],
  ["items", (x) => ({ type: "array", items: x }), (x) => ({ [x]: "string" })],
  ["first items", (x) => ({ type: "array", items: x, prefix_items: [x] }), (x) => ({ [x]: "string" })],
]

/** No parameter is an object or a tuple, whatever stands in it. */
const noParameters = ["fields", "variants", "first items"]

/** Keys of endpoints that `defaults` gives to all of them, with the parts of the manifest that they name. */
const shared: readonly (readonly [string, (text: string) => Document, ((text: string) => Document)?])[] = [
  ["parameters", (x) => ({ parameters: { [x]: { type: "string", alias: x } } })],
  ["content type", (x) => ({ content_type: x })],
  ["content encoding", (x) => ({ content_encoding: [x] })],
  ["responses", (x) => ({ responses: { 404: { type: { fields: { [x]: "string" } } } } })],
  ["credentials", (x) => ({ auth: x }), (x) => ({ auth: { [x]: { type: "bearer", env: "A" } } })],
  ["retry", (x) => ({ retry: x }), (x) => ({ retry_policies: { [x]: { max_attempts: 2 } } })],
  ["classify", (x) => ({ classify: `./a.ts#${x}` })],
  ["rate limit", (x) => ({ rate_limit: x }), (x) => ({ rate_limits: { [x]: { concurrency: 2 } } })],
  ["circuit breaker", (x) => ({ circuit_breaker: x }), (x) => ({ circuit_breakers: { [x]: { failures: 2 } } })],
  ["pool", (x) => ({ pool: x }), (x) => ({ pools: { [x]: { max_connections: 2 } } })],
  ["idempotency header", (x) => ({ idempotency: true, idempotency_header: x })],
  [
    "older poll",
    (x) => ({ poll_endpoint: x }),
    (x) => ({ endpoints: { call: endpoint({ async: true }), [x]: endpoint({ path: "/b" }) } }),
  ],
]

/** Every place of a manifest that takes free text, once. */
export const manifestPlaces: readonly ManifestPlace[] = [
  ["name", (x) => manifest({ name: x })],
  ["version", (x) => manifest({ version: x })],
  ["description", (x) => manifest({ description: x })],
  ["base_url", (x) => manifest({ base_url: x })],
  ["base_url.env", (x) => manifest({ base_url: { env: x, default: "https://example.com" } })],
  ["auth list", (x) => manifest({ auth: { [x]: [{ type: "bearer", env: "A" }] } })],
  ["auth env", (x) => manifest({ auth: [{ type: "api_key", header: "X-Key", env: x, pattern: x }] })],
  ["auth header", (x) => manifest({ auth: [{ type: "api_key", header: x, env: "A" }] })],
  ["auth source", (x) => manifest({ auth: [{ type: "bearer", source: x }] })],
  ["policy", (x) => manifest({ retry_policies: { [x]: { max_attempts: 2 } } }, { retry: x })],
  ["rate limit", (x) => manifest({ rate_limits: { [x]: { concurrency: 2 } } }, { rate_limit: x })],
  ["pool", (x) => manifest({ pools: { [x]: { max_connections: 2 } } }, { pool: x })],
  ["endpoint", (x) => manifest({ endpoints: { [x]: endpoint({}) } })],
  ["endpoint's name", (x) => manifest({}, { name: x })],
  ["resource", (x) => manifest({}, { resource: x })],
  ["description of an endpoint", (x) => manifest({}, { description: x })],
  ["method", (x) => manifest({}, { method: x })],
  ["path", (x) => manifest({}, { path: `/${x}` })],
  ["path parameter", (x) => manifest({}, { path: `/{${x}}` })],
  ["parameter", (x) => manifest({}, { parameters: { [x]: "string" } })],
  ["parameter's alias", (x) => manifest({}, { parameters: { a: { type: "string", alias: x, default: x } } })],
  ["header", (x) => manifest({}, { headers: { [x]: "1" } })],
  ["header's value", (x) => manifest({}, { headers: { A: x } })],
  ["header's env", (x) => manifest({}, { headers: { A: { env: x } } })],
  ["header's expression", (x) => manifest({}, { headers: { A: { from: `$request.body#/${x}` } } })],
  ["query", (x) => manifest({}, { query: { [x]: x } })],
  ["body constant", (x) => manifest({}, { body: { [x]: x } })],
  ["content type", (x) => manifest({}, { content_type: x, request: "string" })],
  ["classify", (x) => manifest({}, { classify: `./a.ts#${x}` })],
  ["classify's module", (x) => manifest({}, { classify: `./${x}#a` })],
  ["idempotency header", (x) => manifest({}, { idempotency: true, idempotency_header: x })],
  ["status", (x) => manifest({}, { responses: { [x]: "string" } })],
  [
    "response from headers",
    (x) =>
      manifest(
        {},
        { responses: { 302: { type: { fields: { a: "string" } }, body: { a: { from: `$response.header.${x}` } } } } },
      ),
  ],
  ["type", (x) => manifest({ types: { [x]: "string" } }, { response: x })],
  [
    "field",
    (x) =>
      manifest(
        {},
        {
          request: { fields: { [x]: { type: "integer", coerce: true } } },
          response: { fields: { [x]: { type: "integer", coerce: true } } },
        },
      ),
  ],
  ["alias", (x) => manifest({}, { response: { fields: { a: { type: "string", alias: [x, "b"] } } } })],
  ["default", (x) => manifest({}, { request: { fields: { a: { type: "string", default: x } } } })],
  ["const", (x) => manifest({}, { request: { fields: { a: { const: x } } } })],
  ["enum", (x) => manifest({}, { response: { enum: [x] } })],
  ["pattern", (x) => manifest({}, { response: { type: "string", pattern: x } })],
  ["format", (x) => manifest({}, { response: { type: "string", format: x } })],
  ["codec", (x) => manifest({}, { response: { type: "string", codec: `./a.ts#${x}` } })],
  ["media codec", (x) => manifest({}, { response: { type: "string", codec: { [x]: "./a.ts#b" } } })],
  [
    "discriminator",
    (x) => manifest({}, { response: { discriminator: x, any_of: [{ fields: { [x]: { const: x } } }] } }),
  ],
  ["$schema", (x) => manifest({ $schema: x })],
  ["auth query", (x) => manifest({ auth: [{ type: "api_key", query: x, env: "A" }] })],
  ["auth cookie", (x) => manifest({ auth: [{ type: "api_key", cookie: x, env: "A" }] })],
  ["basic variables", (x) => manifest({ auth: [{ type: "basic", username: { env: x }, password: { env: x } }] })],
  [
    "alternative of credentials",
    (x) => manifest({ auth: { [x]: { type: "bearer", env: "A" } } }, { auth: [x, false] }),
  ],
  ["server", (x) => ({ ...manifest({ servers: { [x]: "https://example.com" } }), base_url: undefined })],
  ["server's url", (x) => manifest({ servers: { a: { url: x, description: x } } })],
  ["rest of a server's url", (x) => manifest({ servers: { a: `https://example.com/${x}` } })],
  [
    "server's variable",
    (x) => manifest({ servers: { a: { url: `https://example.com/{${x}}`, variables: { [x]: { default: "b" } } } } }),
  ],
  [
    "value of a server's variable",
    (x) =>
      manifest({
        servers: { a: { url: "https://example.com/{b}", variables: { b: { default: x, enum: [x], description: x } } } },
      }),
  ],
  ["resource's description", (x) => manifest({ resources: { r: { description: x } } }, { resource: "r" })],
  ["circuit breaker", (x) => manifest({ circuit_breakers: { [x]: { failures: 2 } } }, { circuit_breaker: x })],
  ["weight", (x) => manifest({ rate_limits: { l: { weight: `./a.ts#${x}` } } }, { rate_limit: "l" })],
  [
    "list of policies",
    (x) =>
      manifest({ retry_policies: { [x]: { rules: [{ retry_on: [503] }] }, b: { rules: [x] } } }, { retry: [x, "b"] }),
  ],
  ["what a rule is for", (x) => manifest({ retry_policies: { p: { rules: [{ retry_on: [x] }] } } }, { retry: "p" })],
  ["provider's headers", (x) => manifest({ provider: { request_id: [x], should_retry: x } })],
  [
    "provider's quota",
    (x) => manifest({ provider: { rate_limit: { remaining: x, reset: { header: x, form: "delta" } } } }),
  ],
  ["provider's error", (x) => manifest({ provider: { error: { code: `/${x}`, message: `/${x}` } } })],
  [
    "error type",
    (x) => manifest({ types: { E: { fields: { a: { const: x } } } }, error_types: { 400: "E", [x]: "E" } }),
  ],
  ["defaults", (x) => manifest({ defaults: { headers: { A: x }, query: { [x]: x }, tags: [x], resource: x } })],
  ["id in a list", (x) => ({ ...manifest({}), endpoints: [endpoint({ id: x })] })],
  ["tag", (x) => manifest({}, { tags: [x] })],
  ["content encoding", (x) => manifest({}, { content_encoding: [x], request: "string" })],
  ["type of a response", (x) => manifest({ types: { [x]: "string" } }, { responses: { 200: { type: x }, 404: x } })],
  ["sentinel", (x) => manifest({}, { streaming: true, stream: { sentinel: x, error_event: x } })],
  ["event types", (x) => manifest({}, { streaming: true, event_types: [x, "a"] })],
  ["wrapped answer", (x) => manifest({}, { response: "string", response_unwrap: `a.${x}` })],
  [
    "poll",
    (x) =>
      manifest({
        endpoints: {
          call: endpoint({ async: true, poll: { endpoint: x, parameters: { id: x }, headers: { A: x } } }),
          [x]: endpoint({}),
        },
      }),
  ],
  [
    "older name of a poll's endpoint",
    (x) =>
      manifest({ endpoints: { call: endpoint({ async: true, poll_endpoint: x }), [x]: endpoint({ path: "/b" }) } }),
  ],
  [
    "poll's answers",
    (x) =>
      manifest(
        { types: { [x]: { fields: { a: { const: x } } } } },
        { async: true, poll: { pending: x, failed: x, interval_ms: { from: `$response.header.${x}` } } },
      ),
  ],
  [
    "pages by offset",
    (x) =>
      manifest(
        {},
        {
          method: "GET",
          parameters: { [x]: "integer", l: "integer" },
          response: { fields: { [x]: { type: "array", items: "any" }, total: "integer" } },
          pagination: { items: `$response.body#/${x}`, offset: x, limit: "l", total: "$response.body#/total" },
        },
      ),
  ],
  [
    "pages by number",
    (x) =>
      manifest(
        {},
        {
          method: "GET",
          parameters: { [x]: "integer" },
          pagination: {
            items: "$response.body",
            page: x,
            pages: `$response.header.${x}`,
            more: `$response.body#/${x}`,
          },
        },
      ),
  ],
  [
    "pages by cursor",
    (x) =>
      manifest(
        {},
        {
          method: "GET",
          parameters: { [x]: "string" },
          pagination: { items: "$response.body", cursor: x, next: `$response.header.${x}` },
        },
      ),
  ],
  [
    "pages by link",
    (x) => manifest({}, { method: "GET", pagination: { items: "$response.body", next_link: `$response.body#/${x}` } }),
  ],
  [
    "documentation of a type",
    (x) =>
      manifest(
        { types: { T: { type: "string", description: x, examples: [x, { [x]: x }] } } },
        { response: "T", request: "T" },
      ),
  ],
  [
    "documentation of a field",
    (x) => manifest({}, { request: { fields: { a: { type: "string", description: x, examples: [x] } } } }),
  ],
  [
    "documentation of a parameter",
    (x) => manifest({}, { parameters: { a: { type: "string", description: x, examples: [x] } } }),
  ],
  ["pattern of a parameter", (x) => manifest({}, { parameters: { a: { type: "string", pattern: x, format: x } } })],
  [
    "items",
    (x) => manifest({ types: { [x]: "string" } }, { response: { type: "array", items: x, prefix_items: [x] } }),
  ],
  ["values of a map", (x) => manifest({ types: { [x]: "string" } }, { response: { type: "map", items: x } })],
  [
    "other properties",
    (x) => manifest({ types: { [x]: "string" } }, { response: { fields: { a: x }, additional_properties: x } }),
  ],
  ["required fields", (x) => manifest({}, { response: { fields: { [x]: "string" }, required: [x] } })],
  [
    "union",
    (x) =>
      manifest(
        { types: { [x]: { fields: { kind: { const: x } } } } },
        { response: { any_of: [x], discriminator: "kind" } },
      ),
  ],
  [
    "older variants",
    (x) =>
      manifest(
        { types: { A: { fields: { [x]: { const: x } } } } },
        { response: { discriminator: { field: x, mapping: { [x]: "A" } }, variants: [{ type: "A", value: x }] } },
      ),
  ],
  [
    "variants by value",
    (x) =>
      manifest(
        { types: { A: { fields: { kind: { const: x } } } } },
        { response: { discriminator: "kind", variants: { [x]: "A" } } },
      ),
  ],
  [
    "rest of a page's keys",
    (x) =>
      manifest(
        {},
        {
          method: "GET",
          parameters: { o: "integer", [x]: "integer" },
          response: { fields: { a: { type: "array", items: "any" }, [x]: "integer" } },
          pagination: { items: "$response.body#/a", offset: "o", limit: x, total: `$response.body#/${x}` },
        },
      ),
  ],
  ["default of a value", (x) => manifest({}, { headers: { A: { env: "A", default: x } } })],
  ["name of an inline type", (x) => manifest({ types: { [x]: "string" } }, { response: { type: x } })],
  [
    "older variant's type",
    (x) =>
      manifest(
        { types: { [x]: { fields: { kind: { const: "a" } } } } },
        { response: { discriminator: "kind", variants: [{ type: x, value: "a" }] } },
      ),
  ],
  ["rules of a policy itself", (x) => manifest({ retry_policies: { p: { retry_on: [x] } } }, { retry: "p" })],
  ...shapes.flatMap(([name, type, types = () => ({})]): readonly ManifestPlace[] => [
    [
      `${name} of a named type`,
      (x) => manifest({ types: { ...types(x), T: type(x) } }, { response: "T", request: "T" }),
    ],
    [
      `${name} of a field`,
      (x) =>
        manifest({ types: types(x) }, { request: { fields: { a: type(x) } }, response: { fields: { a: type(x) } } }),
    ],
  ]),
  ...shapes
    .filter(([name]) => !noParameters.includes(name))
    .map(([name, type, types = () => ({})]): ManifestPlace => [
      `${name} of a parameter`,
      (x) => manifest({ types: types(x) }, { parameters: { a: type(x) } }),
    ]),
  ...shared.map(([name, keys, parts = () => ({})]): ManifestPlace => [
    `default ${name}`,
    (x) => manifest({ ...parts(x), defaults: keys(x) }),
  ]),
]
