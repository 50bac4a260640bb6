import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import {
  array,
  minLength,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  string,
} from "../../../src/schema/index.ts"
import type { Schema } from "../../../src/schema/index.ts"
import { it } from "../../test.ts"
import { bench, json, schemaOf, spec } from "../fixture.ts"

const sentinel = "sentinel"

/** Everything that can be reached from a value, hidden members included. */
function reachable(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== "object" || value === null) return String(value)
  if (seen.has(value)) return ""
  seen.add(value)
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)} ${reachable(Reflect.get(value, key), seen)}`)
    .join(" ")
}

describe("O140 issues name places and rules, and hold no value", () => {
  const tables: readonly (readonly [name: string, schema: Schema, value: unknown, path: readonly PropertyKey[]])[] = [
    ["a text too short", object({ pin: pipe(string(), minLength(99)) }), { pin: sentinel }, ["pin"]],
    ["another kind", object({ pin: number() }), { pin: sentinel }, ["pin"]],
    ["a neighbour of the secret", object({ pin: string(), age: number() }), { pin: sentinel, age: "x" }, ["age"]],
    ["a missing neighbour", object({ pin: string(), age: number() }), { pin: sentinel }, ["age"]],
    ["none of a list of values", object({ pin: picklist(["a", "b"]) }), { pin: sentinel }, ["pin"]],
    ["an item", object({ pins: array(number()) }), { pins: [1, sentinel] }, ["pins", 1]],
    ["an unknown key beside it", object({ pin: optional(string()) }), { pin: sentinel, other: 1 }, ["other"]],
    ["the whole value", number(), sentinel, []],
  ]

  it.each(tables)("%s", async (_, schema, value, path) => {
    const { client } = bench([])
    const result = await defineOperation(() => spec({ input: schema })).safe(value, { client })
    const { issues } = (result as { readonly error: PristineError }).error
    expect(issues?.map((issue) => issue.path)).toEqual([path])
    expect(reachable(issues)).not.toContain(sentinel)
  })

  it("hides the keys of an answer's map, and shows those of an input's", async () => {
    const schema = object({ ages: record(number()) })
    const value = { ages: { [sentinel]: "old" } }
    const success = [{ status: 200, readers: [json], schema }]
    const answered = defineOperation(() => spec({ success }))
    const given = defineOperation(() => spec({ input: schema }))
    const failures = [
      await answered.safe({}, { client: bench([{ body: value }]).client }),
      await given.safe(value, { client: bench([]).client }),
    ].map((result) => (result as { readonly error: PristineError }).error)
    expect(failures.map(({ issues }) => issues?.[0]?.path)).toEqual([
      ["ages", "*"],
      ["ages", sentinel],
    ])
    expect(failures[0]?.message).not.toContain(sentinel)
  })

  it("names an unknown key as such", async () => {
    const { client } = bench([])
    const result = await defineOperation(() => spec({ input: object({}) })).safe({ colour: sentinel }, { client })
    expect((result as { readonly error: PristineError }).error.message).toContain("/colour is not a known key")
  })

  it("of another validator, whose words quote the value", async () => {
    const { client } = bench([{ body: { petId: sentinel } }])
    const success = [{ status: 200, readers: [json], schema: schemaOf(() => false) }]
    const result = await defineOperation(() => spec({ success })).safe({}, { client })
    const { issues, message } = (result as { readonly error: PristineError }).error
    expect([message, reachable(issues)].join()).not.toContain(sentinel)
    expect(issues).toEqual([{ message: "should be number", path: ["petId"] }])
  })
})
