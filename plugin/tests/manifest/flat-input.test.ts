import { describe, expect } from "vitest"
import { flatInput } from "../../src/model/flat-input.ts"
import type { TypeNode } from "../../src/model/type-node.ts"
import { it } from "../test.ts"
import { modelOf } from "./model-of.ts"

const types = {
  Body: { required: ["b"], fields: { b: "string", hidden: "boolean" } },
  Other: { required: ["c"], fields: { c: "string", hidden: "boolean" } },
}

/** Field names of an object; those of each variant of a union. */
function namesOf(type: TypeNode): unknown {
  if (type.kind === "union") return type.variants.map(namesOf)
  return type.kind === "object" ? type.fields.map(({ name, required }) => name + (required ? "" : "?")) : type.kind
}

describe("the input of an operation", () => {
  it.each([
    ["parameters only", { given: { method: "GET" }, want: ["id", "q?"] }],
    ["an untyped body", { given: {}, want: ["id", "q?", "body?"] }],
    ["no body", { given: { request: "void" }, want: ["id", "q?"] }],
    ["a flat body", { given: { request: "Body" }, want: ["id", "q?", "b", "hidden?"] }],
    ["a flat body with a constant", { given: { request: "Body", body: { hidden: true } }, want: ["id", "q?", "b"] }],
    [
      "a union of bodies",
      {
        given: { request: { any_of: ["Body", "Other"] }, body: { hidden: true } },
        want: [
          ["id", "q?", "b"],
          ["id", "q?", "c"],
        ],
      },
    ],
    ["a list", { given: { request: { items: "string" } }, want: ["id", "q?", "body"] }],
  ])("%s", (_, { given, want }) => {
    const a = { method: "POST", path: "/{id}", parameters: { q: "string" }, ...given }
    const model = modelOf({ types, endpoints: { a } })
    expect(model.operations.map((operation) => namesOf(flatInput(operation, model)))).toEqual([want])
  })
})
