import { describe, expect } from "vitest"
import { wireValue } from "../../../src/adapters/mock/wire-value.ts"
import type { WireSchema } from "../../../src/ports/mock-spec.ts"
import { it } from "../../test.ts"

/** A hundred values of a schema. */
const types: Readonly<Record<string, WireSchema>> = {
  Node: { type: "object", properties: { next: { $ref: "#/components/schemas/Node" } }, required: [] },
  "a/b": { const: 1 },
  Pet: {
    type: "object",
    properties: { tags: { type: "array", items: { $ref: "#/components/schemas/Tag" } } },
    required: ["tags"],
  },
  Tag: { type: "object", properties: { mail: { type: "string", format: "email", maxLength: 5 } }, required: ["mail"] },
  Chain: { type: "object", properties: { next: { $ref: "#/components/schemas/Chain" } }, required: ["next"] },
}

describe("a value made up for a schema", () => {
  it.for<readonly [name: string, schema: WireSchema, holds: (value: never) => boolean]>([
    ["a limit below", { type: "integer", minimum: 5 }, (value: number) => value >= 5],
    [
      "limits close together",
      { type: "number", minimum: 0.2, maximum: 0.3 },
      (value: number) => value >= 0.2 && value <= 0.3,
    ],
    [
      "exclusive limits close together",
      { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.1 },
      (value: number) => value > 0 && value < 0.1,
    ],
    [
      "a format and lengths that it can have",
      { type: "string", format: "email", minLength: 17 },
      (value: string) => value.length >= 17 && value.includes("@"),
    ],
    [
      "a format and a pattern that it can have",
      { type: "string", format: "email", pattern: "^[a-m]" },
      (value: string) => /^[a-m].*@/.test(value),
    ],
    ["exclusive limits", { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 3 }, (value: number) => value === 2],
    ["a negative limit above", { type: "integer", maximum: -5 }, (value: number) => value <= -5],
    ["a multiple", { type: "integer", multipleOf: 7, minimum: 1 }, (value: number) => value % 7 === 0 && value >= 1],
    ["a least length", { type: "string", minLength: 60 }, (value: string) => value.length >= 60],
    ["a greatest length", { type: "string", maxLength: 2 }, (value: string) => value.length <= 2],
    ["base64", { type: "string", contentEncoding: "base64" }, (value: string) => btoa(atob(value)) === value],
    [
      "different items",
      { type: "array", items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
      (value: number[]) => new Set(value).size === 3,
    ],
    [
      "a tuple",
      { type: "array", prefixItems: [{ const: 1 }, { const: 2 }], items: false },
      (value: number[]) => String(value) === "1,2",
    ],
    [
      "least entries of a map",
      { type: "object", additionalProperties: { const: 1 }, minProperties: 3 },
      (value: object) => Object.keys(value).length >= 3,
    ],
    [
      "parts of one object",
      {
        allOf: [
          { type: "object", properties: { a: { const: 1 } }, required: ["a"] },
          { type: "object", properties: { b: { const: 2 } }, required: ["b"] },
        ],
      },
      (value: object) => JSON.stringify(value) === '{"a":1,"b":2}',
    ],
    ["one of two kinds", { type: ["string", "null"] }, (value: unknown) => value === null || typeof value === "string"],
    ["an example before all else", { type: "integer", minimum: 5, examples: [1] }, (value: number) => value === 1],
    [
      "what only requests have: nothing",
      { type: "object", properties: { a: { type: "string", writeOnly: true } }, required: ["a"] },
      (value: object) => Object.keys(value).length === 0,
    ],
    [
      "a type that holds itself",
      { $ref: "#/components/schemas/Node" },
      (value: object) => JSON.stringify(value).length < 100,
    ],
    ["a name that a pointer escapes", { $ref: "#/components/schemas/a~1b" }, (value: number) => value === 1],
    ["anything", {}, (value: unknown) => value !== undefined],
  ])("keeps to %s", ([, schema, holds], { random }) => {
    const values = Array.from({ length: 100 }, () => wireValue(schema, types, random))
    expect(values.filter((value) => !holds(value as never))).toEqual([])
  })

  it.for<readonly [name: string, schema: WireSchema, want: string]>([
    [
      "a format that is longer",
      { $ref: "#/components/schemas/Pet" },
      "Tag.mail: No text of the format email of 0 to 5 characters",
    ],
    [
      "a format that is shorter",
      { type: "string", format: "uuid", minLength: 40 },
      "the answer: No text of the format uuid of 40 to",
    ],
    [
      "a format without the pattern",
      { type: "string", format: "date", pattern: "^x" },
      "the answer: No text of the format date for the pattern ^x",
    ],
    [
      "a pattern",
      { type: "object", properties: { a: { type: "string", pattern: "^(?=a)a" } }, required: ["a"] },
      "the answer.a: No text for the pattern",
    ],
    [
      "a number between others",
      { type: "integer", multipleOf: 10, minimum: 11, maximum: 19 },
      "the answer: No integer within its limits",
    ],
    [
      "items that differ",
      { type: "array", items: { const: 1 }, uniqueItems: true, minItems: 2 },
      "the answer: No 2 items that differ",
    ],
    ["an end", { $ref: "#/components/schemas/Chain" }, "Chain holds itself without an end"],
  ])("says where there is no %s", ([, schema, want], { random }) => {
    expect(() => wireValue(schema, types, random)).toThrow(want)
  })
})
