import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { answeredCall } from "./answered-call.ts"
import { bundle } from "./run-generated.ts"

const price = { type: "number", codec: "decimal", required: true }
const types = {
  Price: { type: "number", codec: "decimal" },
  Bill: {
    fields: {
      total: price,
      ratio: { type: "number" },
      id: { type: "integer", format: "int64" },
      lines: { type: "array", items: "Price" },
      by_tax: { type: "map", items: "Price" },
      tip: { type: "number", codec: "decimal", nullable: true },
      next: "Bill",
      data: { type: "string", codec: "bytes" },
      made: { type: "any", codec: "./made.ts#made" },
    },
  },
  Odd: { any_of: ["Bill", "Price", { type: "array", items: "number" }] },
}
const code = {
  "./made.ts":
    "export const made = { decode: (wire) => Object.freeze({ wire: structuredClone(wire) }), encode: (value) => value }",
}
const model = modelOf({
  base_url: "https://x.test",
  types,
  endpoints: {
    read: { method: "GET", path: "/bill", response: "Bill", responses: { "404": "Bill" } },
    odd: { method: "GET", path: "/odd", response: "Odd" },
    pay: { method: "POST", path: "/pay", request: "Bill", response: "void" },
    form: { method: "POST", path: "/form", request: "Bill", content_type: "application/x-www-form-urlencoded" },
    find: {
      method: "GET",
      path: "/find/{least}",
      parameters: { least: price, of: { type: "array", items: "Price" }, more: { type: "number", codec: "decimal" } },
      response: "void",
    },
    watch: { method: "GET", path: "/watch", streaming: true, response: "Bill" },
    lines: { method: "GET", path: "/lines", streaming: true, stream_format: "ndjson", response: "Price" },
    ids: {
      method: "GET",
      path: "/ids",
      streaming: true,
      stream_format: "json-seq",
      response: { fields: { id: { type: "integer", format: "int64" }, of: "string" } },
    },
    count: { method: "GET", path: "/count", response: { fields: { n: { type: "integer", codec: "decimal" } } } },
    plain: { method: "GET", path: "/plain", response: { fields: { ratio: "number" } } },
  },
})

/** One call of an operation whose server answers with a text. */
const call = (does: string, answer?: string, type?: string, status?: number) =>
  answeredCall(
    model,
    does,
    {
      ...(answer !== undefined && { answer }),
      ...(type !== undefined && { type }),
      ...(status !== undefined && { status }),
    },
    { code },
  )

const read = "api.read({}, { client })"

describe("a decimal of an answer is the number's text", () => {
  it.each<[name: string, wire: string, value: unknown]>([
    ["a short one", '{"total":12.5}', { total: "12.5" }],
    ["an integer", '{"total":-7}', { total: "-7" }],
    ["digits beyond a number", '{"total":0.12345678901234567890}', { total: "0.12345678901234567890" }],
    ["a point between the digits", '{"total":12345678.123456789}', { total: "12345678.123456789" }],
    ["an integer beyond a number", '{"total":123456789012345678901}', { total: "123456789012345678901" }],
    ["a power beyond a number", '{"total":1e400}', { total: "1e400" }],
    ["a power that a number holds", '{"total":1e3}', { total: "1000" }],
    ["a power beyond the safe integers", '{"total":1e18}', { total: "1e18" }],
    ["a power too near to zero", '{"total":-1.5E-400}', { total: "-1.5E-400" }],
    ["items", '{"total":1,"lines":[0.1,12345678901234567.25]}', { total: "1", lines: ["0.1", "12345678901234567.25"] }],
    [
      "values of a map",
      '{"total":1,"by_tax":{"a":1.23456789012345678}}',
      { total: "1", by_tax: { a: "1.23456789012345678" } },
    ],
    ["null", '{"total":1,"tip":null}', { total: "1", tip: null }],
    [
      "in itself",
      '{"total":1,"next":{"total":1234567890123456.75}}',
      { total: "1", next: { total: "1234567890123456.75" } },
    ],
  ])("%s", async (_, wire, value) => {
    expect(await call(read, wire)).toMatchObject({ data: value })
  })

  it.each<[name: string, wire: string, value: unknown]>([
    ["a fraction", '"ratio":0.12345678901234567', { ratio: 0.12345678901234567 }],
    ["an integer of 64 bits", '"id":9007199254740993', { id: 9007199254740993n }],
    ["one that a number holds, but not safely", '"id":10000000000000000', { id: 10000000000000000n }],
    ["a fraction that is a long integer", '"ratio":123456789012345678', { ratio: 123456789012345678 }],
    ["bytes", '"data":"AP8="', { data: new Uint8Array([0, 255]) }],
    ["what code makes of it", '"made":[1.00000000000000001]', { made: Object.freeze({ wire: [1] }) }],
    ["a small one", '"id":7', { id: 7 }],
    [
      "one that nobody declared",
      '"more":[1.00000000000000001,{"a":0.12345678901234567}]',
      { more: [1, { a: 0.12345678901234567 }] },
    ],
  ])("and other numbers beside it stay what they are: %s", async (_, wire, value) => {
    expect(await call(read, `{"total":1.00000000000000001,${wire}}`)).toEqual({
      data: { total: "1.00000000000000001", ...(value as object) },
      sent: "/bill ",
    })
  })

  it("in a declared error, too", async () => {
    const { error } = await call(read, '{"total":0.10000000000000000001}', "application/json", 404)
    expect((error as { body: unknown }).body).toEqual({ total: "0.10000000000000000001" })
  })

  it.each<[name: string, wire: string, value: unknown]>([
    ["the decimal itself", "1.00000000000000001", "1.00000000000000001"],
    ["an object with one", '{"total":1.00000000000000001}', { total: "1.00000000000000001" }],
    ["numbers of another variant", "[1.00000000000000001,2]", [1, 2]],
  ])("in a union: %s", async (_, wire, value) => {
    expect(await call("api.odd({}, { client })", wire)).toMatchObject({ data: value })
  })

  it.each<[name: string, operation: string, type: string, wire: string, value: unknown]>([
    [
      "SSE",
      "watch",
      "text/event-stream",
      'data: {"total":0.12345678901234567890}\n\n',
      { total: "0.12345678901234567890" },
    ],
    ["NDJSON", "lines", "application/x-ndjson", "12345678901234567.25\n", "12345678901234567.25"],
    [
      "JSON text sequences",
      "ids",
      "application/json-seq",
      '\u001e{"id":9007199254740993}\n',
      { id: 9007199254740993n },
    ],
  ])("in an event of %s", async (_, operation, type, wire, value) => {
    const first = `api.${operation}({}, { client }).then((stream) => stream[Symbol.asyncIterator]().next().then((next) => next.value))`
    expect(await call(first, wire, type)).toMatchObject({ data: value })
  })

  it.each([
    ['{"n":12345678901234567890}', { data: { n: "12345678901234567890" } }],
    ['{"n":7}', { data: { n: "7" } }],
    ['{"n":7.5}', { error: { code: "validation" } }],
    ['{"n":12345678901234567.5}', { error: { code: "validation" } }],
  ])("of a whole number: %s", async (wire, outcome) => {
    expect(await call("api.count({}, { client })", wire)).toMatchObject(outcome)
  })

  it("text where a number should be is refused", async () => {
    expect(await call(read, '{"total":"abc"}')).toMatchObject({ error: { code: "validation" } })
  })
})

describe("a decimal of a request is written as the number it is", () => {
  it.each<[name: string, input: string, sent: string]>([
    ["digits beyond a number", '{ total: "0.12345678901234567890" }', '/pay {"total":0.12345678901234567890}'],
    ["a short one", '{ total: "1.5" }', '/pay {"total":1.5}'],
    ["a zero at its end", '{ total: "1.50" }', '/pay {"total":1.50}'],
    ["one with an exponent", '{ total: "1e400" }', '/pay {"total":1e400}'],
    [
      "items",
      '{ total: "1", lines: ["2", "12345678901234567.25"] }',
      '/pay {"total":1,"lines":[2,12345678901234567.25]}',
    ],
    ["null", '{ total: "1", tip: null }', '/pay {"total":1,"tip":null}'],
  ])("%s", async (_, input, sent) => {
    expect(await call(`api.pay(${input}, { client })`)).toMatchObject({ sent })
  })

  it.each(['"1,5"', '"0x10"', '" 1"', '"01"', '"."', '"NaN"', '""', "1.5"])("%s is none", async (value) => {
    const { error, sent } = await call(`api.pay({ total: ${value} }, { client })`)
    expect({ error, sent }).toMatchObject({ error: { code: "input" }, sent: "" })
  })

  it("text that is no number is refused without validation, and not quoted", async () => {
    const { error, sent } = await call('api.pay({ total: "hunter2" }, { client, validate: "off" })')
    expect({ error, sent }).toMatchObject({ error: { code: "input" }, sent: "" })
    expect(JSON.stringify(error)).not.toContain("hunter2")
  })

  it("in a form, a path and a query, as its text", async () => {
    const long = "0.12345678901234567890"
    expect(await call(`api.form({ total: "${long}", lines: ["1"] }, { client })`)).toMatchObject({
      sent: `/form total=${long}&lines=1`,
    })
    expect(await call('api.form({ total: "0.10", lines: ["1.0", "2"] }, { client })')).toMatchObject({
      sent: "/form total=0.10&lines=1.0&lines=2",
    })
    expect(await call(`api.find({ least: "${long}", of: ["1.0", "2"], more: "1e400" }, { client })`)).toMatchObject({
      sent: `/find/${long}?of=1.0&of=2&more=1e400 `,
    })
  })
})

it("costs nothing where there is none", async () => {
  const links = async (name: string): Promise<boolean> => {
    const text = await bundle(model, `import { ${name} } from "api"\nconsole.log(${name})`, {
      platform: "browser",
      code,
    })
    return text.includes("ExactNumber")
  }
  expect(await Promise.all(["read", "find", "plain"].map(links))).toEqual([true, false, false])
})
