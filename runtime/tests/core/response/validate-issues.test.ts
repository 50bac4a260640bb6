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
import type { StandardIssue, StandardSchema } from "../../../src/ports/standard-schema.ts"
import type { Schema } from "../../../src/schema/index.ts"
import { textsOf } from "../../canary/texts-of.ts"
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

  const foreign: readonly (readonly [
    name: string,
    issue: StandardIssue,
    path: readonly PropertyKey[],
    message: string,
  ])[] = [
    ["a neighbour", { message: sentinel, path: ["plain", 0] }, ["plain", 0], "is not valid"],
    [
      "a neighbour of a known kind",
      { message: sentinel, path: ["plain"], ...{ expected: "number" } },
      ["plain"],
      "should be number",
    ],
    ["a key of a map", { message: sentinel, path: ["pins", sentinel, "old"] }, ["pins", "*", "*"], "is not valid"],
    ["a key as an object", { message: "", path: [{ key: "pins" }, { key: sentinel }] }, ["pins", "*"], "is not valid"],
    [
      "an item, and a key below it",
      { message: "", path: ["deep", "pins", 3, Symbol(sentinel)] },
      ["deep", "pins", "*", "*"],
      "is not valid",
    ],
    [
      "what it expected, with the value in it",
      { message: sentinel, path: ["pins"], ...{ expected: `other than ${sentinel}`, type: sentinel } },
      ["pins"],
      "is not valid",
    ],
  ]
  const warned = (issue: StandardIssue): StandardSchema => ({
    "~standard": { version: 1, vendor: "another", validate: () => ({ issues: [issue] }) },
  })
  it.each(foreign)("of another validator, below a secret: %s", async (_, issue, path, words) => {
    const secrets = { names: ["pins"] }
    const success = [{ status: 200, readers: [json], schema: warned(issue) }]
    const given = [
      [defineOperation(() => spec({ secrets, success })), bench([{ body: {} }])],
      [defineOperation(() => spec({ secrets, input: warned(issue) })), bench([])],
    ] as const
    for (const [call, { client }] of given) {
      const { error } = (await call.safe({}, { client })) as { readonly error: PristineError }
      expect(error.issues).toEqual([{ message: words, path }])
      expect([error.message, JSON.stringify(error), reachable(error.issues)].join()).not.toContain(sentinel)
    }
  })

  it("of ours, below a secret of an input, with what was expected of it", async () => {
    const schema = object({ pins: record(record(number())) })
    const call = defineOperation(() => spec({ secrets: { names: ["pins"] }, input: schema }))
    const { error } = (await call.safe(
      { pins: { [sentinel]: { [sentinel]: "x" } } },
      { client: bench([]).client },
    )) as {
      readonly error: PristineError
    }
    expect(error.issues).toEqual([{ message: "should be number", path: ["pins", "*", "*"] }])
  })

  it("of an answer that is a secret as a whole", async () => {
    const issue = { message: sentinel, path: [sentinel, 0] }
    const success = [{ status: 200, readers: [json], schema: warned(issue) }]
    const call = defineOperation(() => spec({ secrets: { names: [""] }, success }))
    const { error } = (await call.safe({}, { client: bench([{ body: {} }]).client })) as {
      readonly error: PristineError
    }
    expect(error.issues).toEqual([{ message: "is not valid", path: ["*", "*"] }])
  })

  const thrower = (validate: () => never | Promise<never>): StandardSchema => ({
    "~standard": { version: 1, vendor: "another", validate },
  })
  const boom = (): never => {
    throw Object.assign(new Error(`No ${sentinel}`, { cause: { sentinel } }), { code: "E_NO", value: sentinel })
  }
  it.each([
    ["throws", boom],
    ["rejects", async () => Promise.resolve().then(boom)],
  ])("of another validator that %s", async (_, validate) => {
    const schema = thrower(validate)
    const success = [{ status: 200, readers: [json], schema }]
    const given = [
      ["validation", defineOperation(() => spec({ success })), bench([{ body: {} }, { body: {} }])],
      ["input", defineOperation(() => spec({ input: schema })), bench([])],
    ] as const
    for (const [code, call, { client, transport }] of given) {
      const { error } = (await call.safe({}, { client })) as { readonly error: PristineError }
      expect([error.code, error.operation]).toEqual([code, "get_pet"])
      expect(error.message).toMatch(/of get_pet cannot be checked$/)
      expect(transport.requests.length).toBeLessThan(2)
      expect(error.cause).toMatchObject({ code: "E_NO" })
      expect(textsOf(error).join()).not.toContain(sentinel)
    }
  })
})
