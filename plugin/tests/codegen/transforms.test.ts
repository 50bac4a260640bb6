import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { answeredCall } from "./answered-call.ts"
import { run } from "./run-generated.ts"

const note = {
  fields: {
    // Rename: another name on the wire; of several, all are read and the first is written.
    title: { type: "string", alias: ["ttl", "heading"], required: true },
    tag: { type: "string" },
    mood: { type: "string", nullable: true },
    day: { type: "string", format: "date" },
    made: { type: "string", codec: "./made.ts#made" },
  },
}
const code = {
  "./made.ts":
    "export const made = { decode: (wire) => new Date(wire).getTime(), encode: (time) => new Date(time).toISOString() }",
}
const echo = (changes: object = {}) => ({
  method: "POST",
  path: "/notes/{id}",
  parameters: { id: { type: "string", alias: "note_id" }, least: { type: "integer", alias: "min" } },
  request: "Note",
  response: "Note",
  ...changes,
})
const model = modelOf({
  base_url: "https://x.test",
  defaults: { omit_if: "null" },
  types: { Note: note },
  endpoints: { echo: { ...echo(), path: "/notes/{note_id}" } },
})
const made = Date.UTC(2026, 0, 2)
const wireMade = "2026-01-02T00:00:00.000Z"

const call = (input: object, answer: object) =>
  answeredCall(
    model,
    `api.echo(${JSON.stringify({ id: "7", title: "a", ...input })}, { client })`,
    {
      answer: JSON.stringify({ ttl: "b", ...answer }),
    },
    { code },
  )

describe("what a manifest changes on the way", () => {
  it.each<[name: string, input: object, sent: string, answer: object, data: object]>([
    ["a name on the wire", {}, '/notes/7 {"ttl":"a"}', {}, { title: "b" }],
    ["an older name that is read", {}, '/notes/7 {"ttl":"a"}', { ttl: undefined, heading: "c" }, { title: "c" }],
    ["a parameter's name", { least: 2 }, '/notes/7?min=2 {"ttl":"a"}', {}, { title: "b" }],
    ["null for nothing", { tag: null }, '/notes/7 {"ttl":"a"}', { tag: null }, { title: "b" }],
    [
      "null for a value",
      { mood: null },
      '/notes/7 {"ttl":"a","mood":null}',
      { mood: null },
      { title: "b", mood: null },
    ],
    [
      "a form of its own",
      { made },
      `/notes/7 {"ttl":"a","made":"${wireMade}"}`,
      { made: wireMade },
      { title: "b", made },
    ],
  ])("%s", async (_, input, sent, answer, data) => {
    expect(await call(input, answer)).toEqual({ data, sent })
  })

  it("but never a format, which is checked", async () => {
    expect(await call({ day: "2026-01-02" }, { day: "2026-01-02" })).toMatchObject({ data: { day: "2026-01-02" } })
    const { error, sent } = await call({ day: "tomorrow" }, {})
    expect(error).toMatchObject({ code: "input", phase: "prepare" })
    expect(sent).toBe("")
  })
})

it("gives a parameter the default of its named type", async () => {
  const listing = modelOf({
    base_url: "https://x.test",
    types: { Limit: { type: "integer", default: 20, maximum: 50 } },
    endpoints: { list: { method: "GET", path: "/pets", parameters: { limit: "Limit" } } },
  })
  const sent = async (input: string) => (await answeredCall(listing, `api.list(${input}, { client })`)).sent
  expect([await sent("{}"), await sent("{ limit: 5 }")]).toEqual(["/pets?limit=20 ", "/pets?limit=5 "])
})

it("reports a call by the id of its endpoint, unless the endpoint is not to be reported", async () => {
  const get = { method: "GET", path: "/", response: "any" }
  const quiet = modelOf({
    base_url: "https://x.test",
    endpoints: { list_pets: { ...get, resource: "pets" }, ping: { ...get, telemetry: false } },
  })
  const entry = `import api, { createClient } from "api"
const transport = { send: async () => ({ status: 200, headers: new Headers({ "content-type": "application/json" }), body: { bytes: async () => new TextEncoder().encode("1"), cancel: async () => {}, stream: () => new Blob(["1"]).stream() } }) }
const events = []
const client = createClient({ transport, telemetry: { emit: ({ type, operation }) => events.push(type + " " + operation) } })
export const done = Promise.all([api.pets.list({}, { client }), api.ping({}, { client })]).then(() => events)`
  const events = (await (await run(quiet, entry)).done) as readonly string[]
  expect(new Set(events.map((event) => event.split(" ")[1]))).toEqual(new Set(["list_pets"]))
  expect(events).toContain("call:end list_pets")
})
