/** A test that fails if a key did nothing: its file under `plugin/tests/`, and its title as it stands there. */
export type KeyProof = readonly [file: string, title: string]

const auth = "codegen/auth.test.ts"
const breakers = "codegen/breakers.test.ts"
const pages = "codegen/pages.test.ts"
const provider = "codegen/provider.test.ts"
const rateLimits = "codegen/rate-limits.test.ts"
const servers = "codegen/servers.test.ts"
const streams = "codegen/stream.test.ts"
const transforms = "codegen/transforms.test.ts"

/**
 * Tests of what keys do when the generated code runs, or of what they refuse. All other keys of the vocabulary have an
 * entry of `keyEffects`, which says what is written for them.
 */
export const keyProofs: Readonly<Record<string, KeyProof>> = {
  // The loader takes it and leaves it to editors: what counts is that it leads them to the schema.
  "manifest.$schema": ["cli/init.test.ts", "begins %s with the schema where it is"],
  "manifest.auth": [auth, "the default"],
  "manifest.circuit_breakers": [breakers, "is shared by the endpoints that name it, and by no other"],
  "manifest.defaults": ["codegen/idempotency.test.ts", "A7 of a service that takes keys, with %s: %s"],
  "manifest.provider": [provider, "reads a failure as the profile says"],
  "manifest.rate_limits": [rateLimits, "spaces requests evenly"],
  "manifest.servers": [servers, "one by name"],
  "server.url": [servers, "one by name"],
  "server.description": [servers, "are servers of the OpenAPI form"],
  "server.variables": [servers, "with variables"],
  "serverVariable.default": [servers, "the first by default"],
  "serverVariable.enum": [servers, "are known to the compiler"],
  "scheme.type": [auth, "bearer"],
  "scheme.query": [auth, "a query parameter"],
  "scheme.cookie": [auth, "a cookie"],
  "scheme.env": [auth, "bearer"],
  "scheme.username": [auth, "user and password"],
  "scheme.password": [auth, "a password alone"],
  "scheme.pattern": [auth, "a pattern"],
  "scheme.source": [auth, "a source"],
  "scheme.server": ["codegen/server-only.test.ts", "%s links the guard of operations for servers: %s"],
  "endpoint.async": [auth, "the list that it names"],
  "endpoint.auth": [auth, "the list that it names"],
  "endpoint.circuit_breaker": [breakers, "is shared by the endpoints that name it, and by no other"],
  "endpoint.content_type": ["codegen/multipart.test.ts", "takes what the form can send, alone and in lists"],
  "endpoint.pagination": [pages, "a cursor in the body"],
  "endpoint.rate_limit": [rateLimits, "spaces requests evenly"],
  "endpoint.server": ["codegen/server-only.test.ts", "%s links the guard of operations for servers: %s"],
  "endpoint.event_types": [streams, "events of two types, and no others"],
  "endpoint.response_unwrap": ["codegen/unwrap.test.ts", "gives the caller what %s leads to"],
  "endpoint.stream": [streams, "a sentinel of its own"],
  "endpoint.stream_format": [streams, "lines of JSON"],
  "endpoint.telemetry": [
    transforms,
    "reports a call by the id of its endpoint, unless the endpoint is not to be reported",
  ],
  "parameter.alias": [transforms, "a parameter's name"],
  "defaults.omit_if": [transforms, "null for nothing"],
  "type.format": [transforms, "but never a format, which is checked"],
  "type.codec": [transforms, "a form of its own"],
  "field.alias": [transforms, "an older name that is read"],
  "endpoint.streaming": [streams, "a sentinel of its own"],
  "stream.sentinel": [streams, "a sentinel of its own"],
  "stream.error_event": [streams, "with its error event"],
  "stream.resume": [streams, "resumes where the manifest says so, as the manifest says"],
  "resume.base_ms": [streams, "resumes where the manifest says so, as the manifest says"],
  "pagination.items": [pages, "a cursor in the body"],
  "pagination.offset": [pages, "an offset and a total in a header"],
  "pagination.page": [pages, "a page number and the number of pages"],
  "pagination.cursor": [pages, "a cursor in the body"],
  "pagination.next": [pages, "a cursor in the body"],
  "pagination.next_link": [pages, "a link in the body"],
  "pagination.limit": [pages, "a page number counted from its default, and a size"],
  "pagination.total": [pages, "an offset and a total in a header"],
  "pagination.pages": [pages, "a page number and the number of pages"],
  "pagination.more": [pages, "a cursor until there is no more"],
  "parameter.in": [pages, "a token in a header, sent in another"],
  "type.kind": ["manifest/diagnostics/keys.ts", "a kind that contradicts the shape"],
  "field.write_only": ["codegen/access.test.ts", "are sent and not expected back"],
  "rateLimit.requests_per_second": [rateLimits, "spaces requests evenly"],
  "rateLimit.burst": [rateLimits, "lets a burst go"],
  "rateLimit.max_requests": [rateLimits, "counts within a window"],
  "rateLimit.window_ms": [rateLimits, "counts within a window"],
  "rateLimit.max_queue": [rateLimits, "refuses calls beyond the queue"],
  "breaker.failures": [breakers, "is shared by the endpoints that name it, and by no other"],
  "breaker.open_ms": [breakers, "is shared by the endpoints that name it, and by no other"],
  "breaker.per": [breakers, "is exported as plain data"],
  "provider.request_id": [provider, "one id"],
  "provider.should_retry": [provider, "a word on retries"],
  "provider.rate_limit": [provider, "reads a failure as the profile says"],
  "provider.error": [provider, "a message"],
  "serviceError.message": [provider, "a message"],
  "serviceError.problem": [provider, "problem details"],
}
