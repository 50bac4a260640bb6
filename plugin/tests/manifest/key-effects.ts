export type Manifest = Readonly<Record<string, unknown>>

/** What is written for a manifest. */
export type Output = "code" | "declarations" | "openapi"

/** A manifest that has a key, and what is written somewhere for that key alone. */
export interface KeyEffect {
  readonly given: Manifest
  readonly output: Output
  readonly shows: RegExp
}

const api = (endpoint: Manifest, manifest: Manifest = {}): Manifest => ({
  name: "Zoo",
  version: "1",
  base_url: "https://zoo.test",
  endpoints: { call: { method: "POST", path: "/call", ...endpoint } },
  ...manifest,
})

const field = (type: Manifest, rest: Manifest = {}): Manifest =>
  api({ request: { fields: { sample: type } }, response: { fields: { sample: type } } }, rest)
const answer = (response: Manifest): Manifest => api({ response })
const code = (given: Manifest, shows: RegExp): KeyEffect => ({ given, output: "code", shows })
const declared = (given: Manifest, shows: RegExp): KeyEffect => ({ given, output: "declarations", shows })
const exported = (given: Manifest, shows: RegExp): KeyEffect => ({ given, output: "openapi", shows })

const policy = (parts: Manifest): Manifest => api({ retry: "steady" }, { retry_policies: { steady: parts } })
const limit = (parts: Manifest): Manifest => api({ rate_limit: "gate" }, { rate_limits: { gate: parts } })
const breaker = (parts: Manifest): Manifest => api({ circuit_breaker: "fuse" }, { circuit_breakers: { fuse: parts } })
const stream = (parts: Manifest): Manifest => api({ streaming: true, stream: { resume: parts } })
const poll = (parts: Manifest): Manifest => ({
  ...api({}),
  endpoints: {
    call: { method: "POST", path: "/call", async: true, poll: { endpoint: "ask", ...parts } },
    ask: { method: "GET", path: "/ask/{ticket}" },
  },
  types: { Waiting: { fields: { state: { const: "waiting" } } } },
})
const union = (parts: Manifest): Manifest => ({
  ...api({ response: parts }),
  types: {
    Cat: { fields: { kin: { const: "cat" }, lives: "integer" } },
    Dog: { fields: { kin: { const: "dog" }, tricks: "integer" } },
  },
})

const paged = (pagination: Manifest): Manifest =>
  api({
    method: "GET",
    parameters: { from: { type: "integer" }, size: { type: "integer" }, at: { type: "string" } },
    response: {
      fields: { rows: { type: "array", items: "string", required: true }, follow: "string", all: "integer" },
    },
    pagination: { items: "$response.body#/rows", ...pagination },
  })
const provider = (parts: Manifest): Manifest => api({}, { provider: parts })
const quota: Manifest = { remaining: "X-Left", reset: { header: "X-Reset", form: "delta" } }

/** Effects of keys by object and key: the text is there with the key, and not there without it. */
export const keyEffects: Readonly<Record<string, KeyEffect>> = {
  "manifest.description": declared(api({}, { description: "All about the zoo." }), /All about the zoo\./),
  "manifest.pools": code(api({ pool: "wide" }, { pools: { wide: { max_connections: 31 } } }), /31/),
  "manifest.resources": declared(
    api({ resource: "pets" }, { resources: { pets: { description: "Cats." } } }),
    /Cats\./,
  ),
  "manifest.error_types": declared(
    api({}, { types: { Problem: { fields: { why: "string" } } }, error_types: { 404: "Problem" } }),
    /404[^]*Problem|Problem[^]*404/,
  ),
  "serverVariable.description": exported(
    {
      ...api({}),
      base_url: undefined,
      servers: {
        eu: {
          url: "https://{region}.zoo.test",
          variables: { region: { default: "west", description: "Part of the world." } },
        },
      },
    },
    /Part of the world\./,
  ),
  "value.from": code(
    api({ headers: { "X-Agent": { from: "$client.user_agent" } } }),
    /\["X-Agent", scope\.userAgent\]/,
  ),
  "value.default": code(api({ headers: { "X-Region": { env: "REGION", default: "west-7" } } }), /west-7/),
  "scheme.header": code(api({}, { auth: { type: "api_key", header: "X-Zoo-Key", env: "ZOO_KEY" } }), /X-Zoo-Key/i),
  "defaults.omit_if": code(
    api({ request: { fields: { sample: "integer" } } }, { defaults: { omit_if: "null" } }),
    /nullish\(integer\(\)\)/,
  ),
  "resource.description": declared(
    api({ resource: "pets" }, { resources: { pets: { description: "Cats." } } }),
    /Cats\./,
  ),
  "endpoint.id": declared(
    { ...api({}), endpoints: [{ id: "feed_all", method: "POST", path: "/feed" }] },
    /\bfeedAll\b/,
  ),
  "endpoint.name": declared(api({ name: "feedAll" }), /\bfeedAll\b/),
  "endpoint.description": declared(api({ description: "Feeds everybody." }), /Feeds everybody\./),
  "endpoint.body": code(api({ request: { fields: { a: "string" } }, body: { mode: "gentle" } }), /gentle/),
  "endpoint.tags": exported(api({ tags: ["feeding"] }), /feeding/),
  "endpoint.deprecated": declared(api({ deprecated: true }), /@deprecated/),
  "endpoint.headers": code(api({ headers: { "X-Mode": "gentle" } }), /gentle/),
  "endpoint.query": code(api({ query: { mode: "gentle" } }), /gentle/),
  "endpoint.content_encoding": code(api({ content_encoding: ["zstd"], request: "any" }), /zstd/),
  "endpoint.timeout": code(api({ timeout: 7013 }), /7013/),
  "endpoint.classify": code(api({ classify: "./judge.ts#judge" }), /\.\/judge\.ts/),
  "endpoint.pool": code(api({ pool: "wide" }, { pools: { wide: { max_connections: 31 } } }), /pool: /),
  "endpoint.idempotency_header": code(api({ idempotency: true, idempotency_header: "X-Once" }), /X-Once/i),
  "endpoint.poll": code(poll({ parameters: { ticket: { from: "$response.body#/ticket" } } }), /specOf\(ask\)/),
  "endpoint.poll_endpoint": code(
    {
      ...api({}),
      endpoints: {
        call: { method: "POST", path: "/call", async: true, poll_endpoint: "ask" },
        ask: { method: "POST", path: "/ask", request: { fields: { request_id: "string" } } },
      },
    },
    /specOf\(ask\)/,
  ),
  "endpoint.telemetry": code(api({ telemetry: false }), /telemetry: false/),
  "timeout.connect_ms": code(api({ timeout: { connect_ms: 7013 } }), /connectMs: 7013/),
  "timeout.headers_ms": code(api({ timeout: { headers_ms: 7013 } }), /headersMs: 7013/),
  "timeout.idle_ms": code(api({ timeout: { idle_ms: 7013 } }), /idleMs: 7013/),
  "timeout.attempt_ms": code(api({ timeout: { attempt_ms: 7013 } }), /attemptMs: 7013/),
  "timeout.total_ms": code(api({ timeout: { total_ms: 7013 } }), /totalMs: 7013/),
  "poll.endpoint": code(poll({ parameters: { ticket: { from: "$response.body#/ticket" } } }), /specOf\(ask\)/),
  "poll.parameters": code(poll({ parameters: { ticket: { from: "$response.body#/number" } } }), /number/),
  "poll.headers": code(
    poll({ parameters: { ticket: { from: "$response.body#/number" } }, headers: { "X-Mode": "gentle" } }),
    /gentle/,
  ),
  "poll.pending": code(
    poll({ parameters: { ticket: { from: "$response.body#/number" } }, pending: "Waiting" }),
    /pending: .*wire\.state/,
  ),
  "poll.failed": code(
    poll({ parameters: { ticket: { from: "$response.body#/number" } }, failed: "Waiting" }),
    /failed: .*wire\.state/,
  ),
  "poll.interval_ms": code(
    poll({ parameters: { ticket: { from: "$response.body#/number" } }, interval_ms: 7013 }),
    /7013/,
  ),
  "resume.max_attempts": code(stream({ max_attempts: 13 }), /maxAttempts: 13/),
  "resume.base_ms": code(stream({ base_ms: 713 }), /713/),
  "resume.max_ms": code(stream({ max_ms: 7013 }), /7013/),
  "response.type": declared(api({ responses: { 404: { type: { fields: { why: "string" } } } } }), /why/),
  "response.body": code(
    api({
      responses: {
        302: { type: { fields: { url: "string" } }, body: { url: { from: "$response.header.Location" } } },
      },
    }),
    /Location/i,
  ),
  "parameter.style": code(
    api({ path: "/files/{file}", parameters: { file: { type: "string", style: "segments" } } }),
    /segments/i,
  ),
  "parameter.explode": exported(
    api({ parameters: { list: { type: "array", items: "string", explode: false } } }),
    /"explode":false/,
  ),
  "parameter.allow_reserved": code(
    api({ parameters: { at: { type: "string", allow_reserved: true } } }),
    /\.\.\.allowReserved\(\[\["at", input\.at\]\]\)/,
  ),
  "type.additional_properties": code(
    answer({ fields: { a: "string" }, additional_properties: { type: "string", max_length: 713 } }),
    /713/,
  ),
  "type.const": code(field({ type: "string", const: "fixed" }), /fixed/),
  "type.variants": declared(
    union({ type: "union", discriminator: "kin", variants: { cat: "Cat", dog: "Dog" } }),
    /Cat \| Dog/,
  ),
  "type.discriminator": exported(union({ any_of: ["Cat", "Dog"], discriminator: "kin" }), /"propertyName":"kin"/),
  "type.prefix_items": declared(
    answer({ type: "array", prefix_items: ["string", "integer"] }),
    /\[\s*string,\s*number/,
  ),
  "type.omit_if": code(
    api({ request: { fields: { sample: { type: "integer", omit_if: "null" } } } }),
    /nullish\(integer\(\)\)/,
  ),
  "type.pattern": code(field({ type: "string", pattern: "^zoo-" }), /zoo-/),
  "type.min_length": code(field({ type: "string", min_length: 713 }), /713/),
  "type.max_length": code(field({ type: "string", max_length: 713 }), /713/),
  "type.minimum": code(field({ type: "integer", minimum: 713 }), /713/),
  "type.maximum": code(field({ type: "integer", maximum: 713 }), /713/),
  "type.exclusive_minimum": code(field({ type: "integer", exclusive_minimum: 713 }), /713/),
  "type.exclusive_maximum": code(field({ type: "integer", exclusive_maximum: 713 }), /713/),
  "type.multiple_of": code(field({ type: "integer", multiple_of: 713 }), /713/),
  "type.min_items": code(field({ type: "array", items: "string", min_items: 713 }), /713/),
  "type.max_items": code(field({ type: "array", items: "string", max_items: 713 }), /713/),
  "type.unique_items": code(field({ type: "array", items: "string", unique_items: true }), /unique/i),
  "type.min_properties": code(field({ type: "map", items: "string", min_properties: 713 }), /713/),
  "type.max_properties": code(field({ type: "map", items: "string", max_properties: 713 }), /713/),
  "type.coerce": code(field({ type: "integer", coerce: true }), /coerceNumber\(value\.sample\)/),
  "type.description": declared(field({ type: "string", description: "A sample." }), /A sample\./),
  "type.deprecated": declared(field({ type: "string", deprecated: true }), /@deprecated/),
  "type.examples": declared(field({ type: "string", examples: ["gentle"] }), /gentle/),
  "field.alias": code(field({ type: "string", alias: "wire_sample" }), /wire_sample/),
  "discriminator.field": exported(
    union({ type: "union", discriminator: { field: "kin", mapping: { cat: "Cat", dog: "Dog" } } }),
    /"propertyName":"kin"/,
  ),
  "discriminator.mapping": declared(
    union({ type: "union", discriminator: { field: "kin", mapping: { cat: "Cat", dog: "Dog" } } }),
    /Cat \| Dog/,
  ),
  "variant.type": declared(
    union({ type: "union", discriminator: "kin", variants: [{ type: "Cat", value: "cat" }] }),
    /\bCat\b/,
  ),
  "variant.value": declared(
    union({ type: "union", discriminator: "kin", variants: [{ type: "Cat", value: "cat" }] }),
    /"cat"/,
  ),
  "policy.rules": code(policy({ rules: [{ retry_on: [503], base_ms: 7013 }] }), /7013/),
  "policy.max_elapsed_ms": code(policy({ max_elapsed_ms: 7013 }), /maxElapsedMs: 7013/),
  "policy.progress_timeout_ms": code(policy({ progress_timeout_ms: 7013 }), /progressTimeoutMs: 7013/),
  "rule.retry_on": code(policy({ retry_on: [418] }), /418/),
  "rule.max_attempts": code(policy({ max_attempts: 13 }), /maxAttempts: 13/),
  "rule.base_ms": code(policy({ base_ms: 713 }), /713/),
  "rule.max_ms": code(policy({ max_ms: 7013 }), /7013/),
  "rule.retry_after": code(policy({ retry_after: false }), /retryAfter: false/),
  "retryAfter.max_ms": code(policy({ retry_after: { max_ms: 7013 } }), /7013/),
  "retryAfter.beyond": code(policy({ retry_after: { beyond: "backoff" } }), /beyond: "backoff"/),
  "rateLimit.throttled_concurrency": code(limit({ concurrency: 9, throttled_concurrency: 3 }), /throttled\w*: 3/i),
  "rateLimit.byte_budget": code(limit({ byte_budget: 7013 }), /7013/),
  "rateLimit.byte_penalty_multiplier": code(limit({ byte_budget: 1, byte_penalty_multiplier: 713 }), /713/),
  "rateLimit.backoff_window_ms": code(limit({ concurrency: 9, backoff_window_ms: 7013 }), /7013/),
  "rateLimit.weight": code(limit({ byte_budget: 1, weight: "./weigh.ts#weigh" }), /\.\/weigh\.ts/),
  "breaker.minimum_calls": code(breaker({ failure_ratio: 0.5, minimum_calls: 13 }), /minimumCalls: 13/),
  "breaker.slow_ms": code(breaker({ slow_ms: 7013 }), /slowMs: 7013/),
  "breaker.probes": code(breaker({ probes: 13 }), /probes: 13/),
  "pool.max_connections": code(api({ pool: "wide" }, { pools: { wide: { max_connections: 31 } } }), /31/),
  "manifest.name": code(api({}), /name: "Zoo"/),
  "manifest.version": code(api({}, { version: "7.13" }), /7\.13/),
  "manifest.base_url": code(api({}), /zoo\.test/),
  "manifest.servers": declared(
    { ...api({}), base_url: undefined, servers: { eu: "https://eu.zoo.test", us: "https://us.zoo.test" } },
    /server\?: "eu" \| "us"/,
  ),
  "manifest.auth": code(api({}, { auth: { type: "bearer", env: "ZOO_TOKEN" } }), /ZOO_TOKEN/),
  "manifest.defaults": code(api({}, { defaults: { headers: { "X-Mode": "gentle" } } }), /gentle/),
  "manifest.retry_policies": declared(api({}, { retry_policies: { steady: { base_ms: 713 } } }), /steadyPolicy/),
  "manifest.rate_limits": code(api({}, { rate_limits: { gate: { concurrency: 713 } } }), /713/),
  "manifest.circuit_breakers": code(api({}, { circuit_breakers: { fuse: { failures: 713 } } }), /713/),
  "manifest.provider": code(api({}, { provider: { request_id: ["X-Trace"] } }), /x-trace/i),
  "manifest.endpoints": declared(api({}), /\bcall\b/),
  "manifest.types": declared(api({}, { types: { Pet: { fields: { id: "integer" } } } }), /\bPet\b/),
  "server.url": code(
    { ...api({}), base_url: undefined, servers: { eu: { url: "https://eu.zoo.test" } } },
    /eu\.zoo\.test/,
  ),
  "server.description": exported(
    { ...api({}), base_url: undefined, servers: { eu: { url: "https://eu.zoo.test", description: "Near." } } },
    /Near\./,
  ),
  "server.variables": declared(
    {
      ...api({}),
      base_url: undefined,
      servers: { eu: { url: "https://{region}.zoo.test", variables: { region: "west" } } },
    },
    /region/,
  ),
  "serverVariable.default": code(
    {
      ...api({}),
      base_url: undefined,
      servers: { eu: { url: "https://{region}.zoo.test", variables: { region: { default: "west" } } } },
    },
    /west/,
  ),
  "serverVariable.enum": code(
    {
      ...api({}),
      base_url: undefined,
      servers: {
        eu: { url: "https://{region}.zoo.test", variables: { region: { default: "west", enum: ["west", "east"] } } },
      },
    },
    /east/,
  ),
  "value.env": code(api({ headers: { "X-Region": { env: "ZOO_REGION" } } }), /ZOO_REGION/),
  "scheme.type": code(api({}, { auth: { type: "bearer", env: "ZOO_TOKEN" } }), /bearerAuth\(/),
  "scheme.query": code(api({}, { auth: { type: "api_key", query: "zoo_key", env: "ZOO_KEY" } }), /zoo_key/),
  "scheme.cookie": code(api({}, { auth: { type: "api_key", cookie: "zoo_key", env: "ZOO_KEY" } }), /zoo_key/),
  "scheme.env": code(api({}, { auth: { type: "bearer", env: "ZOO_TOKEN" } }), /ZOO_TOKEN/),
  "scheme.username": code(
    api({}, { auth: { type: "basic", username: { env: "ZOO_USER" }, password: { env: "ZOO_PASS" } } }),
    /ZOO_USER/,
  ),
  "scheme.password": code(
    api({}, { auth: { type: "basic", username: { env: "ZOO_USER" }, password: { env: "ZOO_PASS" } } }),
    /ZOO_PASS/,
  ),
  "scheme.pattern": code(api({}, { auth: { type: "bearer", env: "ZOO_TOKEN", pattern: "^zoo-" } }), /zoo-/),
  "scheme.server": code(api({}, { auth: { type: "bearer", env: "ZOO_TOKEN", server: true } }), /guard: serverOnly/),
  "scheme.source": code(
    api({}, { auth: { type: "bearer", env: "ZOO_TOKEN", source: "./token.ts#source" } }),
    /\.\/token\.ts/,
  ),
  "endpoint.method": code(api({ method: "PUT" }), /method: "PUT"/),
  "endpoint.path": code(api({ path: "/feed" }), /"\/feed"/),
  "endpoint.request": declared(api({ request: { fields: { hay: "string" } } }), /hay/),
  "endpoint.response": declared(api({ response: { fields: { hay: "string" } } }), /hay/),
  "endpoint.resource": declared(api({ resource: "barn" }), /barn/),
  "endpoint.parameters": declared(api({ parameters: { hay: "string" } }), /hay/),
  "endpoint.content_type": code(api({ content_type: "text/plain", request: "string" }), /writer: text/),
  "endpoint.responses": declared(api({ responses: { 404: { type: { fields: { why: "string" } } } } }), /why/),
  "endpoint.auth": code(api({ auth: false }, { auth: { type: "bearer", env: "ZOO_TOKEN" } }), /auth: false/),
  "endpoint.retry": code(api({ retry: "steady" }, { retry_policies: { steady: {} } }), /retry: \[steadyPolicy\]/),
  "endpoint.rate_limit": code(
    api({ rate_limit: "gate" }, { rate_limits: { gate: { concurrency: 3 } } }),
    /limit: gate/i,
  ),
  "endpoint.circuit_breaker": code(
    api({ circuit_breaker: "fuse" }, { circuit_breakers: { fuse: { failures: 3 } } }),
    /namedBreaker\(fuseBreaker\)/,
  ),
  "endpoint.idempotency": code(api({ idempotency: true }), /X-Idempotency-Key/i),
  "endpoint.async": code(api({ async: true }), /defineFuture/),
  "endpoint.streaming": code(api({ streaming: true }), /defineStream/),
  "endpoint.stream_format": code(api({ streaming: true, stream_format: "ndjson" }), /ndjson/i),
  "endpoint.stream": code(api({ streaming: true, stream: { sentinel: "[END]" } }), /\[END\]/),
  "endpoint.event_types": code(api({ streaming: true, event_types: ["grown"] }), /eventTypes: \["grown"\]/),
  "endpoint.response_unwrap": code(api({ response: "string", response_unwrap: "data.sum" }), /\["data", "sum"\]/),
  "endpoint.server": code(api({ server: true }), /guard: serverOnly/),
  "endpoint.pagination": code(
    api({ method: "GET", pagination: { items: "$response.body", next_link: "$response.header.Link" } }),
    /definePages/,
  ),
  "stream.sentinel": code(api({ streaming: true, stream: { sentinel: "[END]" } }), /\[END\]/),
  "stream.error_event": code(api({ streaming: true, stream: { error_event: "broken" } }), /broken/),
  "stream.resume": code(api({ streaming: true, stream: { resume: true } }), /resume/),
  "pagination.items": code(paged({ offset: "from" }), /pointer\(response\.body, \["rows"\]\)/),
  "pagination.offset": code(paged({ offset: "from" }), /offset: "from"/),
  "pagination.page": code(paged({ page: "from" }), /page: "from"/),
  "pagination.cursor": code(paged({ cursor: "at", next: "$response.header.X-Next" }), /nextCursor\(input, "at"/),
  "pagination.next": code(paged({ cursor: "at", next: "$response.header.X-Next" }), /X-Next/i),
  "pagination.next_link": code(paged({ next_link: "$response.body#/follow" }), /follow/),
  "pagination.limit": code(paged({ offset: "from", limit: "size" }), /limit: input\.size/),
  "pagination.total": code(paged({ offset: "from", total: "$response.header.X-All" }), /X-All/i),
  "pagination.pages": code(paged({ page: "from", pages: "$response.header.X-All" }), /X-All/i),
  "pagination.more": code(paged({ page: "from", more: "$response.header.X-More" }), /X-More/i),
  "parameter.required": declared(api({ parameters: { hay: { type: "string", required: true } } }), /hay: string/),
  "parameter.alias": code(api({ parameters: { hay: { type: "string", alias: "wire_hay" } } }), /wire_hay/),
  "parameter.in": exported(api({ parameters: { hay: { type: "string", in: "header" } } }), /"in":"header"/),
  "type.type": declared(field({ type: "integer" }), /sample\?: number/),
  "type.fields": declared(answer({ fields: { hay: "string" } }), /hay/),
  "type.enum": declared(field({ type: "string", enum: ["hay", "oats"] }), /"oats"/),
  "type.any_of": declared(union({ any_of: ["Cat", "Dog"] }), /Cat \| Dog/),
  "type.items": declared(field({ type: "array", items: "integer" }), /number\[\]/),
  "type.nullable": declared(field({ type: "string", nullable: true }), /string \| null/),
  "type.format": code(field({ type: "string", format: "uuid" }), /uuid/),
  "type.secret": code(field({ type: "string", secret: true }), /secretKey\("sample"\)/),
  "type.codec": declared(field({ type: "string", codec: "bytes" }), /Uint8Array/),
  "type.required": declared(api({ request: { fields: { sample: "string" }, required: ["sample"] } }), /sample: string/),
  "type.default": code(field({ type: "string", default: "gentle" }), /gentle/),
  "field.required": declared(field({ type: "string", required: true }), /sample: string/),
  "field.read_only": exported(field({ type: "string", read_only: true }), /readOnly/),
  "field.write_only": exported(field({ type: "string", write_only: true }), /writeOnly/),
  "rule.backoff": code(policy({ backoff: "linear" }), /"linear"/),
  "rule.jitter": code(policy({ jitter: 0.125 }), /0\.875/),
  "rateLimit.concurrency": code(limit({ concurrency: 713 }), /713/),
  "rateLimit.requests_per_second": code(limit({ concurrency: 3, requests_per_second: 713 }), /713/),
  "rateLimit.burst": code(limit({ requests_per_second: 3, burst: 713 }), /713/),
  "rateLimit.max_requests": code(limit({ max_requests: 713, window_ms: 1000 }), /713/),
  "rateLimit.window_ms": code(limit({ max_requests: 3, window_ms: 7013 }), /7013/),
  "rateLimit.max_queue": code(limit({ concurrency: 3, max_queue: 713 }), /713/),
  "breaker.failures": code(breaker({ failures: 713 }), /713/),
  "breaker.failure_ratio": code(breaker({ failure_ratio: 0.713 }), /0\.713/),
  "breaker.window_ms": code(breaker({ failure_ratio: 0.5, window_ms: 7013 }), /7013/),
  "breaker.slow_ratio": code(breaker({ slow_ms: 10, slow_ratio: 0.713 }), /0\.713/),
  "breaker.open_ms": code(breaker({ open_ms: 7013 }), /7013/),
  "breaker.max_open_ms": code(breaker({ max_open_ms: 70_013 }), /70013/),
  "breaker.per": code(breaker({ per: "operation" }), /per: "operation"/),
  "provider.request_id": code(provider({ request_id: ["X-Trace"] }), /x-trace/i),
  "provider.should_retry": code(provider({ should_retry: "X-Again" }), /x-again/i),
  "provider.rate_limit": code(provider({ rate_limit: quota }), /x-left/i),
  "provider.error": code(provider({ error: { code: "/why/code" } }), /why/),
  "quota.remaining": code(provider({ rate_limit: quota }), /x-left/i),
  "quota.reset": code(provider({ rate_limit: quota }), /x-reset/i),
  "quotaReset.header": code(provider({ rate_limit: quota }), /x-reset/i),
  "quotaReset.form": code(provider({ rate_limit: quota }), /form: "delta"/),
  "serviceError.code": code(provider({ error: { code: "/why/code" } }), /why/),
  "serviceError.message": code(provider({ error: { message: "/why/text" } }), /why/),
  "serviceError.problem": code(provider({ error: { problem: true } }), /failure: \[problemDetails\]/),
}
