import { type } from "arktype"
import * as v from "valibot"
import { describe, expect } from "vitest"
import * as z from "zod"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { StandardSchema } from "../../../src/ports/standard-schema.ts"
import { textsOf } from "../../canary/texts-of.ts"
import { it } from "../../test.ts"
import { bench, json, rejection, spec } from "../fixture.ts"
import { collectAll, events, streamSpec } from "../stream/stream-fixture.ts"

const sentinel = "sentinel"

/** A pet with an `id` and a list of `toys`, as each library says it. */
const libraries: readonly (readonly [name: string, pet: StandardSchema, shout: StandardSchema])[] = [
  ["zod", z.object({ id: z.number(), toys: z.array(z.string()) }), z.string().transform((text) => text.toUpperCase())],
  ["arktype", type({ id: "number", toys: "string[]" }), type("string").pipe((text) => text.toUpperCase())],
  [
    "valibot",
    v.object({ id: v.number(), toys: v.array(v.string()) }),
    v.pipe(
      v.string(),
      v.transform((text) => text.toUpperCase()),
    ),
  ],
]

const answer = (schema: StandardSchema) =>
  defineOperation(() => spec({ success: [{ status: 200, readers: [json], schema }] }))

describe.each(libraries)("a schema of %s", (_, pet, shout) => {
  it("lets an input and an answer pass that fit", async () => {
    const { client } = bench([{ body: { id: 1, toys: ["ball"] } }])
    const call = defineOperation(() => spec({ input: pet, success: [{ status: 200, readers: [json], schema: pet }] }))
    expect(await call({ id: 2, toys: [] }, { client })).toEqual({ id: 1, toys: ["ball"] })
  })

  it.each<[name: string, value: unknown, path: readonly PropertyKey[]]>([
    ["a field", { id: sentinel, toys: [] }, ["id"]],
    ["a missing field", { toys: [] }, ["id"]],
    ["an item", { id: 1, toys: ["ball", [sentinel]] }, ["toys", 1]],
    ["the whole", sentinel, []],
  ])("names the place of %s that is wrong, and no value", async (_, value, path) => {
    const asked = await rejection(defineOperation(() => spec({ input: pet }))(value, { client: bench([]).client }))
    const answered = await rejection(answer(pet)({}, { client: bench([{ body: JSON.stringify(value) }]).client }))
    expect([asked, answered]).toMatchObject([
      { code: "input", issues: [{ path }] },
      { code: "validation", issues: [{ path }] },
    ])
    expect([asked, answered].flatMap((error) => textsOf(error)).join()).not.toContain(sentinel)
  })

  it("checks and never changes", async () => {
    expect(await answer(shout)({}, { client: bench([{ body: '"ball"' }]).client })).toBe("ball")
  })

  it("checks each event of a stream", async () => {
    const body = 'data: {"id":1,"toys":[]}\n\ndata: {"id":"x","toys":[]}\n\n'
    const { client } = bench([{ headers: events, body }])
    const { seen, error } = await collectAll(
      await defineStream(() => streamSpec({ event: { schema: pet } }))({}, { client }),
    )
    expect(seen).toEqual([{ id: 1, toys: [] }])
    expect(error).toMatchObject({ code: "validation", issues: [{ path: ["id"] }] })
  })
})

it("a validator of zod that waits is awaited", async () => {
  const late = z.string().refine((text) => Promise.resolve(text === "ball"))
  expect(await answer(late)({}, { client: bench([{ body: '"ball"' }]).client })).toBe("ball")
  expect(await rejection(answer(late)({}, { client: bench([{ body: '"bone"' }]).client }))).toMatchObject({
    code: "validation",
  })
})
