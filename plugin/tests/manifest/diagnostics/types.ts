import { endpoint, head, types, type Cases } from "./marked-manifest.ts"

export const typesCases: Cases<"05"> = {
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
    "a default of a bigint": {
      given: types(`"A": { "fields": { "a": { "type": "integer", "codec": "bigint", "default": ▶1.5 } } }`),
      want: "an integer",
    },
    "a default that JSON's reader has rounded": {
      given: types(`"A": { "fields": { "a": { "type": "integer", "default": ▶9007199254740993 } } }`),
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
    "a value of a body out of the environment": {
      given: endpoint(
        `"request": { "fields": { "a": "boolean" } }, "body": { "a": ▶{ "env": "A", "default": "yes" } }`,
      ),
      want: `The value of "a" is "yes"`,
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
  PRISTINE_M0509: {
    "in JSON": {
      given: endpoint(`"request": { "fields": { "a": ▶"file" } }`),
      want: 'the application/json of "a"',
    },
    "in an answer, through a type": {
      given: endpoint(
        `"response": { "type": "array", "items": "A" }`,
        `"types": { "A": { "fields": { "b": ▶"file" } } }`,
      ),
      want: 'an answer of "a"',
    },
    "in a query": { given: endpoint(`"parameters": { "q": ▶"file" }`), want: 'the parameter "q" of "a"' },
    "in place of a form": {
      given: endpoint(`"content_type": "multipart/form-data", "request": ▶"file"`),
      want: 'the place of the whole form of "a"',
    },
  },
  PRISTINE_M0510: {
    "of a field": {
      given: types(`"A": { "fields": { "a": { "type": "string", "pattern": ▶"(a|a)*$" } } }`),
      want: "(a|a)*$",
    },
    "with a default that would keep the build busy": {
      given: types(
        `"A": { "fields": { "a": { "type": "string", "pattern": ▶"^(a+)+$", "default": "${"a".repeat(60)}!" } } }`,
      ),
      want: "double its time",
    },
  },
  PRISTINE_M0508: {
    "a slip": { given: types(`"A": { "type": "string", "format": ▶"datetime" }`), want: `Did you mean "date-time"?` },
  },
}
