import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { run } from "./run-generated.ts"

const types = {
  Pet: { required: ["id", "name"], fields: { id: "string", name: { type: "string", alias: "pet_name" } } },
}

/** What a call gives for a body: the value, or the error. */
async function answer(endpoint: object, body: string): Promise<unknown> {
  const model = modelOf({
    base_url: "https://a.test",
    types,
    endpoints: { get: { method: "GET", path: "/a", retry: false, ...endpoint } },
  })
  const { result } = await run(
    model,
    `
    import api, { createClient } from "api"
    const body = new TextEncoder().encode(${JSON.stringify(body)})
    const transport = {
      send: async () => ({
        status: 200,
        headers: new Headers({ "content-type": "application/json" }),
        body: { bytes: async () => body, cancel: async () => {} },
      }),
    }
    export const result = await api.get({}, { client: createClient({ transport }) }).catch((error) => error)
  `,
  )
  return result
}

describe("a wrapped response", () => {
  it.each<[path: string, type: unknown, body: string, want: unknown]>([
    ["data", "Pet", `{ "data": { "id": "1", "pet_name": "Rex" }, "more": 1 }`, { id: "1", name: "Rex" }],
    ["data.result", "string", `{ "data": { "result": "a" } }`, "a"],
    ["data", { type: "string", nullable: true }, `{ "data": null }`, null],
    ["sum", { type: "number", codec: "decimal" }, `{ "sum": 0.30000000000000004 }`, "0.30000000000000004"],
    ["id", { type: "integer", format: "int64" }, `{ "id": 9007199254740993 }`, 9_007_199_254_740_993n],
  ])("gives the caller what %s leads to", async (path, response, body, want) => {
    expect(await answer({ response, response_unwrap: path }, body)).toEqual(want)
  })

  it.each<[name: string, endpoint: object]>([
    ["a status", { responses: { 200: "Pet" } }],
    ["a class, beside another status", { response: "Pet", responses: { 201: "Pet" } }],
  ])("is unwrapped where it is declared by %s", async (_, endpoint) => {
    const body = `{ "data": { "id": "1", "pet_name": "Rex" } }`
    expect(await answer({ ...endpoint, response_unwrap: "data" }, body)).toEqual({ id: "1", name: "Rex" })
  })

  it.each([`{ "result": {} }`, `[]`, `{ "data": [1] }`, `null`])("cannot be decoded without it: %s", async (body) => {
    expect(await answer({ response: "any", response_unwrap: "data.result" }, body)).toMatchObject({
      code: "decode",
      message: "The answer has no `data.result`",
      status: 200,
    })
  })

  it("is checked as the type that it has", async () => {
    expect(await answer({ response: "Pet", response_unwrap: "data" }, `{ "data": { "id": 1 } }`)).toMatchObject({
      code: "validation",
    })
  })
})
