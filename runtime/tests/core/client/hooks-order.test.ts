import { describe, expect } from "vitest"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { Hooks } from "../../../src/core/client/hooks.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { policy, pollSpec, postSpec, rejection, rule, spec } from "../fixture.ts"
import { type Any, get, hooked, key, post, recorder, retried, url } from "./hooks-fixture.ts"

describe("when each hook runs", () => {
  it.for<[name: string, operation: Any, script: FakeStep[], want: string[]]>([
    ["R157 01 a success", get(), [{}], [`request 1 GET ${url}`, "response 1 200"]],
    ["R157 02 a failure", get(), [{ status: 404 }], [`request 1 GET ${url}`, "response 1 404", "error get_pet 1 http"]],
    [
      "R157 03 a retry",
      retried(),
      [{ status: 503 }, {}],
      [`request 1 GET ${url}`, "response 1 503", "retry 1 100 http", `request 2 GET ${url}`, "response 2 200"],
    ],
    [
      "R157 04 a broken connection has no response",
      retried(),
      [new PristineError("connection", "reset"), {}],
      [`request 1 GET ${url}`, "retry 1 100 connection", `request 2 GET ${url}`, "response 2 200"],
    ],
    [
      "R157 05 the last retry fails: one error for all",
      retried({ retry: [policy({ rules: [rule({ maxAttempts: 2 })] })] }),
      [{ status: 500 }, { status: 500 }],
      [
        `request 1 GET ${url}`,
        "response 1 500",
        "retry 1 100 http",
        `request 2 GET ${url}`,
        "response 2 500",
        "error get_pet 2 http",
      ],
    ],
    [
      "R157 06 an answer that cannot be read",
      get(),
      [{ body: "{", headers: { "content-type": "application/json" } }],
      [`request 1 GET ${url}`, "response 1 200", "error get_pet 1 decode"],
    ],
    [
      "R157 07 input that cannot be sent: nothing but the error",
      get({
        path: () => {
          throw new PristineError("input", "no")
        },
      }),
      [],
      ["error get_pet 0 input"],
    ],
    ["R157 08 a POST", post(), [{}], ["request 1 POST https://zoo.test/v1/pets", "response 1 200"]],
    [
      "R157 09 a POST that may have been carried out is not repeated",
      post({ retry: [policy()] }),
      [{ status: 500 }],
      ["request 1 POST https://zoo.test/v1/pets", "response 1 500", "error add_pet 1 http"],
    ],
  ])("%s", async ([, operation, script, want]) => {
    const log: string[] = []
    const { client, clock, transport } = hooked(script, recorder(log))
    const call = operation.safe({}, { client })
    await clock.advance(60_000)
    await call
    expect(log).toEqual(want)
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("R157 10 a refused credential is replaced: a second request, no retry", async () => {
    const log: string[] = []
    const renewed: Auth = { ...key, onUnauthorized: () => true }
    const { client } = hooked([{ status: 401 }, {}], recorder(log), { auth: renewed })
    await get()({}, { client })
    expect(log).toEqual([`request 1 GET ${url}`, "response 1 401", `request 2 GET ${url}`, "response 2 200"])
  })

  it("R157 11 every poll of a future is a call", async () => {
    const log: string[] = []
    const retrieve = postSpec({ id: "retrieve", path: () => "/retrieve" })
    const operation = defineFuture(() => ({ ...postSpec({ id: "train" }), poll: pollSpec(() => retrieve) }))
    const script = [{ body: { request_id: "q" } }, { body: { type: "try_again" } }, { body: 1 }]
    const { client, clock } = hooked(script, recorder(log))
    const result = operation({}, { client })
    await clock.advance(1_000)
    expect(await result).toBe(1)
    expect(log.map((line) => line.split("/").at(-1))).toEqual([
      "pets",
      "response 1 200",
      "retrieve",
      "response 1 200",
      "retrieve",
      "response 1 200",
    ])
  })

  it("R157 12 every page is a call", async () => {
    const log: string[] = []
    const page = {
      items: () => [1],
      next: (input: { n?: number }) => (input.n === 2 ? undefined : { n: (input.n ?? 0) + 1 }),
    }
    const pages = definePages<{ n?: number }>(() => ({ ...spec(), page }))
    const { client } = hooked(() => ({ body: {} }), recorder(log))
    for await (const item of pages({}, { client })) expect(item).toBe(1)
    expect(log).toHaveLength(6)
  })

  it("R157 13 a stream has its head; what breaks later is its reader's", async () => {
    const log: string[] = []
    const operation = defineStream(() => ({
      ...spec({ success: [{ status: 200, readers: [] }] }),
      framing: sse,
      event: {},
    }))
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new TextEncoder().encode("data: 1\n\n"))
      throw new PristineError("connection", "cut")
    }
    const { client } = hooked([{ headers: { "content-type": "text/event-stream" }, body: broken() }], recorder(log))
    const stream = await operation({}, { client })
    await rejection(
      (async () => {
        for await (const _ of stream);
      })(),
    )
    expect(log).toEqual([`request 1 GET ${url}`, "response 1 200"])
  })

  it("R157 14 a list runs in its order, everywhere", async () => {
    const log: string[] = []
    const { client, clock } = hooked([{ status: 503 }, { status: 400 }], [recorder(log, "a "), recorder(log, "b ")])
    const call = retried().safe({}, { client })
    await clock.advance(1_000)
    await call
    expect(log.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(
      ["request", "response", "retry", "request", "response", "error"].flatMap((kind) => [`a ${kind}`, `b ${kind}`]),
    )
  })

  it.for<[name: string, hooks: ClientOptions["hooks"]]>([
    ["R157 15 an empty list", []],
    ["R157 16 no member", {}],
    ["R157 17 a list without members", [{}, {}]],
  ])("%s changes nothing", async ([, hooks]) => {
    const { client, transport } = hooked([{ body: 1 }], hooks)
    expect(await get()({}, { client })).toBe(1)
    expect(transport.requests).toHaveLength(1)
  })

  it("R157 18 hooks may be methods of a class", async () => {
    class Counting implements Hooks {
      #count = 0
      get count(): number {
        return this.#count
      }
      onRequest(): void {
        this.#count += 1
      }
    }
    const counting = new Counting()
    const { client } = hooked([{}], counting)
    await get()({}, { client })
    expect(counting.count).toBe(1)
  })

  it("R157 19 asynchronous hooks are waited for, one after the other", async ({ clock }) => {
    const log: string[] = []
    const slow = (name: string): Hooks => ({
      onRequest: async () => {
        log.push(`${name} begins`)
        await new Promise<void>((resolve) => clock.schedule(10, resolve))
        log.push(`${name} ends`)
      },
    })
    const { client } = hooked([() => (log.push("sent"), {})], [slow("a"), slow("b")])
    const call = get()({}, { client })
    await clock.advance(20)
    await call
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "sent"])
  })

  it("R157 20 telemetry off for an operation leaves its hooks on", async () => {
    const log: string[] = []
    const { client } = hooked([{}], recorder(log))
    await get({ telemetry: false })({}, { client })
    expect(log).toHaveLength(2)
  })

  it("R157 21 a call that a caller's signal forbids from the start never begins", async () => {
    const log: string[] = []
    const { client } = hooked([], recorder(log))
    expect(await rejection(get()({}, { client, signal: AbortSignal.abort("no") }))).toBe("no")
    expect(log).toEqual([])
  })

  it("R157 22 building a request runs none", async () => {
    const log: string[] = []
    const { client } = hooked([], recorder(log))
    await get().request({}, { client })
    expect(log).toEqual([])
  })
})
