import { endpoint, endpoints, head, provider, types, type Cases } from "./marked-manifest.ts"

export const keysCases: Cases<"01"> = {
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
    "encodings that are no list": {
      given: endpoint(`"request": "map", "content_encoding": ▶"gzip"`),
      want: "must be a list of names of encodings or false",
    },
    "a number for text": {
      given: `{ "name": ▶1, "version": "1", "endpoints": {} }`,
      want: `"name" must be text, but is 1`,
    },
    "no object at all": { given: `▶[]`, want: "The manifest must be an object, but is" },
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
    "a type in place of a constant": {
      given: endpoint(`"query": { "limit": { ▶"type": "integer" } }`),
      want: "under `parameters`",
    },
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
    "a path of members with a gap": {
      given: endpoint(`"response_unwrap": ▶"data..result"`),
      want: "a path of members",
    },
    "a path of members as an expression": {
      given: endpoint(`"response_unwrap": ▶"$response.body#/data"`),
      want: `such as "data.result"`,
    },
    "a path of members as a pointer": { given: endpoint(`"response_unwrap": ▶"/data"`), want: `such as "data.result"` },
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
    "a smaller format of a bigint": {
      given: types(`"A": { "type": "integer", "codec": "bigint", ▶"format": "int32" }`),
      want: "64 bits on the wire",
    },
    "a bigint that is read from text": {
      given: types(`"A": { "type": "integer", "codec": "bigint", ▶"coerce": true }`),
      want: "from a number alone",
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
    "types of events of what is no stream": { given: endpoint(`▶"event_types": "a"`), want: `"streaming": true` },
    "types of events of lines": {
      given: endpoint(`"streaming": true, "stream_format": "ndjson", ▶"event_types": ["a"]`),
      want: "no such thing",
    },
    "a wrapped answer without a body": {
      given: endpoint(`"response": "void", ▶"response_unwrap": "data"`),
      want: "the body is ignored",
    },
    "a wrapped event": {
      given: endpoint(`"streaming": true, "response": "string", ▶"response_unwrap": "data"`),
      want: "whole events",
    },
    "a wrapped result": {
      given: endpoint(`"async": true, "response": "string", ▶"response_unwrap": "data"`),
      want: "whole result",
    },
    "a wrapped page": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a", ▶"response_unwrap": "data", "pagination": { "items": "$response.body", "next_link": "$response.header.Link" } }`,
      ),
      want: "`items` of `pagination`",
    },
    "a wrapped body that a codec reads": {
      given: endpoint(
        `"response": { "type": "any", "codec": { "application/x": "./a.ts#b" } }, ▶"response_unwrap": "data"`,
      ),
      want: "Let the codec unwrap it",
    },
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
    "a parameter of the query that the path has a place for": {
      given: `{ ${head}, "endpoints": {
        "a": { "method": "GET", "path": "/{x}", "parameters": { "x": { "type": "string", "in": ▶"query" } } } } }`,
      want: `a place for "x"`,
    },
    "no types of events": { given: endpoint(`"streaming": true, "event_types": ▶[]`), want: "leave the key out" },
    "the type of failures among those of events": {
      given: endpoint(`"streaming": true, "event_types": ["a", ▶"error"]`),
      want: `"error_event"`,
    },
    "pages that are counted with a bigint": {
      given: `{ ${head}, "endpoints": {
        "a": { "method": "GET", "path": "/a", "parameters": { "o": { "type": "integer", "codec": "bigint" } }, "pagination": { "items": "$response.body", "offset": ▶"o" } } } }`,
      want: "without a codec",
    },
    "a bigint with a fraction": {
      given: types(`"A": { "type": "number", "codec": ▶"bigint" }`),
      want: "a codec of integers, not of numbers with a fraction",
    },
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
}
