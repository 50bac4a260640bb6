import { endpoint, endpoints, head, types, type Cases } from "./marked-manifest.ts"

export const referencesCases: Cases<"03"> = {
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
}
