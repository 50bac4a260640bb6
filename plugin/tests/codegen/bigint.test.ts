import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { answeredCall } from "./answered-call.ts"

const id = { type: "integer", codec: "bigint" }
const model = modelOf({
  base_url: "https://x.test",
  types: {
    Row: {
      fields: {
        id: { ...id, required: true },
        others: { type: "array", items: id },
        parent: { ...id, nullable: true },
        either: { any_of: [id, "string"] },
        version: { ...id, default: 1 },
      },
    },
  },
  endpoints: {
    read: { method: "GET", path: "/rows/{id}", parameters: { id, after: { ...id, in: "query" } }, response: "Row" },
    write: { method: "POST", path: "/rows", request: "Row", response: "void" },
    list: {
      method: "GET",
      path: "/list",
      parameters: { limit: "integer", offset: { type: "integer", default: 0 } },
      response: { fields: { items: { type: "array", items: "integer" }, total: id } },
      pagination: { items: "$response.body#/items", limit: "limit", offset: "offset", total: "$response.body#/total" },
    },
    watch: { method: "GET", path: "/watch", streaming: true, stream_format: "ndjson", response: "Row" },
  },
})

/** One call whose server answers with a text. */
const call = (does: string, answer = "{}", type = "application/json") => answeredCall(model, does, { answer, type })

describe("a bigint", () => {
  it.each<[name: string, wire: string, value: unknown]>([
    ["a small one", '{"id":7}', { id: 7n, version: 1n }],
    ["one beyond a number", '{"id":9007199254740993}', { id: 9007199254740993n, version: 1n }],
    ["items", '{"id":0,"others":[1,-9223372036854775808]}', { id: 0n, others: [1n, -(2n ** 63n)], version: 1n }],
    ["an exponent", '{"id":1e3}', { id: 1000n, version: 1n }],
    ["a fraction of zeros", '{"id":7.0}', { id: 7n, version: 1n }],
    ["an exponent beyond a number", '{"id":9.223372036854775807e18}', { id: 2n ** 63n - 1n, version: 1n }],
    ["few digits and many zeros", '{"id":-4E18}', { id: -4n * 10n ** 18n, version: 1n }],
    ["zeros that a point cuts off", '{"id":9007199254740993.00}', { id: 9007199254740993n, version: 1n }],
    ["an exponent that cuts zeros off", '{"id":90071992547409930e-1}', { id: 9007199254740993n, version: 1n }],
    ["null", '{"id":1,"parent":null}', { id: 1n, parent: null, version: 1n }],
    ["a variant", '{"id":1,"either":5,"version":2}', { id: 1n, either: 5n, version: 2n }],
    ["the other variant", '{"id":1,"either":"5"}', { id: 1n, either: "5", version: 1n }],
  ])("is read from an integer: %s", async (_, wire, value) => {
    expect(await call("api.read({ id: 1n }, { client })", wire)).toMatchObject({ data: value })
  })

  it.each<[name: string, wire: string, place: string]>([
    ["a fraction", '{"id":1.5}', "/id"],
    ["text", '{"id":"1"}', "/id"],
    ["more than 64 bits", '{"id":9223372036854775808}', "/id"],
    ["an exponent beyond 64 bits", '{"id":1e19}', "/id"],
    ["an exponent without end", '{"id":1e999999999}', "/id"],
    ["a fraction that a number rounds away", '{"id":9007199254740993.5}', "/id"],
    ["a fraction of an exponent", '{"id":9007199254740993.25e1}', "/id"],
  ])("is not made of %s", async (_, wire, place) => {
    const { error } = await call("api.read({ id: 1n }, { client })", wire)
    expect(error).toMatchObject({ code: "validation", message: expect.stringContaining(place) as string })
  })

  it("is written as a number, in a body and as a parameter", async () => {
    const { sent } = await call(
      "api.write({ id: 9007199254740993n, others: [1n], parent: null, either: 2n, version: 3n }, { client })",
    )
    expect(sent).toBe('/rows {"id":9007199254740993,"others":[1],"parent":null,"either":2,"version":3}')
    const read = await call("api.read({ id: 9007199254740993n, after: 5n }, { client })", '{"id":1}')
    expect(read.sent).toBe("/rows/9007199254740993?after=5 ")
  })

  it("is asked for of a caller", async () => {
    const { error, sent } = await call("api.write({ id: 7 }, { client })")
    expect([error, sent]).toEqual([expect.objectContaining({ code: "input" }), ""])
  })

  it("counts the items and pages that there are", async () => {
    const all = (does: string) =>
      call(`(async () => { const all = []; for await (const item of ${does}) all.push(item); return all })()`, pages)
    const pages = '{"items":[1,2],"total":4,"pages":2}'
    expect(await all("api.list({ limit: 2 }, { client })")).toMatchObject({ data: [1, 2, 1, 2] })
  })

  it("stands in events", async () => {
    const all =
      "(async () => { const all = []; for await (const row of await api.watch({}, { client })) all.push(row.id); return all })()"
    const { data } = await call(all, '{"id":7}\n{"id":9007199254740993}\n', "application/x-ndjson")
    expect(data).toEqual([7n, 9007199254740993n])
  })

  it.each<[name: string, env: Readonly<Record<string, string>>, wire: string]>([
    [
      "set",
      { ID: "9007199254740993", N: "9007199254740993", HOW_MANY: "7", ON: "false", SUM: "0.10" },
      '{"id":9007199254740993,"n":9007199254740993,"how_many":7,"on":false,"sum":0.10}',
    ],
    ["not set", {}, '{"id":1,"n":2,"how_many":3,"on":true,"sum":0.5}'],
  ])("and its kin read a default out of the environment as what they are: %s", async (_, env, wire) => {
    const from = (name: string, value: unknown) => ({ default: { env: name, default: value } })
    const fields = {
      id: { ...id, ...from("ID", 1) },
      n: { type: "integer", format: "int64", ...from("N", 2) },
      how_many: { type: "integer", ...from("HOW_MANY", 3) },
      on: { type: "boolean", ...from("ON", true) },
      sum: { type: "number", codec: "decimal", ...from("SUM", 0.5) },
    }
    const defaulted = modelOf({
      base_url: "https://x.test",
      types: { Row: { fields } },
      endpoints: { send: { method: "POST", path: "/", request: "Row", response: "Row" } },
    })
    const read = `(name) => (${JSON.stringify(env)})[name]`
    const does = `api.send({}, { client: createClient({ transport, retry: false, env: ${read} }) })`
    const { data, sent } = await answeredCall(defaulted, does)
    expect(sent).toBe(`/ ${wire}`)
    const isSet = "ID" in env
    expect(data).toEqual({
      id: isSet ? 9007199254740993n : 1n,
      n: isSet ? 9007199254740993n : 2,
      how_many: isSet ? 7 : 3,
      on: !isSet,
      sum: isSet ? "0.10" : "0.5",
    })
  })
})
