import { AsyncLocalStorage } from "node:async_hooks"
import { describe, expect } from "vitest"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"
import { bench, header, rejection, testService } from "../fixture.ts"
import { get, hooked, recorder, retried } from "./hooks-fixture.ts"

describe("around the calls", () => {
  it("R157 65 the caller's asynchronous context reaches every hook of every attempt", async () => {
    const storage = new AsyncLocalStorage<string>()
    const seen: unknown[] = []
    const see = (): void => void seen.push(storage.getStore())
    const { client, clock } = hooked((_, index) => ({ status: index % 2 === 0 ? 503 : 400 }), {
      onRequest: see,
      onResponse: see,
      onRetry: see,
      onError: see,
    })
    const calls = ["a"].map((name) => storage.run(name, () => retried().safe({}, { client })))
    await clock.advance(1_000)
    await Promise.all(calls)
    expect(seen).toEqual(Array(6).fill("a"))
  })

  it("R157 66 hooks of calls at once keep to their calls", async () => {
    const { client, transport } = hooked(() => ({ body: 1 }), {
      onRequest: async (request, { operation }) => {
        await Promise.resolve()
        request.headers.set("X-Operation", operation)
      },
    })
    const ids = Array.from({ length: 50 }, (_, index) => `op${index}`)
    await Promise.all(ids.map((id) => get({ id })({}, { client })))
    expect(transport.requests.map((request) => header(request, "x-operation")).sort()).toEqual([...ids].sort())
  })

  it("R157 67 a hook may call through its own client", async () => {
    const token = get({ id: "token", path: () => "/token" })
    const { client, transport } = hooked(() => ({ body: 1 }), {
      async onRequest({ headers }, { operation, client: own }) {
        if (operation !== "token") headers.set("X-Token", String(await token({}, { client: own })))
      },
    })
    expect(await get()({}, { client })).toBe(1)
    expect(header(transport.requests[1], "x-token")).toBe("1")
  })

  it("R157 68 a client without hooks has none", () => {
    expect(bench([], {}, testService()).client.hooks).toBeUndefined()
  })

  it("R157 69 a breaker that refuses: no request, one error", async () => {
    const log: string[] = []
    const circuitBreaker = {
      enter: () => {
        throw new PristineError("circuit_open", "open")
      },
    }
    const { client } = hooked([], recorder(log), { circuitBreaker })
    await rejection(get()({}, { client }))
    expect(log).toEqual(["error get_pet 0 circuit_open"])
  })

  it("R157 70 an answer whose hook is interrupted goes back to the transport", async () => {
    const controller = new AbortController()
    const { client, transport } = hooked([{ body: 1 }], { onResponse: () => controller.abort("now") })
    expect(await rejection(get()({}, { client, signal: controller.signal }))).toBe("now")
    expect(transport.openBodies).toBe(0)
  })
})
