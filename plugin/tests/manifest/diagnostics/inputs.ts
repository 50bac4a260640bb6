import { endpoint, endpoints, type Cases } from "./marked-manifest.ts"

export const inputsCases: Cases<"04"> = {
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
    "its last word alone": {
      given: endpoints(`"a": { "method": "GET", "path": "/pets/{petId}", "parameters": { ▶"id": "integer" } }`),
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
}
