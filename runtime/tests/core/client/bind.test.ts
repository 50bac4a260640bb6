import { describe, expect } from "vitest"
import { bind } from "../../../src/core/client/bind.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { it } from "../../test.ts"
import { bench, pollSpec, postSpec, rejection, schemaOf, spec, testService } from "../fixture.ts"
import * as zoo from "../zoo-fixture.ts"

const answer = { body: 1 }

describe("bind", () => {
  it("a module: operations, resources within it, and nothing else changed", async () => {
    const { client, transport } = bench([answer, answer, answer])
    const api = bind(zoo, client)
    expect(await api.health()).toBe(1)
    expect(await api.pets.get({ petId: 7 })).toBe(1)
    expect(await api.pets.toys.list()).toBe(1)
    expect(transport.requests.map(({ url }) => url.slice(16))).toEqual(["/v1/pets/7", "/v1/pets/7", "/v1/pets/7"])
    expect([api.limit, api.PetSchema, api.helper, api.missing]).toEqual([
      zoo.limit,
      zoo.PetSchema,
      zoo.helper,
      undefined,
    ])
    expect(Object.keys(api).sort()).toEqual(Object.keys(zoo).sort())
  })

  it("gives the same operation each time, and lets nobody change it", () => {
    const { client } = bench([])
    const api = bind(zoo, client)
    expect(api.pets.get).toBe(api.pets.get)
    expect([Object.isFrozen(api), Object.isFrozen(api.pets)]).toEqual([true, true])
  })

  it("is no promise, even of a group with such a member", async () => {
    const { client } = bench([])
    const bound = bind({ then: () => undefined, get: defineOperation(() => spec()) }, client)
    expect("then" in bound).toBe(false)
    expect(await Promise.resolve(bound)).toBe(bound)
  })

  it("one operation with all its members, again and again; a call's client wins", async () => {
    const [one, two] = [bench([answer, answer, answer]), bench([answer])]
    const get = bind(
      defineOperation(() => spec()),
      one.client,
    )
    expect(await get()).toBe(1)
    expect((await get.raw()).status).toBe(200)
    expect(await get.safe()).toEqual({ ok: true, data: 1 })
    expect((await get.request()).url).toBe("https://zoo.test/v1/pets/7")
    expect(get.key({ a: 1 })).toEqual(["get_pet", '{"a":1}'])
    await get({}, { client: two.client })
    expect([one.transport.requests.length, two.transport.requests.length]).toEqual([3, 1])
    await bind(get, bench([answer]).client)()
    expect(one.transport.requests).toHaveLength(3)
  })

  it("every kind of operation", async () => {
    const events = { headers: { "content-type": "text/event-stream" }, body: "data: 1\n\n" }
    const { client } = bench([events, answer, { body: [1, 2] }])
    const stream = bind(
      defineStream(() => ({ ...spec(), framing: sse, event: {} })),
      client,
    )
    for await (const event of await stream()) expect(event).toBe(1)
    const future = bind(
      defineFuture(() => ({ ...postSpec(), poll: pollSpec(() => spec(), { input: () => undefined }) })),
      client,
    )
    expect(await future()).toBe(1)
    const page = { items: ({ body }: { body: unknown }) => body as number[], next: () => undefined }
    const pages = bind(
      definePages(() => ({ ...spec(), page })),
      client,
    )
    expect(await pages()).toEqual([1, 2])
  })
})

describe("an operation", () => {
  it("is built on its first call, once", async () => {
    let built = 0
    const { client } = bench([answer, answer])
    const get = defineOperation(() => {
      built += 1
      return spec()
    })
    expect(built).toBe(0)
    await get({}, { client })
    await get({}, { client })
    expect(built).toBe(1)
  })

  it.each<[name: string, call: (operation: ReturnType<typeof defineOperation>) => Promise<unknown>]>([
    ["a call", (operation) => operation({})],
    ["raw", (operation) => operation.raw({})],
    ["request", (operation) => operation.request({})],
  ])("%s rejects, and does not throw, when it cannot be set up", async (_, call) => {
    const operation = defineOperation(() => spec({ service: testService({ baseUrl: () => undefined }) }))
    expect(await rejection(call(operation))).toMatchObject({ code: "config" })
  })

  it("safe of one that cannot be set up is data", async () => {
    expect(
      await defineOperation(() => spec({ service: testService({ baseUrl: () => undefined }) })).safe(),
    ).toMatchObject({
      ok: false,
      error: { code: "config" },
    })
  })

  it("key validates nothing and sends nothing", () => {
    expect(defineOperation(() => spec({ input: schemaOf(() => false) })).key()).toEqual(["get_pet", "{}"])
  })
})
