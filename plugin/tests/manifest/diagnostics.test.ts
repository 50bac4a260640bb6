import { describe, expect } from "vitest"
import type { catalogue } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

interface Row {
  /** The manifest; `▶` stands before the place that is meant, and is not part of it. */
  readonly given: string
  /** A part of the message or of the fix. */
  readonly want: string
  readonly file?: string
}

const head = `"name": "x", "version": "1"`

/** A manifest of endpoints, each a member of the map. */
function endpoints(members: string, rest = ""): string {
  return `{\n  ${head},\n  "endpoints": {\n    ${members}\n  }${rest && `,\n  ${rest}`}\n}\n`
}

/** A manifest of types, without endpoints. */
function types(members: string): string {
  return endpoints("", `"types": {\n    ${members}\n  }`)
}

/** A manifest of a profile. */
function provider(members: string): string {
  return endpoints("", `"provider": { ${members} }`)
}

/** A manifest with one endpoint that has these keys, too. */
function endpoint(keys: string, rest = ""): string {
  return endpoints(`"a": { "method": "POST", "path": "/a", ${keys} }`, rest)
}

const cases: { readonly [Code in keyof typeof catalogue]: Readonly<Record<string, Row>> } = {
  PRISTINE_M0001: {
    "a missing value": { given: `{ "name": ▶}`, want: `unexpected "}"` },
    "a missing end": { given: `{ "name": 1▶`, want: "unexpected end" },
    "a trailing comma": { given: `{\n  "name": "x",\n▶}`, want: `unexpected "}"` },
    "a comma before the end of an object": { given: `{ "name": "x",\n▶}`, want: "Remove the comma before }." },
    "a comma before the end of a list": { given: `{ "name": ["x", ▶] }`, want: "Remove the comma before ]." },
    "a comment": { given: `{ ▶// the name\n"name": "x" }`, want: "JSON has no comments; use YAML." },
    "a comment of several lines": { given: `{ "name": "x" ▶/* it */ }`, want: "JSON has no comments; use YAML." },
    "YAML with a bad indent": { given: `name: ▶x\n  version: 1`, want: "cannot be parsed", file: "a.pristine.yaml" },
    "an empty text": { given: `▶`, want: "unexpected end" },
  },
  PRISTINE_M0002: {
    "a key twice": { given: `{ ${head}, "endpoints": {}, ▶"name": "y" }`, want: `"name" occurs twice` },
    "an endpoint twice": {
      given: endpoints(`"a": { "method": "GET", "path": "/a" }, ▶"a": { "method": "GET", "path": "/b" }`),
      want: `"a" occurs twice`,
    },
    "a key twice, once escaped": {
      given: `{ ${head}, "endpoints": {}, ▶"n\\u0061me": "y" }`,
      want: `"name" occurs twice`,
    },
    "in YAML": { given: `name: x\nversion: v\nendpoints: {}\n▶name: y\n`, want: `"name" occurs twice`, file: "a.yaml" },
  },
  PRISTINE_M0003: {
    "deep lists": { given: `▶${"[".repeat(200)}${"]".repeat(200)}`, want: "more than 100 levels" },
  },
  PRISTINE_M0004: {
    "infinity in YAML": { given: `name: x\nversion: v\nendpoints: ▶.inf\n`, want: "not finite", file: "a.yml" },
    "a list as a key in YAML": { given: `▶[a, b]: x\n`, want: "not plain text", file: "a.yaml" },
    "an alias of its own surroundings": { given: `name: &n [▶*n]\n`, want: "contains it", file: "a.yaml" },
  },
  PRISTINE_M0101: {
    "a slip": {
      given: endpoints(`"a": { ▶"metod": "GET", "method": "GET", "path": "/" }`),
      want: `Did you mean "method"?`,
    },
    "at the top": { given: `{ ${head}, ▶"endpoint": {}, "endpoints": {} }`, want: `Did you mean "endpoints"?` },
    "nothing near": {
      given: types(`"A": { "type": "string", ▶"colour": 1 }`),
      want: "unplugin-pristine/manifest.schema.json",
    },
    "an extension": { given: `{ ${head}, ▶"x-code": "./a.ts#b", "endpoints": {} }`, want: `"x-code"` },
    "a value": { given: endpoint(`"headers": { "H": { ▶"envv": "A", "env": "A" } }`), want: `Did you mean "env"?` },
    "a control character": { given: `{ ${head}, ▶"a\\u001b[31m": 1, "endpoints": {} }`, want: String.raw`\u001b[31m` },
  },
  PRISTINE_M0102: {
    "a number for text": {
      given: `{ "name": ▶1, "version": "1", "endpoints": {} }`,
      want: `"name" must be text, but is 1`,
    },
    "no object at all": { given: `▶[]`, want: "must be the manifest" },
    "text in telemetry": { given: endpoint(`"telemetry": ▶"off"`), want: "true or false" },
    "a relative base URL": { given: `{ ${head}, "base_url": ▶"/v1", "endpoints": {} }`, want: "absolute http" },
    "a base URL with credentials": {
      given: `{ ${head}, "base_url": ▶"https://a:secret@b", "endpoints": {} }`,
      want: "//…@b",
    },
    "an object in an enum": { given: types(`"A": { "enum": [▶{}] }`), want: "text, a number" },
    "an interval in words": {
      given: endpoints(`"a": { "method": "POST", "path": "/a", "async": true, "poll": { "interval_ms": ▶"soon" } }`),
      want: "milliseconds",
    },
    "a list as a header's default": {
      given: endpoint(`"headers": { "A": { "env": "B", "default": ▶[] } }`),
      want: "text, a number",
    },
    "no attempts": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "max_attempts": ▶0 } } }`,
      want: "at least 1",
    },
  },
  PRISTINE_M0103: {
    "a quota that never begins anew": {
      given: provider(`▶"rate_limit": { "remaining": "x-left" }`),
      want: `"reset"`,
    },
    "a reset of an unknown form": {
      given: provider(`"rate_limit": { ▶"reset": { "header": "x-reset" } }`),
      want: `"form"`,
    },
    "no name": { given: `▶{ "version": "1", "endpoints": {} }`, want: `lacks the key "name"` },
    "no method": { given: endpoints(`▶"a": { "path": "/a" }`), want: `An endpoint lacks the key "method"` },
    "a cursor that nothing gives": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "parameters": { "c": "string" }, "pagination": ▶{ "items": "$response.body", "cursor": "c" } }`,
      ),
      want: `"next"`,
    },
    "null for a required key": { given: endpoints(`▶"a": { "path": "/a", "method": null }`), want: `"method"` },
    "an endpoint of a list without id": {
      given: `{ ${head}, "endpoints": [▶{ "method": "GET", "path": "/a" }] }`,
      want: `"id"`,
    },
    "a type without shape": { given: types(`▶"A": { "description": "?" }`), want: `"type"` },
    "a value of neither kind": { given: endpoint(`"headers": { ▶"H": { "default": 1 } }`), want: `"env"` },
  },
  PRISTINE_M0104: {
    transform: { given: endpoint(`▶"transform": {}`), want: "`alias`" },
    middleware: { given: `{ ${head}, "endpoints": {}, ▶"middleware": {} }`, want: "`createClient`" },
    body_type: { given: endpoint(`▶"body_type": "multipart"`), want: "`content_type`" },
    limit: { given: `{ ${head}, "endpoints": {}, "rate_limits": { "l": { ▶"limit": 1 } } }`, want: "`max_requests`" },
    window: { given: `{ ${head}, "endpoints": {}, "rate_limits": { "l": { ▶"window": 1 } } }`, want: "`window_ms`" },
    env_var: { given: `{ ${head}, "endpoints": {}, "auth": { "type": "bearer", ▶"env_var": "A" } }`, want: `"env"` },
    jitter_strategy: {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { ▶"jitter_strategy": 1 } } }`,
      want: "`jitter`",
    },
    max_retries: {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { ▶"max_retries": 1 } } }`,
      want: "counts the first try",
    },
    optional: {
      given: types(`"A": { "fields": { "a": { "type": "string", ▶"optional": true } } }`),
      want: "`required` out",
    },
    "retryable in error types": {
      given: `{ ${head}, "endpoints": {}, "error_types": { "400": { "name": "any", ▶"retryable": true } } }`,
      want: "`retry_on`",
    },
  },
  PRISTINE_M0105: {
    "$ref and type": {
      given: types(`"A": { "type": "string", ▶"$ref": "B" }, "B": "string"`),
      want: `another spelling of "type"`,
    },
    "policies and retry_policies": {
      given: `{ ${head}, "endpoints": {}, ▶"policies": {}, "retry_policies": {} }`,
      want: `"retry_policies"`,
    },
    "poll_endpoint and poll.endpoint": {
      given: endpoint(`"async": true, ▶"poll_endpoint": "b", "poll": { "endpoint": "b" }`).replace(
        `"path": "/a",`,
        `"path": "/a",`,
      ),
      want: "poll.endpoint",
    },
  },
  PRISTINE_M0106: {
    all_of: { given: types(`"A": { ▶"all_of": ["B"] }`), want: "fields" },
    extends: { given: `{ ${head}, ▶"extends": "./a.openapi.json", "endpoints": {} }`, want: "not supported yet" },
    event_types: { given: endpoint(`▶"event_types": ["a"]`), want: "`any_of`" },
    circuit_breaker: { given: endpoint(`▶"circuit_breaker": "b"`), want: "`createClient`" },
    response_unwrap: { given: endpoint(`▶"response_unwrap": "data"`), want: "`response`" },
    max_requests_per_connection: {
      given: `{ ${head}, "endpoints": {}, "pools": { "p": { ▶"max_requests_per_connection": 50 } } }`,
      want: "`max_connections`",
    },
  },
  PRISTINE_M0107: {
    "an unknown backoff": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "backoff": ▶"exponental" } } }`,
      want: `Did you mean "exponential"?`,
    },
    "an unknown scheme": {
      given: `{ ${head}, "endpoints": {}, "auth": { "type": ▶"magic" } }`,
      want: `"api_key", "bearer"`,
    },
    "jitter in other words": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "jitter": ▶"ful" } } }`,
      want: `Did you mean "full"?`,
    },
  },
  PRISTINE_M0108: {
    "an id in what is no header": { given: provider(`"request_id": ["a", ▶"x request"]`), want: "a header's name" },
    "a word on retries in what is no header": { given: provider(`"should_retry": ▶"x:y"`), want: "a header's name" },
    "a place that is no pointer": { given: provider(`"error": { "code": ▶"error.code" }`), want: "a JSON Pointer" },
    "a pointer with a stray tilde": { given: provider(`"error": { "message": ▶"/a~b" }`), want: "a JSON Pointer" },
    "an unknown method": { given: endpoints(`"a": { "method": ▶"FETCH", "path": "/a" }`), want: "one of GET" },
    "a header with a line break": {
      given: endpoint(`"headers": { ▶"A\\r\\nB": "x" }`),
      want: String.raw`\u000d\u000a`,
    },
    "a header's value with a line break": { given: endpoint(`"headers": { "A": ▶"x\\r\\nB: y" }`), want: "Latin-1" },
    "an environment variable": {
      given: endpoint(`"headers": { "A": { "env": ▶"1-A" } }`),
      want: "digits and underscores",
    },
    "a misspelt expression": {
      given: endpoint(`"headers": { "A": { "from": ▶"$runtime.oss" } }`),
      want: "Write $runtime.os.",
    },
    "a status": { given: endpoint(`"responses": { ▶"40X": "any" }`), want: `"4XX"` },
    "a media type": { given: endpoint(`"content_type": ▶"json"`), want: "application/json" },
    "something to retry on": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "retry_on": [▶"5xxx"] } } }`,
      want: `"5XX"`,
    },
    "a media type of a codec": {
      given: types(`"A": { "type": "any", "codec": { ▶"protobuf": "./a.ts#b" } }`),
      want: "application/x-protobuf",
    },
    "a header parameter": {
      given: endpoint(`"parameters": { ▶"x y": { "type": "string", "in": "header" } }`),
      want: `"alias"`,
    },
  },
  PRISTINE_M0109: {
    "min_items on text": { given: types(`"A": { "type": "string", ▶"min_items": 1 }`), want: "nothing about text" },
    "a pattern on a reference": {
      given: types(`"A": "string", "B": { "type": "A", ▶"pattern": "x" }`),
      want: "reference",
    },
    "a format of a stream that is none": { given: endpoint(`▶"stream_format": "sse"`), want: `"streaming": true` },
    "a limit of a decimal": {
      given: types(`"A": { "type": "number", "codec": "decimal", ▶"minimum": 1 }`),
      want: "no limit and no format is checked",
    },
    "a burst without a rate": {
      given: `{ ${head}, "endpoints": {}, "rate_limits": { "l": { ▶"burst": 3 } } }`,
      want: `Add "requests_per_second"`,
    },
    "a count without a window": {
      given: `{ ${head}, "endpoints": {}, "rate_limits": { "l": { ▶"max_requests": 3 } } }`,
      want: `Add "window_ms"`,
    },
    "a window without a count": {
      given: `{ ${head}, "endpoints": {}, "rate_limits": { "l": { ▶"window_ms": 3 } } }`,
      want: `Add "max_requests"`,
    },
    "a stream that is none": { given: endpoint(`▶"stream": { "resume": true }`), want: `"streaming": true` },
    "a sentinel of lines": {
      given: endpoint(`"streaming": true, "stream_format": "ndjson", "stream": { ▶"sentinel": "x" }`),
      want: "no such thing",
    },
    "a type of raw bytes": {
      given: endpoint(`"streaming": true, "stream_format": "bytes", ▶"response": "string"`),
      want: "Uint8Array",
    },
    "a size of pages that a cursor leads through": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "parameters": { "c": "string", "n": "integer" }, "pagination": { "items": "$response.body", "cursor": "c", "next": "$response.header.N", ▶"limit": "n" } }`,
      ),
      want: `by "cursor"`,
    },
    "a number of pages that are links": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "pagination": { "items": "$response.body", "next_link": "$response.header.Link", ▶"pages": "$response.body#/n" } }`,
      ),
      want: `by "next_link"`,
    },
    "a poll nobody makes": { given: endpoint(`▶"poll": {}`), want: `"async": true` },
    "a default of an item": {
      given: types(`"A": { "type": "array", "items": { "type": "string", ▶"default": "x" } }`),
      want: "field",
    },
    "a discriminator of no union": { given: types(`"A": { "type": "map", ▶"discriminator": "x" }`), want: `"any_of"` },
    "omit_if on a required field": {
      given: types(`"A": { "fields": { "a": { "type": "string", "required": true, ▶"omit_if": "null" } } }`),
      want: "never absent",
    },
    "a header of a bearer": {
      given: `{ ${head}, "endpoints": {}, "auth": { "type": "bearer", ▶"header": "X" } }`,
      want: "does not use it",
    },
    "a rule beside rules": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "rules": [{}], ▶"base_ms": 1 } } }`,
      want: "into a rule",
    },
    "a header without a key": { given: endpoint(`▶"idempotency_header": "K"`), want: `"idempotency": true` },
    "a style that the place has not": {
      given: endpoint(`"parameters": { "q": { "type": "string", "style": ▶"segments" } }`),
      want: `"form"`,
    },
    "a body beside void": { given: endpoint(`"request": "void", ▶"body": { "a": 1 }`), want: "no body" },
    "a body beside a list": {
      given: endpoint(`"request": { "type": "array" }, ▶"body": { "a": 1 }`),
      want: "into an object",
    },
    "required names without fields": { given: types(`"A": { "type": "map", ▶"required": ["a"] }`), want: `"fields"` },
  },
  PRISTINE_M0110: {
    "a decimal that is text": {
      given: types(`"A": { "type": "string", "codec": ▶"decimal" }`),
      want: "a codec of numbers, not of text",
    },
    "fields and any_of": {
      given: types(`"A": { "fields": {}, ▶"any_of": ["string"] }`),
      want: `"fields" and "any_of"`,
    },
    "enum and const": { given: types(`"A": { "enum": ["a"], ▶"const": "a" }`), want: `"enum" and "const"` },
    "a type that contradicts the shape": {
      given: types(`"A": { "type": ▶"string", "fields": {} }`),
      want: "contradicts",
    },
    "a kind that contradicts the shape": { given: types(`"A": { "kind": ▶"union", "fields": {} }`), want: "kind" },
    "env and from": { given: endpoint(`"headers": { "A": { "env": "B", ▶"from": "$attempt" } }`), want: "not both" },
    "async and streaming": { given: endpoint(`"async": true, ▶"streaming": true`), want: "two ways" },
    "an id that is not the key": {
      given: endpoints(`"a": { "id": ▶"b", "method": "GET", "path": "/" }`),
      want: "differs",
    },
    "void in a field": { given: types(`"A": { "fields": { "a": ▶"void" } }`), want: `"null"` },
    "an optional path parameter": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/{x}", "parameters": { "x": { "type": "string", "required": ▶false } } }`,
      ),
      want: "always required",
    },
    "a password in the manifest": {
      given: `{ ${head}, "endpoints": {}, "auth": { "type": "basic", "password": ▶"hunter2" } }`,
      want: `"env": "NAME"`,
    },
    "a constant and a parameter in one query": {
      given: endpoint(`"query": { ▶"q": 1 }, "parameters": { "q": "string" }`),
      want: "`default`",
    },
    "one wire name for two fields": {
      given: types(`"A": { "fields": { "a": "string", ▶"b": { "type": "string", "alias": "a" } } }`),
      want: `"alias"`,
    },
    "N137 an alternative after none": {
      given: endpoint(`"auth": ["a", false, ▶"b"]`, `"auth": { "a": [], "b": [] }`),
      want: "Move `false` to the end.",
    },
    "N137 an alternative twice": {
      given: endpoint(`"auth": ["a", ▶"a"]`, `"auth": { "a": [] }`),
      want: `"a" is listed twice`,
    },
    "N137 no alternative": { given: endpoint(`"auth": ▶[]`), want: "Write false." },
    "an API key in two places": {
      given: `{ ${head}, "endpoints": {}, "auth": { "type": "api_key", "header": "A", ▶"query": "b" } }`,
      want: "one place",
    },
    "a tag that is not the constant": {
      given: types(
        `"A": { "type": "union", "variants": { ▶"b": "B" } }, "B": { "fields": { "type": { "const": "c" } } }`,
      ),
      want: `"c"`,
    },
    "no way to the next page": {
      given: endpoints(`"a": { "method": "GET", "path": "/a", "pagination": ▶{ "items": "$response.body" } }`),
      want: `"next_link"`,
    },
    "two ways to the next page": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "parameters": { "o": "integer" }, "pagination": { "items": "$response.body", "offset": "o", ▶"next_link": "$response.header.Link" } }`,
      ),
      want: `"offset" and "next_link"`,
    },
    "a page number of text": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "parameters": { "p": "string" }, "pagination": { "items": "$response.body", "page": ▶"p" } }`,
      ),
      want: "integer",
    },
    "a page counted with text": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "parameters": { "o": "string" }, "pagination": { "items": "$response.body", "offset": ▶"o" } }`,
      ),
      want: "integer",
    },
  },
  PRISTINE_M0201: {
    "two of a list": {
      given: `{ ${head}, "endpoints": [\n{ "id": "a", "method": "GET", "path": "/" },\n{ "id": ▶"a", "method": "GET", "path": "/b" }] }`,
      want: `"a"`,
    },
  },
  PRISTINE_M0202: {
    "one name by another spelling": {
      given: endpoints(
        `"get_pet": { "method": "GET", "path": "/a" },\n    ▶"getPet": { "method": "GET", "path": "/b" }`,
      ),
      want: `both named "getPet"`,
    },
    "one name given": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a" },\n    "b": { "name": ▶"a", "method": "GET", "path": "/b" }`,
      ),
      want: "another `name`",
    },
  },
  PRISTINE_M0203: {
    "a type named like an input": {
      given: endpoints(
        `▶"get": { "resource": "pets", "method": "GET", "path": "/" }`,
        `"types": { "PetsGetInput": "string" }`,
      ),
      want: `"PetsGetInput" twice`,
    },
    "an operation named like a resource": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    ▶"pets": { "method": "GET", "path": "/p" }`,
      ),
      want: `"pets" twice`,
    },
    "a flat name of another": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    ▶"pets_get": { "method": "GET", "path": "/p" }`,
      ),
      want: `"petsGet" twice`,
    },
    "a schema of another type": { given: types(`"Pet": "string", ▶"PetSchema": "string"`), want: `"PetSchema" twice` },
    "the client factory": {
      given: endpoints(`▶"create_client": { "method": "GET", "path": "/" }`),
      want: "the client factory",
    },
    "an operation and a resource within one": {
      given: endpoints(
        `"get": { "resource": "pets.store", "method": "GET", "path": "/" },\n    ▶"open": { "name": "store", "resource": "pets", "method": "GET", "path": "/p" }`,
      ),
      want: `"pets.store"`,
    },
  },
  PRISTINE_M0204: {
    "an operation named then": { given: endpoints(`▶"then": { "method": "GET", "path": "/" }`), want: `"then"` },
    "an operation named default": {
      given: endpoints(`▶"default": { "method": "GET", "path": "/" }`),
      want: `"default"`,
    },
    "a type named __proto__": { given: types(`▶"__proto__": "string"`), want: `"__proto__"` },
    "a resource named constructor": { given: endpoint(`"resource": ▶"constructor"`), want: "a resource" },
    "a parameter named __proto__": { given: endpoint(`"parameters": { ▶"__proto__": "string" }`), want: "a parameter" },
    "a path parameter named constructor": {
      given: endpoints(`"a": { "method": "GET", "path": ▶"/{constructor}" }`),
      want: "a parameter",
    },
  },
  PRISTINE_M0205: {
    "a type in small letters": { given: types(`▶"pet_name": "string"`), want: `Did you mean "PetName"?` },
    "a type named like a primitive": { given: types(`▶"string": "integer"`), want: "begin with a letter" },
    "an operation of digits": { given: endpoints(`▶"2fa": { "method": "GET", "path": "/" }`), want: "an operation" },
    "an operation of signs": { given: endpoints(`▶"!!": { "method": "GET", "path": "/" }`), want: `"!!"` },
  },
  PRISTINE_M0301: {
    "a slip": {
      given: types(`"Pet": "string", "Pets": { "type": "array", "items": ▶"Pte" }`),
      want: `Did you mean "Pet"?`,
    },
    "a primitive's slip": { given: types(`"A": { "type": ▶"interger" }`), want: `Did you mean "integer"?` },
    "a primitive of another language": { given: types(`"A": { "type": ▶"int" }`), want: `Did you mean "integer"?` },
    "in a response": { given: endpoint(`"response": ▶"Nobody"`), want: `no type "Nobody"` },
    "named like an own property of objects": { given: endpoint(`"response": ▶"toString"`), want: `no type "toString"` },
  },
  PRISTINE_M0302: {
    "N137 an alternative that is not defined": {
      given: endpoint(`"auth": ["token", ▶"tokn"]`, `"auth": { "token": { "type": "bearer" } }`),
      want: `Did you mean "token"?`,
    },
    "a retry policy": {
      given: endpoint(`"retry": ["default", ▶"htp"]`, `"retry_policies": { "http": {} }`),
      want: `Did you mean "http"?`,
    },
    "a rate limit": { given: endpoint(`"rate_limit": ▶"l"`), want: `no rate limit "l"` },
    "a pool": { given: endpoint(`"pool": ▶"l"`), want: `no pool "l"` },
    credentials: {
      given: endpoint(`"auth": ▶"defalt"`, `"auth": [{ "type": "bearer" }]`),
      want: `Did you mean "default"?`,
    },
    "a polled endpoint": { given: endpoint(`"async": true, "poll": { "endpoint": ▶"b" }`), want: `no endpoint "b"` },
    "a policy in rules": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "a": { "rules": [▶"b"] } } }`,
      want: `no retry policy "b"`,
    },
    "a required field": {
      given: types(`"A": { "required": [▶"b"], "fields": { "a": "string" } }`),
      want: `no field "b"`,
    },
    "a resource": {
      given: endpoint(`"resource": "pets"`, `"resources": { ▶"pet": {} }`),
      want: `Did you mean "pets"?`,
    },
    "a parameter of pages": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", "pagination": { "items": "$response.body", "offset": ▶"o" } }`,
      ),
      want: `no parameter "o"`,
    },
  },
  PRISTINE_M0303: {
    "two aliases": { given: types(`▶"A": "B", "B": "A"`), want: `"A" → "B" → "A"` },
    "an alias of itself": { given: types(`▶"A": { "type": "A" }`), want: `"A" → "A"` },
    "a union of itself": { given: types(`▶"A": { "any_of": ["string", "A"] }`), want: `"A" → "A"` },
    policies: {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "a": { "rules": ["b"] }, "b": { "rules": [▶"a"] } } }`,
      want: `"a" → "b" → "a"`,
    },
  },
  PRISTINE_M0401: {
    "not in the path": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/{pet_id}", "parameters": { ▶"petid": { "type": "string", "in": "path" } } }`,
      ),
      want: `Did you mean "pet_id"?`,
    },
  },
  PRISTINE_M0402: {
    "no slash": { given: endpoints(`"a": { "method": "GET", "path": ▶"a" }`), want: "begin with a slash" },
    "a colon": { given: endpoints(`"a": { "method": "GET", "path": ▶"/pets/:id" }`), want: "Write {id}." },
    "half a brace": { given: endpoints(`"a": { "method": "GET", "path": ▶"/pets/{id" }`), want: "partner" },
    "an RFC 6570 operator": {
      given: endpoints(`"a": { "method": "GET", "path": ▶"/pets/{+id}" }`),
      want: "unknown style",
    },
    "a query": { given: endpoints(`"a": { "method": "GET", "path": ▶"/pets?x=1" }`), want: "`query`" },
    "a fragment": { given: endpoints(`"a": { "method": "GET", "path": ▶"/pets#x" }`), want: "fragment" },
    dots: { given: endpoints(`"a": { "method": "GET", "path": ▶"/a/../b" }`), want: "segment" },
    "a space": { given: endpoints(`"a": { "method": "GET", "path": ▶"/a b" }`), want: "Percent-encode" },
    "no name": { given: endpoints(`"a": { "method": "GET", "path": ▶"/{}" }`), want: "cannot be used" },
  },
  PRISTINE_M0403: {
    "a declared parameter and a field": {
      given: endpoint(`"parameters": { ▶"q": "string" }, "request": { "fields": { "q": "string" } }`),
      want: `"alias": "q"`,
    },
    "a path parameter and a field": {
      given: endpoints(`"a": { "method": "PUT", "path": ▶"/{id}", "request": { "fields": { "id": "string" } } }`),
      want: "the path parameter",
    },
    "a parameter named body": {
      given: endpoint(`"parameters": { ▶"body": "string" }, "request": "map"`),
      want: "the body",
    },
    "a field of one variant": {
      given: endpoint(
        `"parameters": { ▶"q": "string" }, "request": { "any_of": [{ "required": ["p"], "fields": { "p": "string" } }, { "required": ["q"], "fields": { "q": "string" } }] }`,
      ),
      want: "a field of the body",
    },
  },
  PRISTINE_M0404: {
    "an object in a query": { given: endpoint(`"parameters": { ▶"q": "map" }`), want: "an object" },
    "a list in a path": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/{x}", "parameters": { ▶"x": { "type": "array", "items": "string" } } }`,
      ),
      want: "a list",
    },
    "an object behind a name": {
      given: endpoint(`"parameters": { ▶"q": "A" }`, `"types": { "A": { "fields": {} } }`),
      want: "an object",
    },
  },
  PRISTINE_M0405: {
    "a request": {
      given: endpoints(`"a": { "method": "GET", "path": "/a", ▶"request": "map" }`),
      want: "A GET request",
    },
    constants: { given: endpoints(`"a": { "method": "HEAD", "path": "/a", ▶"body": { "a": 1 } }`), want: `"body"` },
  },
  PRISTINE_M0406: {
    "another case": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/pets/{petId}", "parameters": { ▶"pet_id": { "type": "integer" } } }`,
      ),
      want: `Did you mean "petId"?`,
    },
    "a letter too few": {
      given: endpoints(`"a": { "method": "GET", "path": "/pets/{petId}", "parameters": { ▶"petI": "integer" } }`),
      want: `add "in": "query"`,
    },
    "an alias": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/pets/{petId}", "parameters": { ▶"id": { "type": "integer", "alias": "petID" } } }`,
      ),
      want: `Did you mean "petId"?`,
    },
    "the second of two": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/{owner}/{pet_id}", "parameters": { "owner": "string", ▶"petId": "integer" } }`,
      ),
      want: `Did you mean "pet_id"?`,
    },
  },
  PRISTINE_M0501: {
    "an open group": { given: types(`"A": { "type": "string", "pattern": ▶"(a" }`), want: "unterminated group" },
    "of a credential": {
      given: `{ ${head}, "endpoints": {}, "auth": { "type": "bearer", "pattern": ▶"[" } }`,
      want: "not a regular expression",
    },
  },
  PRISTINE_M0502: {
    "a default": {
      given: types(`"A": { "fields": { "a": { "type": "integer", "default": ▶"1" } } }`),
      want: "an integer",
    },
    "a default out of bounds": {
      given: types(`"A": { "fields": { "a": { "type": "integer", "maximum": 3, "default": ▶4 } } }`),
      want: "is 4",
    },
    "a default of a named type": {
      given: types(`"A": { "enum": ["a", "b"], "default": ▶"c" }`),
      want: `one of "a", "b"`,
    },
    "a default of an environment variable": {
      given: types(`"A": { "fields": { "a": { "type": "integer", "default": ▶{ "env": "N", "default": "x" } } } }`),
      want: `is "x"`,
    },
    "a default that lacks a field": {
      given: types(
        `"A": { "fields": { "b": { "type": "B", "default": ▶{} } } }, "B": { "required": ["c"], "fields": { "c": "string" } }`,
      ),
      want: "an object",
    },
    "a member of an enum": {
      given: types(`"A": { "type": "string", "enum": ["a", ▶1] }`),
      want: "A member of the enum is 1",
    },
    "a constant": { given: types(`"A": { "type": "integer", "const": ▶1.5 }`), want: "The constant is 1.5" },
    "a value of a body": {
      given: endpoint(`"request": { "fields": { "a": "boolean" } }, "body": { "a": ▶1 }`),
      want: `The value of "a"`,
    },
    "a default of a parameter": {
      given: endpoint(`"parameters": { "q": { "type": "boolean", "default": ▶"yes" } }`),
      want: "true or false",
    },
  },
  PRISTINE_M0503: {
    "more least than most": {
      given: types(`"A": { "type": "string", "min_length": 3, "max_length": ▶2 }`),
      want: `"min_length" is 3`,
    },
    "exclusive bounds that meet": { given: types(`"A": { "type": "number", "gt": 3, "lt": ▶3 }`), want: "3" },
    "no members": { given: types(`"A": { "enum": ▶[] }`), want: "empty" },
    "no variants": { given: types(`"A": { "any_of": ▶[] }`), want: "no variants" },
    "a format of numbers on text": {
      given: types(`"A": { "type": "string", "format": ▶"int64" }`),
      want: "for numbers",
    },
    "a longest wait below the first": {
      given: `{ ${head}, "endpoints": {}, "retry_policies": { "p": { "base_ms": 10, "max_ms": ▶5 } } }`,
      want: `"max_ms" is 5`,
    },
  },
  PRISTINE_M0504: {
    "a variant without the field": {
      given: types(`"U": { "discriminator": "t", "any_of": ["A", ▶"B"] },
    "A": { "fields": { "t": { "const": "a" } } }, "B": { "fields": { "x": "string" } }`),
      want: `the type "B"`.replace("the", "The"),
    },
    "a variant that is no object": {
      given: types(`"U": { "discriminator": "t", "any_of": [▶"string"] }`),
      want: "The variant 1",
    },
  },
  PRISTINE_M0505: {
    "one constant twice": {
      given: types(`"U": { "discriminator": "t", "any_of": ["A", ▶"B"] },
    "A": { "fields": { "t": { "const": "a" } } }, "B": { "fields": { "t": { "const": "a" } } }`),
      want: `share the constant "a"`,
    },
  },
  PRISTINE_M0506: {
    "defaults that differ": {
      given: endpoint(
        `"request": { "any_of": ["A", ▶"B"] }`,
        `"types": {
        "A": { "fields": { "x": { "type": "integer", "default": 1 } } }, "B": { "fields": { "x": { "type": "integer", "default": 2 } } } }`,
      ),
      want: `fills in "x"`,
    },
    "wire names that differ": {
      given: endpoint(
        `"request": { "any_of": ["A", ▶"B"] }`,
        `"types": {
        "A": { "fields": { "x": { "type": "string", "alias": "y" } } }, "B": { "fields": { "x": "string" } } }`,
      ),
      want: "two names on the wire",
    },
  },
  PRISTINE_M0507: {
    "an unknown media type": {
      given: endpoint(`"content_type": ▶"application/x-protobuf", "request": "map"`),
      want: `"codec"`,
    },
  },
  PRISTINE_M0508: {
    "a slip": { given: types(`"A": { "type": "string", "format": ▶"datetime" }`), want: `Did you mean "date-time"?` },
  },
  PRISTINE_M0601: {
    "a URL": { given: endpoint(`"classify": ▶"https://evil.example/a.js#b"`), want: "a URL" },
    "a scheme": { given: endpoint(`"classify": ▶"node:fs#rm"`), want: "a scheme" },
    "an absolute path": { given: endpoint(`"classify": ▶"/etc/a.js#b"`), want: "absolute" },
    "a Windows path": { given: endpoint(String.raw`"classify": ▶"..\\a.js#b"`), want: "absolute" },
    "no export": { given: endpoint(`"classify": ▶"./a.js"`), want: "export is missing" },
    "an export that is code": { given: endpoint(`"classify": ▶"./a.js#b();evil"`), want: "not an identifier" },
    "a quote in the file": { given: endpoint(`"classify": ▶"./a\\".js#b"`), want: "neither relative nor a package" },
    "of a codec": { given: types(`"A": { "type": "any", "codec": ▶"byte" }`), want: "export is missing" },
  },
  PRISTINE_M0602: {
    authorization: { given: endpoint(`"headers": { ▶"Authorization": "Bearer x" }`), want: "Use `auth`." },
    "content-length": { given: endpoint(`"headers": { ▶"content-length": "1" }`), want: "transport counts" },
  },
  PRISTINE_M0603: {
    "an answer in a request": {
      given: endpoint(`"headers": { "A": { "from": ▶"$response.header.B" } }`),
      want: "headers and queries",
    },
    "a poll outside one": { given: endpoint(`"headers": { "A": { "from": ▶"$poll.iteration" } }`), want: "$attempt" },
    "a base URL": {
      given: `{ ${head}, "endpoints": {}, "base_url": { "from": ▶"$runtime.os" } }`,
      want: `"env": "NAME"`,
    },
  },
  PRISTINE_M0701: {
    "a slip": {
      given: endpoint(
        `"async": true, "poll": { "endpoint": "b", "parameters": { "id": "x", ▶"idd": "y" } } }, "b": { "method": "POST", "path": "/b", "request": { "fields": { "id": "string" } }`,
      ),
      want: `Did you mean "id"?`,
    },
  },
  PRISTINE_M0702: {
    "nothing given": {
      given: endpoint(
        `"async": true, "poll": { "endpoint": ▶"b" } }, "b": { "method": "POST", "path": "/b", "request": { "required": ["id"], "fields": { "id": "string" } }`,
      ),
      want: `needs "id"`,
    },
  },
  PRISTINE_M0703: {
    "a field that is not there": {
      given:
        endpoints(`"a": { "method": "GET", "path": "/a", "parameters": { "o": "integer" }, "response": { "fields": { "items": "map" } },
        "pagination": { "items": ▶"$response.body#/itms", "offset": "o" } }`),
      want: "leads to nothing",
    },
    "an object": {
      given:
        endpoints(`"a": { "method": "GET", "path": "/a", "parameters": { "o": "integer" }, "response": { "fields": { "items": "map" } },
        "pagination": { "items": ▶"$response.body#/items", "offset": "o" } }`),
      want: "leads to an object",
    },
  },
  PRISTINE_M0704: {
    "a cursor that is not there": {
      given:
        endpoints(`"a": { "method": "GET", "path": "/a", "parameters": { "c": "string" }, "response": { "fields": { "items": { "type": "array" }, "next": "string" } },
        "pagination": { "items": "$response.body#/items", "cursor": "c", "next": ▶"$response.body#/nxt" } }`),
      want: 'Did you mean "$response.body#/next"?',
    },
    "a total within a list": {
      given:
        endpoints(`"a": { "method": "GET", "path": "/a", "parameters": { "o": "integer" }, "response": { "fields": { "items": { "type": "array" } } },
        "pagination": { "items": "$response.body#/items", "offset": "o", "total": ▶"$response.body#/items/total" } }`),
      want: "leads to nothing",
    },
  },
}

/** Line and column of the mark, counted here independently of the loader. */
function splitMark(marked: string): { readonly text: string; readonly line: number; readonly column: number } {
  const before = marked.slice(0, marked.indexOf("▶")).split("\n")
  return { text: marked.replace("▶", ""), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

describe.each(Object.entries(cases))("%s", (code, rows) => {
  it.each(Object.entries(rows))("%s", (_, { given, want, file = "a.pristine.json" }) => {
    const { text, line, column } = splitMark(given)
    const { errors = [], warnings } = loadManifest(text, file)
    const found = [...errors, ...warnings].filter((diagnostic) => diagnostic.code === code)
    expect(found.map(({ range }) => `${range.start.line}:${range.start.column}`)).toContain(`${line}:${column}`)
    expect(found.map(({ message, fix }) => `${message}\n${fix}`).join("\n")).toContain(want)
  })
})

describe("one run", () => {
  it("tells every problem, in the order of the text", () => {
    const text = `{
  "name": 1, "version": "1",
  "endpoints": { "a": { "metod": "GET", "path": "a" }, "b": { "method": "GET", "path": "/b", "response": "Nope" } },
  "types": { "x": "strin" }
}`
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map(({ code, range }) => `${range.start.line}:${range.start.column} ${code}`)).toEqual([
      "2:11 PRISTINE_M0102",
      "3:25 PRISTINE_M0101",
      "3:49 PRISTINE_M0402",
      "3:106 PRISTINE_M0301",
      "4:14 PRISTINE_M0205",
      "4:19 PRISTINE_M0301",
    ])
  })

  it("does not take an invalid definition for a missing one", () => {
    const text = endpoint(
      `"retry": "p", "response": "T", "async": true, "poll": { "endpoint": "b" } }, "b": { "path": 1, "method": "GET"`,
      `"retry_policies": { "p": 1 }, "types": { "T": 1 }`,
    )
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "PRISTINE_M0102 /endpoints/b/path",
      "PRISTINE_M0102 /retry_policies/p",
      "PRISTINE_M0102 /types/T",
    ])
  })

  it("counts past a byte order mark", () => {
    const { errors = [] } = loadManifest(`\ufeff{ "nam": 1 }`, "a.pristine.json")
    expect(errors.find(({ code }) => code === "PRISTINE_M0101")?.range.start).toEqual({ line: 1, column: 4, offset: 3 })
  })

  it("counts lines that end in CR LF", () => {
    const { errors = [] } = loadManifest(`{\r\n  "nam": 1\r\n}`, "a.pristine.json")
    expect(errors.find(({ code }) => code === "PRISTINE_M0101")?.range.start).toEqual({ line: 2, column: 3, offset: 5 })
  })
})
