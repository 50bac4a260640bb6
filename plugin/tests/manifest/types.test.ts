import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { modelOf, withoutPointers } from "./model-of.ts"

const string = { kind: "string" }
const integer = { kind: "number", integer: true }
const any = { kind: "any" }

/** A field as the model has it. */
function field(name: string, type: object, more: object = {}): object {
  return { name, wire: [name], type, required: false, omitNull: false, ...more }
}

describe("types", () => {
  it.each([
    ["a word", { given: "string", want: string }],
    ["an alias", { given: "Other", want: { kind: "ref", name: "Other" } }],
    ["an older word", { given: { type: "float" }, want: { kind: "number", integer: false } }],
    ["an array of anything", { given: "array", want: { kind: "array", items: any } }],
    ["an array by its items", { given: { items: "string" }, want: { kind: "array", items: string } }],
    ["a map", { given: { type: "map", items: "integer" }, want: { kind: "map", values: integer } }],
    ["an object without fields", { given: { type: "object" }, want: { kind: "map", values: any } }],
    ["no fields", { given: { fields: {} }, want: { kind: "object", fields: [] } }],
    [
      "an open object",
      {
        given: { fields: {}, additional_properties: "string" },
        want: { kind: "object", fields: [], additional: string },
      },
    ],
    ["a tuple", { given: { prefix_items: ["string", "integer"] }, want: { kind: "tuple", items: [string, integer] } }],
    [
      "a tuple with a rest",
      {
        given: { prefix_items: ["string"], items: "integer" },
        want: { kind: "tuple", items: [string], rest: integer },
      },
    ],
    ["an enum", { given: { enum: ["a", 1, null] }, want: { kind: "enum", values: ["a", 1, null] } }],
    ["choices", { given: { type: "string", choices: ["a"] }, want: { kind: "enum", values: ["a"] } }],
    ["a constant", { given: { const: { a: 1 } }, want: { kind: "const", value: { a: 1 } } }],
    ["a literal with a value", { given: { type: "literal", value: "a" }, want: { kind: "const", value: "a" } }],
    ["a constant null", { given: { const: null }, want: { kind: "const", value: null } }],
    ["a union", { given: { any_of: ["string", "integer"] }, want: { kind: "union", variants: [string, integer] } }],
    ["null is a value", { given: { type: "string", nullable: true }, want: { kind: "string", nullable: true } }],
    [
      "constraints in older words",
      { given: { type: "integer", gteq: 1, lt: 5 }, want: { ...integer, minimum: 1, exclusiveMaximum: 5 } },
    ],
    [
      "constraints of text",
      {
        given: { type: "string", pattern: "^a", min_length: 1, max_length: 2, format: "password" },
        want: { ...string, pattern: "^a", minLength: 1, maxLength: 2, format: "password", secret: true },
      },
    ],
    [
      "constraints of a list",
      {
        given: { type: "array", min_items: 1, max_items: 2, unique_items: true },
        want: { kind: "array", items: any, minItems: 1, maxItems: 2, uniqueItems: true },
      },
    ],
    ["bytes", { given: { type: "string", codec: "bytes" }, want: { ...string, codec: { kind: "bytes" } } }],
    [
      "code",
      {
        given: { type: "any", codec: "@scope/pkg/sub#date" },
        want: { ...any, codec: { kind: "code", ref: { module: "@scope/pkg/sub", name: "date" } } },
      },
    ],
    [
      "code by media type",
      {
        given: { type: "any", codec: { "application/x-protobuf": "../a.ts#b", "application/json": "./c.ts#default" } },
        want: {
          ...any,
          codec: {
            kind: "media",
            media: [
              { type: "application/x-protobuf", ref: { module: "../a.ts", name: "b" } },
              { type: "application/json", ref: { module: "./c.ts", name: "default" } },
            ],
          },
        },
      },
    ],
    [
      "documentation",
      {
        given: { type: "string", description: "d", deprecated: true, examples: ["x"] },
        want: { ...string, description: "d", deprecated: true, examples: ["x"] },
      },
    ],
    [
      "an object that contains itself",
      {
        given: { fields: { next: "A" } },
        want: { kind: "object", fields: [field("next", { kind: "ref", name: "A" })] },
      },
    ],
    [
      "variants by value",
      {
        given: { type: "union", discriminator: { field: "t", mapping: { o: "Tagged" } } },
        want: { kind: "union", discriminator: "t", distinctFields: true, variants: [{ kind: "ref", name: "Tagged" }] },
      },
    ],
    [
      "variants in a list",
      {
        given: { kind: "union", discriminator: "t", variants: [{ tag: "o", $ref: "Tagged" }] },
        want: { kind: "union", discriminator: "t", distinctFields: true, variants: [{ kind: "ref", name: "Tagged" }] },
      },
    ],
  ])("%s", (_, { given, want }) => {
    const tagged = { fields: { t: { const: "o" } } }
    const model = modelOf({ types: { A: given, Other: "string", Tagged: tagged } })
    expect(withoutPointers(model.types.get("A"))).toEqual(want)
  })
})

describe("fields", () => {
  it.each([
    ["a word", { given: "string", want: field("f", string) }],
    ["required", { given: { type: "string", required: true }, want: field("f", string, { required: true }) }],
    ["an alias", { given: { type: "string", alias: "g" }, want: field("f", string, { wire: ["g"] }) }],
    ["aliases", { given: { type: "string", alias: ["f", "g"] }, want: field("f", string, { wire: ["f", "g"] }) }],
    [
      "a default",
      {
        given: { type: "integer", default: 1 },
        want: field("f", integer, { default: { kind: "constant", value: 1 } }),
      },
    ],
    [
      "a false default",
      {
        given: { type: "boolean", default: false },
        want: field("f", { kind: "boolean" }, { default: { kind: "constant", value: false } }),
      },
    ],
    [
      "a default from the environment",
      {
        given: { type: "string", default: { env: "HOME", default: "/" } },
        want: field("f", string, { default: { kind: "env", name: "HOME", default: "/" } }),
      },
    ],
    [
      "a default that only looks like a value",
      {
        given: { type: "map", default: { env: "HOME" } },
        want: field("f", { kind: "map", values: any }, { default: { kind: "constant", value: { env: "HOME" } } }),
      },
    ],
    [
      "the default of a named type",
      {
        given: "Level",
        want: field("f", { kind: "ref", name: "Level" }, { default: { kind: "constant", value: "low" } }),
      },
    ],
    [
      "the default of a named type, from the environment",
      {
        given: "Home",
        want: field("f", { kind: "ref", name: "Home" }, { default: { kind: "env", name: "HOME" } }),
      },
    ],
    ["null for absence", { given: { type: "string", omit_if: "null" }, want: field("f", string, { omitNull: true }) }],
    [
      "null for absence, but it is a value",
      {
        given: { type: "string", omit_if: "null", nullable: true },
        want: field("f", { ...string, nullable: true }),
      },
    ],
    [
      "the name of a property of every object",
      { given: { type: "string" }, name: "__proto__", want: field("__proto__", string) },
    ],
  ])("%s", (_, row) => {
    const name = "name" in row ? row.name : "f"
    const fields = Object.fromEntries([[name, row.given]])
    const model = modelOf({
      types: {
        A: { fields },
        Level: { enum: ["low", "high"], default: "low" },
        Home: { type: "string", default: { env: "HOME" } },
      },
    })
    const type = model.types.get("A")
    expect(withoutPointers(type?.kind === "object" ? type.fields[0] : undefined)).toEqual(row.want)
  })

  it("are in the order of the manifest", () => {
    const model = modelOf({ types: { A: { fields: { z: "string", a: "string", m: "string" } } } })
    const type = model.types.get("A")
    expect(type?.kind === "object" && type.fields.map(({ name }) => name)).toEqual(["z", "a", "m"])
  })

  it("point into the manifest", () => {
    const type = modelOf({ types: { A: { fields: { "a/b": { items: "string" } } } } }).types.get("A")
    expect(type).toMatchObject({
      pointer: "/types/A",
      fields: [{ pointer: "/types/A/fields/a~1b", type: { items: { pointer: "/types/A/fields/a~1b/items" } } }],
    })
  })
})

describe("unions that callers write", () => {
  it.each([
    ["lists that may both be empty", { any_of: [{ items: "string" }, { items: "integer" }] }],
    [
      "objects with different required fields",
      {
        any_of: [
          { required: ["a"], fields: { a: "string", x: { type: "integer", default: 1 } } },
          { required: ["b"], fields: { b: "string", x: { type: "integer", default: 2 } } },
        ],
      },
    ],
    [
      "objects that constants tell apart",
      {
        any_of: [
          { required: ["k"], fields: { k: { enum: ["a"] }, x: { type: "integer", default: 1 } } },
          { required: ["k"], fields: { k: { enum: ["b"] } } },
        ],
      },
    ],
  ])("may be: %s", (_, request) => {
    expect(() => modelOf({ endpoints: { a: { method: "POST", path: "/a", request } } })).not.toThrow()
  })
})
