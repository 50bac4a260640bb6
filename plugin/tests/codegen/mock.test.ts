import { describe, expect } from "vitest"
import type { MockOptions } from "../../../runtime/src/mock.ts"
import type { ClientOptions } from "../../../runtime/src/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { run, type BundleOptions } from "./run-generated.ts"

const get = (path: string, rest: object) => ({ method: "GET", path, ...rest })
const list = (items: string) => ({ type: "array", items })
const manifest = {
  base_url: "https://zoo.test/v1",
  types: {
    Pet: {
      required: ["id", "name"],
      fields: {
        id: { type: "string", format: "uuid" },
        name: { type: "string", min_length: 3, max_length: 40, alias: "pet_name" },
        born: { type: "string", format: "date-time" },
        weight: { type: "number", minimum: 0.5, exclusive_maximum: 80 },
        legs: { type: "integer", minimum: 0, maximum: 8, multiple_of: 2 },
        chip: { type: "integer", format: "int64" },
        price: { type: "number", codec: "decimal" },
        photo: { type: "string", codec: "bytes" },
        code: { type: "string", pattern: "^[A-Z]{2,3}-(?:\\d{4}|x+)\\.?$" },
        kind: "Kind",
        friends: list("Pet"),
        notes: { type: "map", items: "string" },
        place: { prefix_items: ["number", "number"] },
        tags: { type: "array", items: "Kind", unique_items: true, max_items: 2 },
        nothing: { type: "string", nullable: true },
        left_out: { type: "string", omit_if: "null" },
        seen: { type: "boolean" },
        owner: { any_of: ["string", "Owner"] },
        password: { type: "string", write_only: true },
      },
    },
    Kind: { enum: ["cat", "dog", "bird"] },
    Owner: {
      fields: { name: { type: "string", examples: ["Ada"] }, mail: { type: "string", format: "email" } },
      required: ["name"],
    },
    Event: { discriminator: "type", any_of: ["Born", "Sold"] },
    Born: { fields: { type: { const: "born" }, pet: { type: "Pet", required: true } } },
    Sold: { fields: { type: { const: "sold" }, price: { type: "number", required: true } } },
    Short: { required: ["mail"], fields: { mail: { type: "string", format: "email", max_length: 5 } } },
    Problem: { required: ["detail"], fields: { detail: "string" } },
    Page: { required: ["pets"], fields: { pets: list("Pet"), next: "string", total: "integer", more: "boolean" } },
  },
  endpoints: {
    pet: get("/pets/{id}", { response: "Pet", responses: { 404: "Problem", "5XX": "Problem" } }),
    mine: get("/pets/mine", { response: "Owner" }),
    pets: get("/pets", { response: list("Pet") }),
    remove: { method: "DELETE", path: "/pets/{id}", response: "void" },
    create: { method: "POST", path: "/pets", request: "Owner", response: "Pet" },
    event: get("/event", { response: "Event" }),
    text: get("/text", { response: { type: "string" } }),
    anything: get("/anything", { response: "any" }),
    watch: get("/events", { streaming: true, response: "Event" }),
    lines: get("/lines", { streaming: true, stream_format: "ndjson", response: "Owner" }),
    marked: get("/marked", { streaming: true, stream: { sentinel: "END" }, response: "Owner" }),
    named: get("/named", { streaming: true, event_types: ["born", "sold"], response: "Event" }),
    wrapped: get("/wrapped", { response: "Owner", response_unwrap: "data.owner" }),
    short: get("/short", { response: "Short" }),
    shorts: get("/shorts", { streaming: true, response: "Short" }),
    raw: get("/raw", { streaming: true, stream_format: "bytes" }),
    train: { method: "POST", path: "/train", async: true, response: "Owner" },
    by_cursor: get("/by-cursor", {
      parameters: { cursor: "string" },
      response: "Page",
      pagination: { items: "$response.body#/pets", cursor: "cursor", next: "$response.body#/next" },
    }),
    by_offset: get("/by-offset", {
      parameters: { offset: { type: "integer", default: 0 } },
      response: "Page",
      pagination: { items: "$response.body#/pets", offset: "offset", total: "$response.body#/total" },
    }),
    by_number: get("/by-number", {
      parameters: { page: { type: "integer", default: 1 } },
      response: "Page",
      pagination: { items: "$response.body#/pets", page: "page", more: "$response.body#/more" },
    }),
    by_length: get("/by-length", {
      parameters: { offset: { type: "integer", default: 0 } },
      response: list("Owner"),
      pagination: { items: "$response.body", offset: "offset" },
    }),
  },
}

interface Zoo {
  readonly call: (name: string, input: object, mock?: MockOptions, client?: ClientOptions) => Promise<unknown>
  readonly items: (name: string, mock?: MockOptions) => Promise<readonly unknown[]>
}

const entry = `
  import api, { createClient } from "api"
  import { mock } from "pristine-runtime/mock"
  const clientOf = (options, more) => createClient({ transport: mock(api, options), validate: "strict", ...more })
  export const call = (name, input, options, more) => api[name](input, { client: clientOf(options, more) })
  export const items = async (name, options) => {
    const found = []
    const called = api[name]({}, { client: clientOf(options) })
    for await (const item of Symbol.asyncIterator in called ? called : await called) found.push(item)
    return found
  }
`
const zoo = async (options: BundleOptions = {}): Promise<Zoo> =>
  (await run(modelOf(manifest), entry, { mock: true, ...options })) as unknown as Zoo

describe("mock(api)", () => {
  it("answers what strict validation takes, whatever the seed", async () => {
    const { call } = await zoo()
    for (let seed = 0; seed < 50; seed += 1) {
      const options = { seed: String(seed) }
      for (const name of ["pet", "mine", "pets", "event", "anything", "create", "wrapped"]) {
        const input = name === "pet" ? { id: "7" } : name === "create" ? { name: "Bea" } : {}
        expect(await call(name, input, options), `${name} ${seed}`).toBeDefined()
      }
    }
  })

  it("answers the same request alike, and another seed otherwise", async () => {
    const { call } = await zoo()
    const [first, again, other, seeded] = await Promise.all([
      call("pet", { id: "7" }),
      call("pet", { id: "7" }),
      call("pet", { id: "8" }),
      call("pet", { id: "7" }, { seed: "b" }),
    ])
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(seeded).not.toEqual(first)
  })

  it("takes the manifest's examples", async () => {
    expect(await (await zoo()).call("mine", {})).toMatchObject({ name: "Ada" })
  })

  it("answers nothing where nothing is declared", async () => {
    expect(await (await zoo()).call("remove", { id: "7" })).toBeUndefined()
  })

  it.each(["watch", "lines", "marked", "named"])("streams three events and ends: %s", async (name) => {
    expect(await (await zoo()).items(name)).toHaveLength(3)
  })

  it("streams bytes", async () => {
    const [chunk] = await (await zoo()).items("raw")
    expect(chunk).toBeInstanceOf(Uint8Array)
  })

  it("has a future's result at the first poll", async () => {
    expect(await (await zoo()).call("train", {})).toMatchObject({ name: "Ada" })
  })

  it.each(
    ["by_cursor", "by_offset", "by_number", "by_length"].map((name) =>
      name.replace(/_(\w)/, (_, x: string) => x.toUpperCase()),
    ),
  )("ends after a page: %s", async (name) => {
    const { length } = await (await zoo()).items(name)
    expect(length).toBeGreaterThanOrEqual(name === "byLength" ? 0 : 1)
    expect(length).toBeLessThanOrEqual(2)
  })

  it.each([
    [404, { status: 404, body: { detail: expect.any(String) as string } }],
    [503, { status: 503, body: { detail: expect.any(String) as string } }],
  ])("answers with the declared error of the status %s", async (status, want) => {
    const { call } = await zoo()
    await expect(call("pet", { id: "7" }, { status: { pet: status } }, { retry: false })).rejects.toMatchObject(want)
  })

  it.each(["short", "shorts"])("says at the first call what cannot be mocked, and where: %s", async (name) => {
    await expect((await zoo()).call(name, {}, {}, { retry: false })).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining(
        `${name} cannot be mocked: Short.mail: No text of the format email of 0 to 5 characters. Give the type an example`,
      ) as string,
    })
  })

  it("says which statuses are declared", async () => {
    const { call } = await zoo()
    await expect(call("pet", { id: "7" }, { status: { pet: 418 } })).rejects.toMatchObject({ code: "config" })
  })

  it.each<[name: string, handler: NonNullable<MockOptions["handlers"]>[string], want: object]>([
    ["a value", { name: "Bo" }, { name: "Bo" }],
    [
      "a function of the request",
      ({ path, headers }) => ({ name: `${path["id"]} ${headers.has("accept")}` }),
      { name: "7 true" },
    ],
    ["a response", Response.json({ name: "Cy" }, { status: 200 }), { name: "Cy" }],
    ["nothing: the mock's own", () => undefined, { name: expect.any(String) as string }],
  ])("lets a handler answer with %s", async (_, handler, want) => {
    const { call } = await zoo()
    const options = { validate: "off" } as const
    expect(await call("pet", { id: "7" }, { handlers: { pet: handler } }, options)).toMatchObject(want)
  })

  it("gives a handler the body of the request", async () => {
    const { call } = await zoo()
    const seen: unknown[] = []
    const handlers = { create: ({ body }: { body: unknown }) => void seen.push(body) }
    await call("create", { name: "Bea" }, { handlers })
    expect(seen).toEqual([{ name: "Bea" }])
  })

  it("prefers what a path says to what it leaves open", async () => {
    expect(await (await zoo()).call("mine", {})).not.toHaveProperty("id")
  })

  it("names the operations when a handler is for none", async () => {
    const { call } = await zoo()
    expect(() => call("mine", {}, { handlers: { mien: {} } })).toThrow(/no operation "mien"; there are .*mine/)
  })

  it("says what to do where the build has no mocks", async () => {
    const { call } = await zoo({ mock: false })
    expect(() => call("mine", {})).toThrow(/mock: true/)
  })
})
