import { AsyncLocalStorage } from "node:async_hooks"
import { describe, expect } from "vitest"
import type { ClientOptions } from "../../src/core/client.ts"
import { defineFuture } from "../../src/core/define-future.ts"
import { defineOperation } from "../../src/core/define-operation.ts"
import { definePages } from "../../src/core/define-pages.ts"
import { defineStream } from "../../src/core/define-stream.ts"
import type { Hooks } from "../../src/core/hooks.ts"
import type { Operation } from "../../src/core/operation.ts"
import { sse } from "../../src/adapters/streaming/sse.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import type { Auth } from "../../src/ports/auth.ts"
import type { FakeResponder, FakeStep } from "../../src/testing/fake-transport.ts"
import { test as it } from "../test.ts"
import {
  bench,
  type Bench,
  header,
  policy,
  pollSpec,
  postSpec,
  rejection,
  rule,
  spec,
  type SpecOver,
  testService,
} from "./fixture.ts"

type Any = Operation<unknown, unknown>

const get = (over: SpecOver = {}): Any => defineOperation(() => spec(over))
const post = (over: SpecOver = {}): Any => defineOperation(() => postSpec(over))
const retried = (over: SpecOver = {}): Any => get({ retry: [policy()], ...over })

/** A hook of every kind that writes down what it is told of. */
function recorder(log: string[], name = ""): Hooks {
  return {
    onRequest: ({ method, url }, { attempt }) => void log.push(`${name}request ${attempt} ${method} ${url}`),
    onResponse: ({ status }, { attempt }) => void log.push(`${name}response ${attempt} ${status}`),
    onRetry: ({ delayMs, error }, { attempt }) =>
      void log.push(`${name}retry ${attempt} ${delayMs} ${(error as PristineError).code}`),
    onError: (error, { operation, attempt }) =>
      void log.push(`${name}error ${operation} ${attempt} ${(error as PristineError).code}`),
  }
}

const url = "https://zoo.test/v1/pets/7"

function hooked(
  script: readonly FakeStep[] | FakeResponder | undefined,
  hooks: ClientOptions["hooks"],
  options: ClientOptions = {},
): Bench {
  return bench(script, { ...(hooks && { hooks }), ...options })
}

const key: Auth = { apply: (target) => target.setHeader("X-Key", "secret") }

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

describe("what onRequest may change", () => {
  const change = async (
    onRequest: NonNullable<Hooks["onRequest"]>,
    operation = post(),
    options: ClientOptions = {},
  ): Promise<Bench> => {
    const made = hooked([{}, {}], { onRequest }, options)
    await operation({ name: "Mia" }, { client: made.client })
    return made
  }

  it.for<[name: string, change: NonNullable<Hooks["onRequest"]>, want: object]>([
    ["R157 23 a header is added", ({ headers }) => headers.set("X-New", "1"), { "x-new": "1" }],
    ["R157 24 a header is replaced", ({ headers }) => headers.set("user-agent", "me"), { "User-Agent": "me" }],
    ["R157 25 a header is taken out", ({ headers }) => headers.delete("User-Agent"), { "User-Agent": undefined }],
    [
      "R157 26 what it leaves alone keeps its name as written",
      ({ headers }) => headers.set("content-type", "text/plain"),
      { "Content-Type": "text/plain", Accept: "application/json" },
    ],
  ])("%s", async ([, onRequest, want]) => {
    const { transport } = await change(onRequest)
    const sent = Object.fromEntries(transport.requests[0]?.headers ?? [])
    expect(Object.fromEntries(Object.keys(want).map((name) => [name, sent[name]]))).toEqual(want)
  })

  it.for<[name: string, change: NonNullable<Hooks["onRequest"]>, want: (sent: string[][]) => string[][]]>([
    ["R157 26 nothing", () => undefined, (sent) => sent],
    ["R157 26 another header", ({ headers }) => headers.set("A-New", "1"), (sent) => [...sent, ["a-new", "1"]]],
    [
      "R157 26 one less",
      ({ headers }) => headers.delete("user-agent"),
      (sent) => sent.filter(([name]) => name !== "User-Agent"),
    ],
  ])("%s: the other headers stay in their order, repeated ones too", async ([, onRequest, want]) => {
    const operation = post({
      headers: () => [
        ["X-Z", 1],
        ["X-A", 2],
        ["X-Z", 3],
      ],
    })
    const plain = bench([{}])
    await operation({ name: "Mia" }, { client: plain.client })
    const { transport } = await change(onRequest, operation)
    expect(transport.requests[0]?.headers).toEqual(
      want((plain.transport.requests[0]?.headers ?? []).map((pair) => [...pair])),
    )
  })

  it("R157 27 the URL", async () => {
    const { transport } = await change((request) => void (request.url += "?sig=1"))
    expect(transport.requests[0]?.url).toBe("https://zoo.test/v1/pets?sig=1")
  })

  it.for<[name: string, body: string | Uint8Array | undefined]>([
    ["R157 28 the body as text", "other"],
    ["R157 29 the body as bytes", new Uint8Array([1])],
    ["R157 30 the body, gone", undefined],
  ])("%s", async ([, body]) => {
    const { transport } = await change((request) => void (request.body = body))
    expect(transport.requests[0]?.body).toBe(body)
  })

  it("R157 31 sees the body, the idempotency key and headers of all layers, but no credential", async () => {
    let seen: unknown
    await change(
      ({ body, headers }) => {
        seen = { body, names: [...headers.keys()], call: headers.get("x-client") }
      },
      post({ idempotencyHeader: "Idempotency-Key", headers: () => [["X-Spec", 1]] }),
      { headers: { "X-Client": "c" }, auth: key },
    )
    expect(seen).toEqual({
      body: '{"name":"Mia"}',
      names: ["accept", "content-type", "idempotency-key", "user-agent", "x-client", "x-spec"],
      call: "c",
    })
  })

  it("R157 32 credentials come after it, over what it set", async () => {
    const { transport } = await change(({ headers }) => headers.set("x-key", "mine"), get(), { auth: key })
    expect(transport.requests[0]?.headers.filter(([name]) => /^x-key$/i.test(name))).toEqual([["X-Key", "secret"]])
  })

  it("R157 33 a credential in the query joins the changed URL", async () => {
    const auth: Auth = { apply: (target) => target.setQuery("key", "a b") }
    const { transport } = await change((request) => void (request.url += "?x=1"), get(), { auth })
    expect(transport.requests[0]?.url).toBe(`${url}?x=1&key=a%20b`)
  })

  it("R157 33 a credential in the query comes over what the hook put there", async () => {
    const auth: Auth = { apply: (target) => target.setQuery("key", "secret") }
    const { transport } = await change((request) => void (request.url += "?key=mine&x=1&%6bey"), get(), { auth })
    expect(transport.requests[0]?.url).toBe(`${url}?x=1&key=secret`)
  })

  it.for([
    ["R157 34 another host", "https://evil.test/v1/pets/7"],
    ["R157 35 another port", "https://zoo.test:444/v1/pets/7"],
    ["R157 36 without TLS", "http://zoo.test/v1/pets/7"],
  ] as const)("%s gets no credentials", async ([, other]) => {
    const { transport } = await change((request) => void (request.url = other), get(), { auth: key })
    expect([transport.requests[0]?.url, header(transport.requests[0], "x-key")]).toEqual([other, undefined])
  })

  it("R157 37 another path of the same origin keeps them", async () => {
    const { transport } = await change((request) => void (request.url = "https://zoo.test/v2"), get(), { auth: key })
    expect(header(transport.requests[0], "x-key")).toBe("secret")
  })

  it.for<[name: string, change: NonNullable<Hooks["onRequest"]>]>([
    ["R157 38 no URL", (request) => void (request.url = "/v1")],
    ["R157 39 a header that frames", ({ headers }) => headers.set("Content-Length", "0")],
    ["R157 40 the host", ({ headers }) => headers.set("host", "evil.test")],
  ])("%s is refused before anything is sent", async ([, onRequest]) => {
    const { client, transport } = hooked([{}], { onRequest })
    expect(await rejection(get()({}, { client }))).toMatchObject({ code: "input", operation: "get_pet" })
    expect(transport.requests).toHaveLength(0)
  })

  it("R157 41 a header that no platform takes is refused without being quoted", async () => {
    const { client } = hooked([{}], { onRequest: () => undefined }, { headers: { "X-A": "sentinel\r\nX: y" } })
    const error = (await rejection(get()({}, { client }))) as PristineError
    expect([error.code, String(error.cause), error.message]).toEqual([
      "input",
      "undefined",
      expect.not.stringContaining("sentinel"),
    ])
  })

  it("R157 42 changes hold for one attempt: the next one starts anew", async () => {
    const seen: unknown[] = []
    const { client, clock, transport } = hooked([{ status: 503 }, { status: 503 }, {}], {
      onRequest(request, { attempt }) {
        seen.push([request.url, request.headers.get("x-n"), request.body])
        request.url += `?n=${attempt}`
        request.headers.set("X-N", String(attempt))
        request.body = `body ${attempt}`
      },
    })
    const call = post({ retry: [policy()], idempotencyHeader: "K" })({}, { client })
    await clock.advance(1_000)
    await call
    expect(seen).toEqual(Array(3).fill(["https://zoo.test/v1/pets", null, "{}"]))
    expect(transport.requests.map((request) => [request.url.slice(-4), header(request, "x-n"), request.body])).toEqual([
      ["?n=1", "1", "body 1"],
      ["?n=2", "2", "body 2"],
      ["?n=3", "3", "body 3"],
    ])
    expect(new Set(transport.requests.map((request) => header(request, "K"))).size).toBe(1)
  })

  it("R157 71 what is written into the bytes of a body stays in its attempt", async () => {
    const bytes = { accept: "application/octet-stream", contentType: "application/octet-stream", read: () => 1 }
    const body = { encode: () => 0, writer: { ...bytes, write: () => Buffer.from([1, 2]) } }
    const { client, clock, transport } = hooked([{ status: 503 }, {}], {
      onRequest: ({ body: sent }) => (sent as Uint8Array).set([9]),
    })
    const call = post({ body, retry: [policy()], idempotencyHeader: "K" })({}, { client })
    await clock.advance(1_000)
    await call
    expect(transport.requests.map((request) => [...(request.body as Uint8Array)])).toEqual([
      [9, 2],
      [9, 2],
    ])
  })

  it("R157 43 a signature is made anew for every attempt", async () => {
    const { client, clock, transport } = hooked([{ status: 503 }, {}], {
      onRequest: ({ headers }, { client: own }) => headers.set("X-Date", String(own.clock.now())),
    })
    const call = retried()({}, { client })
    await clock.advance(1_000)
    await call
    expect(transport.requests.map((request) => header(request, "x-date"))).toEqual(["0", "100"])
  })

  it("R157 44 of a list, each sees what the one before it made", async () => {
    const add: Hooks = { onRequest: ({ headers }) => headers.append("X-Trail", "a") }
    const { client, transport } = hooked([{}], [add, add])
    await get()({}, { client })
    expect(header(transport.requests[0], "x-trail")).toBe("a, a")
  })

  it("R157 45 the answer's headers are a copy", async () => {
    const { client } = hooked([{ body: 1 }], { onResponse: ({ headers }) => headers.set("content-type", "text/x") })
    expect((await get().raw({}, { client })).headers.get("content-type")).toBe("application/json")
  })
})

describe("hooks that fail", () => {
  const failure = new Error("of the hook")
  const fail = (): never => {
    throw failure
  }
  const failLater = async (): Promise<never> => {
    await Promise.resolve()
    throw failure
  }

  it.for<[name: string, hooks: Hooks, script: FakeStep[], requests: number]>([
    ["R157 46 onRequest", { onRequest: fail }, [], 0],
    ["R157 47 onRequest, later", { onRequest: failLater }, [], 0],
    ["R157 48 onResponse", { onResponse: fail }, [{ body: 1 }], 1],
    ["R157 49 onResponse, later", { onResponse: failLater }, [{ status: 503 }], 1],
    ["R157 50 onRetry", { onRetry: fail }, [{ status: 503 }], 1],
    ["R157 51 onRetry, later", { onRetry: failLater }, [{ status: 503 }], 1],
    ["R157 52 onError", { onError: fail }, [{ status: 404 }], 1],
    ["R157 53 onError, later", { onError: failLater }, [{ status: 404 }], 1],
  ])("%s: the call rejects with that error, once, and lets go of everything", async ([, hooks, script, requests]) => {
    const limit = { name: "one", concurrency: 1 }
    const { client, clock, transport } = hooked(script, hooks)
    const controller = new AbortController()
    const operation = retried({ rateLimit: limit })
    expect(await rejection(operation({}, { client, signal: controller.signal }))).toBe(failure)
    expect([transport.requests.length, transport.openBodies, clock.pending]).toEqual([requests, 0, 0])
    const release = await client.rateLimit(limit).acquire(1, controller.signal)
    release()
  })

  it("R157 54 the hooks after one that failed do not run, and onError is told", async () => {
    const log: string[] = []
    const told: unknown[] = []
    const { client } = hooked([], [{ onRequest: fail, onError: (error) => void told.push(error) }, recorder(log)])
    await rejection(get()({}, { client }))
    expect([told, log]).toEqual([[failure], ["error get_pet 0 undefined"]])
  })

  it("R157 55 what onError throws after an abort goes to onWarning", async () => {
    const warnings: unknown[] = []
    const controller = new AbortController()
    const { client, transport } = hooked(undefined, { onError: failLater }, { onWarning: (one) => warnings.push(one) })
    const call = rejection(get()({}, { client, signal: controller.signal }))
    await transport.next()
    controller.abort("enough")
    expect(await call).toBe("enough")
    expect(warnings).toEqual([expect.objectContaining({ code: "config", cause: failure })])
  })
})

describe("hooks that hang", () => {
  const hang = (): Promise<never> => new Promise(() => undefined)

  it.for<[name: string, hooks: Hooks, script: FakeStep[]]>([
    ["R157 56 onRequest", { onRequest: hang }, []],
    ["R157 57 onResponse", { onResponse: hang }, [{ body: 1 }]],
    ["R157 58 onRetry", { onRetry: hang }, [{ status: 503 }]],
    ["R157 59 onError", { onError: hang }, [{ status: 404 }]],
  ])("%s: the caller's abort ends it", async ([, hooks, script]) => {
    const controller = new AbortController()
    const { client, clock, transport } = hooked(script, hooks)
    const call = rejection(retried()({}, { client, signal: controller.signal }))
    await clock.advance(0)
    controller.abort("enough")
    expect(await call).toBe("enough")
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it.for<[name: string, hooks: Hooks, script: FakeStep[], phase: string, at: number]>([
    ["R157 60 onRequest: the attempt's limit", { onRequest: hang }, [], "attempt", 50],
    ["R157 61 onResponse: the attempt's limit", { onResponse: hang }, [{ body: 1 }], "attempt", 50],
    ["R157 62 onRetry: the total", { onRetry: hang }, [{ status: 503 }], "total", 200],
    ["R157 63 onError: the total", { onError: hang }, [{ status: 404 }], "total", 200],
  ])("%s ends it", async ([, hooks, script, phase, at]) => {
    const { client, clock, transport } = hooked(script, hooks)
    const once = get({ retry: [policy({ rules: [rule({ retryOn: [503] })] })] })
    const call = rejection(once({}, { client, timeout: { attemptMs: 50, totalMs: 200 } }))
    await clock.advance(at)
    expect(await call).toMatchObject({ code: "timeout", phase, operation: "get_pet" })
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("R157 64 the signal that a hook is given tells it", async () => {
    const signals: AbortSignal[] = []
    const onRequest: Hooks["onRequest"] = (_, { signal }) => (signals.push(signal), hang())
    const { client, clock } = hooked([], { onRequest })
    const call = rejection(retried()({}, { client, timeout: { attemptMs: 50, totalMs: 180 } }))
    await clock.advance(180)
    expect(await call).toMatchObject({ code: "timeout" })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })
})

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
