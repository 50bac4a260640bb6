import { describe, expect } from "vitest"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { Hooks } from "../../../src/core/client/hooks.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import { it } from "../../test.ts"
import { bench, type Bench, header, policy, rejection } from "../fixture.ts"
import { get, hooked, key, post, retried, url } from "./hooks-fixture.ts"

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

  const elsewhere = "https://evil.test/v1/pets/7"
  it.for<[name: string, given: string, sent: boolean]>([
    ["R157 36 a header of the client", "X-Client", false],
    ["R157 36 a header of the call", "X-Call", false],
    ["R157 36 a header that the manifest calls a secret", "X-Pin", false],
    ["R157 36 a cookie of the operation", "Cookie", false],
    ["R157 36 a credential of the operation", "authorization", false],
    ["R157 36 a key of the operation", "X-API-Key", false],
    ["R157 36 another header of the operation", "X-Spec", true],
    ["R157 36 what the answer may be", "Accept", true],
  ])("%s and another origin", async ([, name, sent]) => {
    const operation = get({
      secrets: { names: ["x-pin"] },
      headers: () => ["X-Pin", "Cookie", "authorization", "X-API-Key", "X-Spec"].map((each) => [each, "sentinel"]),
    })
    const headers = { "X-Client": "sentinel" }
    const ask = async (onRequest: NonNullable<Hooks["onRequest"]>) => {
      const { client, transport } = hooked([{}], { onRequest }, { headers, auth: key })
      await operation({}, { client, headers: { "X-Call": "sentinel" } })
      return header(transport.requests[0], name)
    }
    const moved = await ask((request) => void (request.url = elsewhere))
    expect(moved !== undefined).toBe(sent)
    expect(await ask(() => undefined)).toBeDefined()
    const kept = await ask((request) => {
      request.url = elsewhere
      request.headers.set(name, request.headers.get(name) ?? "")
    })
    expect(kept).toBeDefined()
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
