import { describe, expect } from "vitest"
import { rules } from "../../src/diff/rules.ts"
import { it } from "../test.ts"
import { changesOf, modelFrom, shortForm, type Part } from "./changes-of.ts"
import { operationRows, typeRows } from "./rows.ts"
import { compareModels } from "../../src/diff/compare-models.ts"

const flowing = (flow: "request" | "response", type: unknown): Part => ({
  endpoints: {
    create_pet: {
      resource: "pets",
      method: "POST",
      path: "/pets",
      ...(flow === "request"
        ? { request: { fields: { it: { type: "Thing", required: true } } }, response: "void" }
        : { request: "void", response: "Thing" }),
    },
  },
  types: { Thing: type },
})

describe("operations", () => {
  it.each(operationRows)("%s", (_, before, after, want) => {
    expect(shortForm(changesOf(before, after))).toEqual(want)
  })
})

describe.each(["request", "response"] as const)("in a %s", (flow) => {
  it.each(typeRows)("%s", (_, before, after, request, response) => {
    const changes = changesOf(flowing(flow, before), flowing(flow, after))
    expect(shortForm(changes)).toEqual(flow === "request" ? request : response)
    for (const change of changes) expect(change.operations).toEqual(["pets.create"])
  })
})

it("has a row for every rule that a manifest of today can break", () => {
  const shown = new Set(
    [...operationRows.flatMap(([, , , want]) => want), ...typeRows.flatMap(([, , , a, b]) => [...a, ...b])].map(
      (text) => text.split(" ")[1],
    ),
  )
  // Named types and what only a few manifests can say have tests of their own below.
  const elsewhere = ["body-became-optional", "body-became-required", "field-alias", "type-added", "type-removed"]
  expect(
    Object.keys(rules)
      .filter((id) => !shown.has(id))
      .sort(),
  ).toEqual(elsewhere)
})

const both = (type: unknown): Part => ({
  endpoints: {
    create: { resource: "pets", method: "POST", path: "/pets", request: { fields: { pet: "Pet" } }, response: "void" },
    get: { resource: "pets", method: "GET", path: "/pets", response: { type: "array", items: "Pet" } },
    other: { method: "GET", path: "/other", response: "any" },
  },
  types: { Pet: type },
})

it("tells what goes both ways once for each way, with the operations that carry it", () => {
  const changes = changesOf(
    both({ fields: { a: "string" } }),
    both({ fields: { a: { type: "string", required: true } } }),
  )
  expect(
    changes.map(({ level, message, flow, operations, exports }) => ({ level, message, flow, operations, exports })),
  ).toEqual([
    {
      level: "breaking",
      message: "Pet.a is required.",
      flow: "request",
      operations: ["pets.create"],
      exports: ["Pet", "PetSchema"],
    },
    {
      level: "additive",
      message: "Pet.a is required.",
      flow: "response",
      operations: ["pets.get"],
      exports: ["Pet", "PetSchema"],
    },
  ])
})

it("tells what is the same for both ways once", () => {
  const [change, ...others] = changesOf(
    both({ fields: { a: "string", b: "string" } }),
    both({ fields: { a: "string" } }),
  )
  expect(others).toEqual([])
  expect(change).toMatchObject({
    message: "Pet.b is gone.",
    operations: ["pets.create", "pets.get"],
    pointer: "/types/Pet",
  })
  expect(change).not.toHaveProperty("flow")
})

it("knows a named type that is new or gone, and one that only has another name", () => {
  const before = both({ fields: { a: "string" } })
  const after = JSON.parse(JSON.stringify(before).replaceAll("Pet", "Animal")) as Part
  const changes = changesOf(before, after)
  expect(shortForm(changes)).toEqual(["breaking type-removed", "additive type-added"])
  expect(changes[0]).toMatchObject({ exports: ["Pet", "PetSchema"], pointer: "/types" })
})

it("takes a type that no operation carries for one that callers write and read", () => {
  const idle = (type: unknown): Part => ({ types: { Idle: type } })
  expect(shortForm(changesOf(idle("integer"), idle("number")))).toEqual([
    "breaking type-widened",
    "additive type-widened",
  ])
})

it("reads a field under other names", () => {
  const alias = (alias: unknown): Part => both({ fields: { a: { type: "string", alias } } })
  expect(shortForm(changesOf(alias("A"), alias(["A", "aa"])))).toEqual(["additive field-alias"])
  expect(shortForm(changesOf(alias(["A", "aa"]), alias("A")))).toEqual(["breaking field-wire-name"])
})

it("ends in types that contain themselves, under the same names and under others", () => {
  const tree = (name: string, leaf: string): Part => ({
    endpoints: { get: { method: "GET", path: "/tree", response: name } },
    types: { [name]: { fields: { leaf, children: { type: "array", items: name } } } },
  })
  expect(shortForm(changesOf(tree("Tree", "string"), tree("Tree", "integer")))).toEqual(["breaking type-changed"])
  expect(shortForm(changesOf(tree("Tree", "string"), tree("Node", "integer")))).toEqual([
    "breaking type-changed",
    "breaking type-removed",
    "additive type-added",
  ])
})

it("finds the variant of a union by its tag", () => {
  const union = (name: string, extra: Part): Part => ({
    endpoints: { get: { method: "GET", path: "/x", response: "Event" } },
    types: {
      Event: { any_of: ["Start", name], discriminator: "type" },
      Start: { fields: { type: { const: "start" } } },
      [name]: { fields: { type: { const: "stop" }, ...extra } },
    },
  })
  expect(shortForm(changesOf(union("Stop", {}), union("End", { at: "integer" })))).toEqual([
    "breaking type-removed",
    "additive optional-field-added",
    "additive type-added",
  ])
})

it("compares a body that became required", () => {
  const model = modelFrom({ endpoints: { put: { method: "POST", path: "/x", response: "void" } } })
  const required = {
    ...model,
    operations: model.operations.map((each) => ({
      ...each,
      ...(each.body && { body: { ...each.body, required: true } }),
    })),
  }
  expect(shortForm(compareModels(model, required))).toEqual(["breaking body-became-required"])
  expect(shortForm(compareModels(required, model))).toEqual(["additive body-became-optional"])
})

it("a circuit breaker with other numbers changes how a client behaves", () => {
  const breaker = (failures: number): Part => ({ circuit_breakers: { api: { failures } } })
  expect(shortForm(changesOf(breaker(2), breaker(3)))).toEqual(["additive behavior-changed"])
})
