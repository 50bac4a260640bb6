import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { petstore } from "./models/petstore.ts"
import { seed } from "./models/seed.ts"
import { run } from "./run-generated.ts"

const code = {
  "./auth.ts": "export const tokenSource = () => ({ token: async () => ({ value: 't' }) })",
  "./classify.ts": "export const groomer = () => undefined",
  "./weights.ts": "export const fur = () => 1",
}

/** A client whose transport answers from a list and keeps what it was sent. */
const harness = `
  export const sent = []
  const answers = []
  export const answer = (...list) => { answers.push(...list) }
  const transport = {
    async send({ method, url, headers, body }) {
      sent.push({ method, url, headers: Object.fromEntries(headers), body })
      const { status = 200, json, headers: extra = {} } = answers.shift() ?? {}
      const bytes = new TextEncoder().encode(json === undefined ? "" : typeof json === "string" ? json : JSON.stringify(json))
      return {
        status,
        headers: new Headers({ "content-type": "application/json", ...extra }),
        body: { bytes: async () => bytes, text: async () => new TextDecoder().decode(bytes), cancel: async () => {}, stream: async function* () { yield bytes } },
      }
    },
  }
  export const options = { transport, env: (name) => ({ PETSTORE_KEY: "pk-1", TINKER_API_KEY: "tml-1" })[name] }
`

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

async function call(
  expression: string,
  answers: readonly object[],
): Promise<{ result: unknown; sent: readonly Sent[] }> {
  const module = await run(
    petstore,
    `${harness}
    import api, { createClient } from "api"
    const client = createClient(options)
    answer(...${JSON.stringify(answers)})
    export const result = await (async () => ${expression})().catch((error) => error)
    await client.close()`,
    { code },
  )
  return { result: module.result, sent: module.sent as readonly Sent[] }
}

const pet = { id: 7, name: "Rex", status: "sold" }

describe("an operation", () => {
  it("builds path, headers and credentials, and returns the decoded answer", async () => {
    const wire = `{"pet_id": 9007199254740993, "name": "Rex", "photo": null, "owner": {"name": "Ann", "age": "41"},
      "toys": [{"kind": "ball", "picture": "AQI="}, {"picture": "AQI="}, {"kind": "kite"}], "new_field": 1}`
    const { result, sent } = await call(`api.pets.get({ petId: 7 }, { client })`, [{ json: wire }])
    expect(result).toEqual({
      id: 9007199254740993n,
      name: "Rex",
      status: "available",
      owner: { name: "Ann", age: 41 },
      toys: [{ kind: "ball", picture: new Uint8Array([1, 2]) }, { picture: new Uint8Array([1, 2]) }, { kind: "kite" }],
      new_field: 1,
    })
    expect(Object.keys(result as object)).not.toContain("photo")
    expect(sent).toMatchObject([
      {
        method: "GET",
        url: "https://petstore.example.com/v3/pets/7",
        headers: {
          "User-Agent": expect.stringContaining("petstore/1.2.3") as string,
          "X-Retry-Count": "0",
          "X-API-Key": "pk-1",
        },
      },
    ])
  })

  it("sends the body in wire order with defaults, constants and codecs", async () => {
    const input = `{ toys: [{ kind: "ball", picture: new Uint8Array([1, 2]) }], name: "Rex" }`
    const { sent } = await call(`api.pets.create(${input}, { client })`, [{ status: 201, json: pet }])
    expect(sent[0]?.body).toBe(
      '{"name":"Rex","vaccinated":false,"toys":[{"kind":"ball","picture":"AQI="}],"type":"new_pet"}',
    )
  })

  it("builds the query and the header of a parameter", async () => {
    const { sent } = await call(`api.pets.list({ tags: ["a b", "c"], x_trace: "t" }, { client })`, [
      { json: { pets: [] } },
    ])
    expect(sent[0]).toMatchObject({
      url: "https://petstore.example.com/v3/pets?limit=20&offset=0&tags=a%20b&tags=c",
      headers: { "X-Trace": "t" },
    })
  })

  it.each([
    ["an unknown field", `api.pets.get({ petId: 7, extra: 1 }, { client })`, "input"],
    ["a field of the wrong kind", `api.pets.get({ petId: "7" }, { client })`, "input"],
    ["a missing discriminator", `api.pets.create({ name: "a", toys: [{}] }, { client })`, "input"],
    ["an answer of the wrong type", `api.pets.get({ petId: 7 }, { client })`, "validation"],
  ])("refuses %s", async (_, expression, code) => {
    const { result } = await call(expression, [{ json: { id: "x", name: "Rex" } }])
    expect(result).toMatchObject({ code })
  })

  it("reads a declared error", async () => {
    const { result } = await call(`api.pets.get({ petId: 7 }, { client })`, [
      { status: 404, json: { message: "gone" } },
    ])
    expect(result).toMatchObject({ code: "http", status: 404, body: { message: "gone" } })
  })

  it("counts pages up by the items read", async () => {
    const page = (from: number, count: number) => ({
      json: { pets: Array.from({ length: count }, (_, index) => ({ ...pet, id: from + index })), total: 3 },
    })
    const { result, sent } = await call(
      `{ const ids = []; for await (const pet of api.pets.list({ limit: 2 }, { client })) ids.push(pet.id); return ids }`,
      [page(0, 2), page(2, 1)],
    )
    expect(result).toEqual([0, 1, 2])
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(["?limit=2&offset=0", "?limit=2&offset=2"])
  })

  it("resumes a future by the id that it had", async () => {
    const { result, sent } = await call(
      `{
        const id = await api.pets.grooming.start({ petId: 7, style: "short", notes: null }, { client }).requestId
        return [id, await api.pets.grooming.start.resume(id, { client })]
      }`,
      [{ json: { job_id: "j1" } }, { json: { ...pet, photo: "AQI=" } }, { json: { ...pet, photo: "AQI=" } }],
    )
    expect(result).toEqual(["j1", { ...pet, photo: new Uint8Array([1, 2]) }])
    expect(new Set(sent.slice(1).map(({ method, url }) => `${method} ${new URL(url).pathname}`))).toEqual(
      new Set(["GET /v3/jobs/j1"]),
    )
  })

  it("polls until a future is done", async () => {
    const answers = [
      { json: { job_id: "j1" } },
      { json: { state: "pending", retry_ms: 1 } },
      { json: { ...pet, photo: "AQI=" } },
    ]
    const { result, sent } = await call(
      `api.pets.grooming.start({ petId: 7, style: "short", notes: null }, { client })`,
      answers,
    )
    expect(result).toEqual({ ...pet, photo: new Uint8Array([1, 2]) })
    expect(sent.map(({ method, url, body }) => [method, new URL(url).pathname, body])).toEqual([
      ["POST", "/v3/pets/7/groom", '{"style":"short","dry":true}'],
      ["GET", "/v3/jobs/j1", undefined],
      ["GET", "/v3/jobs/j1", undefined],
    ])
    expect(sent[0]?.headers).toMatchObject({ "X-Groomer": "any" })
    expect(sent[2]?.headers).toMatchObject({ "X-Poll": "1" })
  })

  it("takes the first answer as the result when it names no work, and fails on a failure", async () => {
    const now = await call(`api.pets.grooming.start({ petId: 7, style: "long" }, { client })`, [{ json: pet }])
    expect(now.result).toEqual(pet)
    const answers = [{ json: { job_id: "j1" } }, { json: { error: "bit me" } }]
    const failed = await call(`api.pets.grooming.start({ petId: 7, style: "long" }, { client })`, answers)
    expect(failed.result).toMatchObject({ code: "future_failed" })
  })

  it("exports a reserved word, flat names, schemas and policies", async () => {
    const { result } = await call(
      `{ const all = await import("api"); const [deleted] = [await all.petsDelete({ petId: 1 }, { client })]
         return { names: Object.keys(all).sort(), deleted, same: all.petsGet === all.default.pets.get } }`,
      [{ status: 204 }],
    )
    expect(result).toMatchObject({ same: true, deleted: undefined })
    expect((result as { names: string[] }).names).toEqual(
      expect.arrayContaining([
        "PetSchema",
        "createClient",
        "default",
        "groomingLimit",
        "httpPolicy",
        "jobs",
        "petsDelete",
        "pets",
        "ping",
      ]),
    )
  })
})

describe("the seed's document", () => {
  it("polls the built-in endpoint once a second", async () => {
    const module = await run(
      seed,
      `${harness}
      import { VirtualClock } from "pristine-runtime/testing"
      import { forwardBackward, createClient } from "api"
      const clock = new VirtualClock()
      const client = createClient({ ...options, clock })
      answer({ json: { request_id: "r1" } }, { json: { type: "try_again" } }, { json: { loss: 1 } })
      const future = forwardBackward({ model_id: "a:b/c", body: { data: [] } }, { client })
      await clock.advance(1000)
      export const result = await future`,
    )
    expect(module.result).toEqual({ loss: 1 })
    expect((module.sent as Sent[]).map(({ url, body }) => [url, body])).toEqual([
      ["https://tinker.thinkingmachines.dev/v1/models/a:b%2Fc/forward_backward", '{"data":[]}'],
      ["https://tinker.thinkingmachines.dev/api/v1/retrieve_future", '{"request_id":"r1"}'],
      ["https://tinker.thinkingmachines.dev/api/v1/retrieve_future", '{"request_id":"r1"}'],
    ])
  })
})
