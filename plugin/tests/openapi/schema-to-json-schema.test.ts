import { describe, expect } from "vitest"
import type { TypeNode } from "../../src/model/type-node.ts"
import type { JsonSchema } from "../../src/openapi/json-schema.ts"
import { schemaToJsonSchema, type Side } from "../../src/openapi/schema-to-json-schema.ts"
import { it } from "../test.ts"
import { field, modelOf, object, ref, text } from "../types/petstore-model.ts"

const model = modelOf({
  types: {
    Kind: { kind: "const", value: "pet", pointer: "" },
    Cat: object({ ...field("kind", ref("Kind")), wire: ["Kind"] }),
    Pets: object({ ...field("kind", { kind: "enum", values: ["a", "b"], pointer: "" }), wire: ["Kind"] }),
  },
})

const shapes: readonly [name: string, given: TypeNode, want: JsonSchema][] = [
  ["any", { kind: "any", pointer: "" }, {}],
  ["null", { kind: "null", pointer: "" }, { type: "null" }],
  ["the constant null", { kind: "const", value: null, pointer: "" }, { type: "null" }],
  ["a reference", ref("a/b~c"), { $ref: "#/components/schemas/a~1b~0c" }],
  [
    "a nullable reference",
    { ...ref("A"), nullable: true },
    { anyOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] },
  ],
  ["a nullable string", { ...text(), nullable: true }, { type: ["string", "null"] }],
  [
    "a bounded number",
    { kind: "number", integer: true, minimum: 1, exclusiveMaximum: 9, multipleOf: 2, pointer: "" },
    { type: "integer", minimum: 1, exclusiveMaximum: 9, multipleOf: 2 },
  ],
  ["bytes", { ...text(), codec: { kind: "bytes" } }, { type: "string", contentEncoding: "base64" }],
  [
    "a tuple",
    { kind: "tuple", items: [text()], rest: { kind: "null", pointer: "" }, pointer: "" },
    { type: "array", prefixItems: [{ type: "string" }], items: { type: "null" }, minItems: 1 },
  ],
  [
    "a discriminated union",
    { kind: "union", variants: [ref("Cat"), ref("Pets")], discriminator: "kind", pointer: "" },
    {
      anyOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Pets" }],
      discriminator: {
        propertyName: "Kind",
        mapping: { pet: "#/components/schemas/Cat", a: "#/components/schemas/Pets", b: "#/components/schemas/Pets" },
      },
    },
  ],
  [
    "a union with a variant that has no name",
    { kind: "union", variants: [ref("Cat"), object()], discriminator: "kind", pointer: "" },
    {
      anyOf: [{ $ref: "#/components/schemas/Cat" }, { type: "object", properties: {}, additionalProperties: false }],
    },
  ],
  ["a secret", { ...text(), secret: true }, { type: "string", "x-pristine-secret": true }],
  ["a password", { ...text(), format: "password", secret: true } as TypeNode, { type: "string", format: "password" }],
  [
    "documentation",
    { ...text(), description: "d", deprecated: true, examples: [1] },
    { type: "string", description: "d", deprecated: true, examples: [1] },
  ],
]

it.each(shapes)("states %s on the wire", (_name, given, want) => {
  expect(schemaToJsonSchema(given, { side: "wire", model })).toEqual(want)
})

describe("presence of a field", () => {
  const presence: readonly [name: string, given: TypeNode, required: Record<Side, boolean>][] = [
    ["required", object(field("a", text(), { required: true })), { wire: true, input: true, output: true }],
    ["optional", object(field("a", text())), { wire: false, input: false, output: false }],
    ["defaulted", object(field("a", text(), { default: "x" })), { wire: false, input: false, output: true }],
    ["a constant", object(field("a", ref("Kind"), { required: true })), { wire: true, input: false, output: true }],
  ]

  it.each(presence)("%s", (_name, given, required) => {
    for (const side of ["wire", "input", "output"] as const) {
      expect([side, schemaToJsonSchema(given, { side, model }).required !== undefined]).toEqual([side, required[side]])
    }
  })

  it("a default from the environment may be missing for a reader", () => {
    const given: TypeNode = {
      kind: "object",
      fields: [{ ...field("a", text()), default: { kind: "env", name: "A" } }],
      pointer: "",
    }
    expect(schemaToJsonSchema(given, { side: "output", model }).required).toBeUndefined()
  })
})

it("uses the first wire name on the wire and the field's own elsewhere", () => {
  const given: TypeNode = {
    kind: "object",
    fields: [{ ...field("id", text(), { required: true }), wire: ["run_id", "id"] }],
    pointer: "",
  }
  expect(schemaToJsonSchema(given, { side: "wire", model }).required).toEqual(["run_id"])
  expect(schemaToJsonSchema(given, { side: "output", model }).required).toEqual(["id"])
})
