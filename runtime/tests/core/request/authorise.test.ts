import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, header, policy, rejection, spec, testService } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("credentials", () => {
  const keyed = (name: string, value: string): Auth => ({ apply: (target) => target.setHeader(name, value) })

  it("go over every other header", async () => {
    const { client, transport } = bench([ok], { auth: keyed("X-API-Key", "real") })
    await defineOperation(() => spec({ headers: () => [["x-api-key", "env"]] }))(
      {},
      { client, headers: { "X-Api-KEY": "mine" } },
    )
    expect(transport.requests[0]?.headers.filter(([name]) => name.toLowerCase() === "x-api-key")).toEqual([
      ["X-API-Key", "real"],
    ])
  })

  it("in query and cookie", async () => {
    const auth: Auth = {
      apply(target) {
        target.setQuery("key", "a b")
        target.setCookie("sid", "1")
      },
    }
    const { client, transport } = bench([ok], { auth, headers: { Cookie: "x=2" } })
    await defineOperation(() => spec({ query: () => [["q", 1]] }))({}, { client })
    expect(transport.requests[0]?.url).toBe("https://zoo.test/v1/pets/7?q=1&key=a%20b")
    expect(header(transport.requests[0], "cookie")).toBe("x=2; sid=1")
  })

  it("in a query, also where a hook has added a fragment", async () => {
    const auth: Auth = { apply: (target) => target.setQuery("key", "k") }
    const hooks = { onRequest: (request: { url: string }) => void (request.url += "#part") }
    const { client, transport } = bench([ok], { auth, hooks })
    await defineOperation(() => spec())({}, { client })
    expect(transport.requests[0]?.url).toBe("https://zoo.test/v1/pets/7?key=k")
  })

  it("run again for each attempt", async () => {
    let count = 0
    const auth: Auth = { apply: async (target) => target.setHeader("X-Key", String(await Promise.resolve(++count))) }
    const { client, clock, transport } = bench([{ status: 503 }, ok], { auth })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(100)
    await call
    expect(transport.requests.map((request) => header(request, "x-key"))).toEqual(["1", "2"])
  })

  it.each<[name: string, again: boolean | undefined, script: FakeStep[], requests: number, ok: boolean]>([
    ["renewed after a 401: one replay", true, [{ status: 401 }, ok], 2, true],
    ["not renewed: none", false, [{ status: 401 }], 1, false],
    ["refused twice: no loop", true, [{ status: 401 }, { status: 401 }], 2, false],
    ["cannot be renewed", undefined, [{ status: 401 }], 1, false],
  ])("%s", async (_, again, script, requests, success) => {
    const auth: Auth = {
      ...keyed("X-Key", "1"),
      ...(again !== undefined && { onUnauthorized: async () => Promise.resolve(again) }),
    }
    const { client, transport } = bench(script, { auth })
    expect(await defineOperation(() => spec()).safe({}, { client })).toMatchObject({ ok: success })
    expect(transport.requests).toHaveLength(requests)
  })

  it.each<[name: string, auth: ClientOptions["auth"], list: string | false | undefined, want: string | undefined]>([
    ["the manifest's default list", undefined, undefined, "manifest"],
    ["the client's in its place", keyed("X-Key", "client"), undefined, "client"],
    ["a list", [keyed("X-Key", "client")], undefined, "client"],
    ["another list of the manifest's stays", keyed("X-Key", "client"), "other", "other"],
    ["by name", { other: keyed("X-Key", "named") }, "other", "named"],
    ["none on the operation", keyed("X-Key", "client"), false, undefined],
    ["none on the client", false, undefined, undefined],
  ])("%s", async (_, auth, list, want) => {
    const service = testService({ auth: { default: [keyed("X-Key", "manifest")], other: [keyed("X-Key", "other")] } })
    const { client, transport } = bench([ok], auth === undefined ? {} : { auth }, service)
    await defineOperation(() => spec(list === undefined ? {} : { auth: list }))({}, { client })
    expect(header(transport.requests[0], "x-key")).toBe(want)
  })

  it("that cannot be read fail before anything is sent, and hang no longer than the attempt", async () => {
    const { client, transport } = bench([], { auth: { apply: () => Promise.reject(new Error("vault sealed")) } })
    expect(await rejection(defineOperation(() => spec())({}, { client }))).toMatchObject({
      code: "config",
      phase: "auth",
    })
    const hanging = bench([], { auth: { apply: () => new Promise(() => undefined) } })
    const failed = rejection(defineOperation(() => spec())({}, { client: hanging.client, timeout: 10 }))
    await hanging.clock.advance(10)
    expect(await failed).toMatchObject({ code: "timeout" })
    expect([...transport.requests, ...hanging.transport.requests]).toHaveLength(0)
  })
})
