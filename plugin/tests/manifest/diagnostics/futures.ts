import { endpoint, endpoints, type Cases } from "./marked-manifest.ts"

const eventTypes = (types: string): string =>
  endpoint(
    `"streaming": true, "event_types": ${types}, "response": "Event"`,
    `"types": { "Event": { "discriminator": "type", "any_of": ["Born", "Sold"] },
      "Born": { "fields": { "type": { "const": "born" } } }, "Sold": { "fields": { "type": { "const": "sold" } } } }`,
  )

export const futuresCases: Cases<"07"> = {
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
  PRISTINE_M0705: {
    "one of a list": {
      given: eventTypes(`["born", ▶"sodl", "message"]`),
      want: 'Did you mean "sold"?',
    },
    "the only one": { given: eventTypes(`▶"moved"`), want: 'the union has "born", "sold"' },
  },
}
