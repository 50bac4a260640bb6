import { describe, expect } from "vitest"
import { apiKey } from "../../../src/adapters/auth/api-key.ts"
import { basic } from "../../../src/adapters/auth/basic.ts"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { clientCredentials } from "../../../src/adapters/auth/oauth/client-credentials.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { OperationSpec } from "../../../src/core/operation/operation-spec.ts"
import type { Auth, Token, TokenSource } from "../../../src/ports/auth.ts"
import type { TransportRequest } from "../../../src/ports/transport.ts"
import { fakeTransport, type FakeAnswer, type FakeStep } from "../../../src/testing/fake-transport.ts"
import { bench, policy, postSpec, spec, type SpecOver, testService } from "../../core/fixture.ts"
import { it } from "../../test.ts"
import { failureOf, shown } from "./source-context.ts"

const ok: FakeAnswer = { body: { id: 7 } }
const unauthorised: FakeAnswer = { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } }

const headerOf = (request: TransportRequest | undefined, name: string): string | undefined =>
  request?.headers.find(([other]) => other.toLowerCase() === name)?.[1]

/** A source that counts: `t1`, `t2`… each forgotten when it is refused. */
function counting(): TokenSource & { readonly asked: () => number } {
  let count = 0
  const source: TokenSource = {
    token: async () => Promise.resolve({ value: `t${++count}` }),
    invalidate: () => undefined,
  }
  return { ...source, asked: () => count }
}

function run(operation: OperationSpec, options: CallOptions): Promise<unknown> {
  return defineOperation<object>(() => operation)({}, options)
}

function call(script: readonly FakeStep[], options: ClientOptions, over: SpecOver = {}, given: CallOptions = {}) {
  // prettier-ignore
  const made = bench(script, options)
  const result = run(spec(over), { client: made.client, ...given })
  return { ...made, result }
}

describe("N133 a refused token", () => {
  it("N133 is replaced once, and the call tried once more", async () => {
    const { result, transport } = call([unauthorised, ok], { auth: bearer({ source: keepFresh(counting) }) })
    expect(await result).toEqual({ id: 7 })
    expect(transport.requests.map((request) => headerOf(request, "authorization"))).toEqual(["Bearer t1", "Bearer t2"])
  })

  it.each<[name: string, script: FakeStep[], auth: Auth, over: SpecOver, sent: number]>([
    ["never loops", [unauthorised, unauthorised, ok], bearer({ source: keepFresh(counting) }), {}, 2],
    [
      "never loops under a policy that retries 401s",
      [unauthorised, unauthorised, ok],
      bearer({ source: keepFresh(counting) }),
      { retry: [policy()] },
      2,
    ],
    [
      "is not replaced where the source cannot forget",
      [unauthorised, ok],
      bearer({ token: () => ({ value: "t" }) }),
      {},
      1,
    ],
    ["is not replaced where it is a text", [unauthorised, ok], bearer("t"), {}, 1],
    ["is not replaced where it is in the environment", [unauthorised, ok], bearer({ env: "KEY" }), {}, 1],
    ["is not replaced where it is a password", [unauthorised, ok], basic({ username: "u", password: "p" }), {}, 1],
    ["is not replaced after a 403", [{ status: 403 }, ok], bearer({ source: keepFresh(counting) }), {}, 1],
    ["is not replaced after a 407", [{ status: 407 }, ok], bearer({ source: keepFresh(counting) }), {}, 1],
    ["is not replaced after a 419", [{ status: 419 }, ok], bearer({ source: keepFresh(counting) }), {}, 1],
    [
      "is replaced without a challenge, too",
      [{ status: 401 }, { status: 401 }],
      bearer({ source: keepFresh(counting) }),
      {},
      2,
    ],
  ])("N133 %s", async (_, script, auth, over, sent) => {
    const { result, transport } = call(script, { auth, env: () => "k" }, over)
    const error = await failureOf(result)
    expect([error.code, transport.requests.length, transport.openBodies]).toEqual(["http", sent, 0])
  })

  it("N133 is not replaced for a body that cannot be sent twice", async () => {
    const source = counting()
    async function* body() {
      yield await Promise.resolve(new Uint8Array([1]))
    }
    const once = { write: body, contentType: "application/octet-stream", accept: "*/*" }
    const { client, transport } = bench([unauthorised, ok], { auth: bearer({ source: keepFresh(() => source) }) })
    const streamed = postSpec({ body: { encode: () => 1, writer: once } })
    const error = await failureOf(run(streamed, { client }))
    expect([error.status, transport.requests.length, source.asked()]).toEqual([401, 1, 1])
  })

  it("N133 does not take a newer token with it", async () => {
    const source = counting()
    const { client, transport } = bench(undefined, { auth: bearer({ source: keepFresh(() => source) }) })
    const once = () => run(spec(), { client })
    const [first, second] = [once(), once()]
    const [one, two] = [await transport.next(), await transport.next()]
    one.respond(unauthorised)
    ;(await transport.next()).respond(ok)
    await first
    // The second call's 401 is about the old token, which has gone already.
    two.respond(unauthorised)
    ;(await transport.next()).respond(ok)
    await second
    expect([source.asked(), headerOf(transport.requests.at(-1), "authorization")]).toEqual([2, "Bearer t2"])
  })

  it("N133 is a new one in a later attempt of the same call", async () => {
    const values = ["t1", "t2"]
    const auth = bearer(() => values.shift() ?? "none")
    const { result, transport, clock } = call([{ status: 503 }, ok], { auth }, { retry: [policy()] })
    await clock.runNext()
    await result
    expect(transport.requests.map((request) => headerOf(request, "authorization"))).toEqual(["Bearer t1", "Bearer t2"])
  })
})

const server = { issuer: "https://as.test", tokenEndpoint: "https://as.test/token" }
const oauth = { server, clientId: "cli", clientSecret: "SENTINEL" }
const isToken = ({ url }: TransportRequest): boolean => url.startsWith("https://as.test")

/** A service and an authorization server behind one transport. */
function behindOne(token: (index: number) => FakeAnswer | undefined) {
  let count = 0
  return fakeTransport((request) => (isToken(request) ? token(++count) : ok))
}

describe("N131 OAuth through a client", () => {
  const grant = (index: number): FakeAnswer => ({
    body: { access_token: `t${index}`, token_type: "Bearer", expires_in: 3600 },
  })

  it("N131 1,000 calls at the token's end make one token request", async () => {
    const transport = behindOne(grant)
    const { client, clock } = bench([], { transport, auth: bearer({ source: clientCredentials(oauth) }) })
    const once = () => run(spec(), { client })
    await once()
    await clock.advance(3_600_000)
    await Promise.all(Array.from({ length: 1000 }, once))
    const api = transport.requests.filter((request) => !isToken(request))
    expect(transport.requests.length - api.length).toBe(2)
    expect(new Set(api.slice(1).map((request) => headerOf(request, "authorization")))).toEqual(new Set(["Bearer t2"]))
  })

  it("N131 a failure is shared, and the next call tries again", async () => {
    const transport = behindOne((index) => (index === 1 ? { status: 503 } : grant(index)))
    const { client } = bench([], { transport, auth: bearer({ source: clientCredentials(oauth) }) })
    const once = () => run(spec(), { client })
    const errors = await Promise.all(Array.from({ length: 100 }, () => failureOf(once())))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["auth"]))
    expect(transport.requests).toHaveLength(1)
    await once()
    expect(transport.requests).toHaveLength(3)
  })

  it.each<[name: string, one: object, other: object, requests: number]>([
    ["share a token: the same issuer, client and scope", { scope: "a b" }, { scope: ["a", "b"] }, 1],
    ["have their own: another scope", { scope: "a" }, { scope: "b" }, 2],
    ["have their own: another client", { clientId: "a" }, { clientId: "b" }, 2],
    ["have their own: another issuer", {}, { server: { ...server, issuer: "https://other.test" } }, 2],
    ["have their own: another endpoint", {}, { server: { ...server, tokenEndpoint: "https://as.test/t2" } }, 2],
    ["have their own: another audience", { parameters: { audience: "a" } }, { parameters: { audience: "b" } }, 2],
  ])("N131 two schemes of a client %s", async (_, one, other, requests) => {
    const transport = behindOne(grant)
    const [first, second] = [{ ...oauth, ...one }, { ...oauth, ...other }].map((o) => bearer({ source: clientCredentials(o) })) // prettier-ignore
    const { client } = bench([], { transport, auth: { default: first ?? [], admin: second ?? [] } })
    await Promise.all([spec(), spec({ auth: "admin" })].map((each) => run(each, { client })))
    expect(transport.requests.filter(isToken)).toHaveLength(requests)
  })

  it("N131 two clients share nothing, and one that hangs blocks no other", async () => {
    const auth = bearer({ source: clientCredentials(oauth) })
    const hanging = bench([], { transport: behindOne(() => undefined), auth })
    const good = bench([], { transport: behindOne(grant), auth })
    const controller = new AbortController()
    const stuck = run(spec(), { client: hanging.client, signal: controller.signal })
    await run(spec(), { client: good.client })
    controller.abort(new Error("enough"))
    await expect(stuck).rejects.toThrow("enough")
    expect(hanging.clock.pending).toBe(0)
  })

  it("N133 a refused token is replaced by one token request, however many calls were refused", async () => {
    let tokens = 0
    const transport = fakeTransport((request) => {
      if (isToken(request)) return grant(++tokens)
      return headerOf(request, "authorization") === "Bearer t1" ? unauthorised : ok
    })
    const { client } = bench([], { transport, auth: bearer({ source: clientCredentials(oauth) }) })
    await Promise.all(Array.from({ length: 100 }, () => run(spec(), { client })))
    expect([tokens, transport.openBodies]).toEqual([2, 0])
  })

  it.each<[name: string, answer: FakeAnswer]>([
    ["a refusal", { status: 400, body: { error: "invalid_grant", error_description: "SENTINEL" } }],
    ["a page", { status: 200, body: "<html>SENTINEL" }],
  ])("N134 a call fails without a secret when no token is given: %s", async (_, answer) => {
    const transport = behindOne(() => answer)
    const { client } = bench([], { transport, auth: bearer({ source: clientCredentials(oauth) }) })
    const error = await failureOf(run(spec(), { client }))
    expect([error.phase, error.operation, transport.requests.length]).toEqual(["auth", "get_pet", 1])
    expect(shown(error)).not.toContain("SENTINEL")
  })
})

describe("N136 an API key", () => {
  it.each<
    [name: string, auth: Auth, options: ClientOptions, given: CallOptions, want: Record<string, string | undefined>]
  >([
    [
      "in a header, over the caller's",
      apiKey({ header: "X-Key", token: "k" }),
      {},
      { headers: { "x-key": "mine" } },
      { "x-key": "k" },
    ],
    [
      "in a header, over the client's",
      apiKey({ header: "X-Key", token: "k" }),
      { headers: { "X-KEY": "mine" } },
      {},
      { "x-key": "k" },
    ],
    [
      "in Authorization, over the caller's",
      bearer("k"),
      {},
      { headers: { authorization: "Basic mine" } },
      { authorization: "Bearer k" },
    ],
    [
      "in a cookie, beside the caller's",
      apiKey({ cookie: "sid", token: "k" }),
      {},
      { headers: { Cookie: "a=b" } },
      { cookie: "a=b; sid=k" },
    ],
  ])("N136 goes %s", async (_, auth, options, given, want) => {
    const { result, transport } = call([ok], { auth, ...options }, {}, given)
    await result
    const [request] = transport.requests
    for (const [name, value] of Object.entries(want)) {
      const found = request?.headers.filter(([other]) => other.toLowerCase() === name).map(([, text]) => text)
      expect(found).toEqual([value])
    }
  })

  it("N136 goes into the query, encoded, beside the caller's", async () => {
    const { result, transport } = call([ok], { auth: apiKey({ query: "api key", token: "a&b=c#d é" }) }, {}, { query: { a: "1" } }) // prettier-ignore
    await result
    const url = new URL(transport.requests[0]?.url ?? "")
    expect([url.searchParams.get("a"), url.searchParams.get("api key"), url.hash]).toEqual(["1", "a&b=c#d é", ""])
  })

  it("N136 of the query stands in no log and no error", async () => {
    const lines: string[] = []
    const transport = loggingTransport(fakeTransport([{ status: 404 }]), { write: (line) => lines.push(line) })
    const { client } = bench([], { transport, auth: [apiKey({ query: "key", token: "SENTINEL" }), bearer("SENTINEL")] })
    const error = await failureOf(run(spec(), { client }))
    expect(lines.join("\n")).toContain("key=***")
    expect([...lines, shown(error)].join("\n")).not.toContain("SENTINEL")
  })

  it.each(["header", "query", "cookie"])("N136 does not follow a redirect: %s", async (place) => {
    const away: FakeAnswer = { status: 302, headers: { location: "https://evil.test/" } }
    const { result, transport } = call([away], { auth: apiKey({ [place]: "key", token: "k" }) })
    expect([(await failureOf(result)).status, transport.requests.length]).toEqual([302, 1])
  })

  it("N136 goes with the next page to the service alone, whatever a link says", async () => {
    const listed = definePages<{ cursor?: string }>(() => ({
      ...spec(),
      query: ({ cursor }) => [["cursor", cursor]],
      page: {
        items: ({ body }) => (body as { items: unknown[] }).items,
        next: (input, { body }) => {
          const { next } = body as { next?: string }
          return next === undefined ? undefined : { ...input, cursor: next }
        },
      },
    }))
    const link = { link: '<https://evil.test/pets?cursor=2>; rel="next"' }
    const { client, transport } = bench(
      [{ headers: link, body: { items: [1], next: "https://evil.test/2" } }, { body: { items: [2] } }],
      { auth: apiKey({ query: "key", token: "k" }) },
    )
    const items: unknown[] = []
    for await (const item of listed({}, { client })) items.push(item)
    const urls = transport.requests.map(({ url }) => new URL(url))
    expect([items, urls.map(({ host }) => host)]).toEqual([
      [1, 2],
      ["zoo.test", "zoo.test"],
    ])
    expect(urls.map(({ searchParams }) => searchParams.getAll("key"))).toEqual([["k"], ["k"]])
  })
})

describe("N137 which credentials apply", () => {
  const key = (name: string): Auth => apiKey({ header: name, token: "k" })
  const names = ["x-default", "x-second", "x-admin"]
  const lists = { default: [key("x-default"), key("x-second")], admin: key("x-admin") }

  it.each<[name: string, auth: ClientOptions["auth"], operation: SpecOver, want: string[]]>([
    ["all of the default list", lists, {}, ["x-default", "x-second"]],
    ["the list that an operation names", lists, { auth: "admin" }, ["x-admin"]],
    ["none where an operation says so", lists, { auth: false }, []],
    ["none where the client says so", false, {}, []],
    ["one that is given, in place of the default list", key("x-admin"), {}, ["x-admin"]],
    [
      "a list that is given, in place of the default list",
      [key("x-admin"), key("x-second")],
      {},
      ["x-admin", "x-second"],
    ],
    ["an empty list: none", [], {}, []],
    ["the service's own where the client has no list of that name", { other: key("x-admin") }, {}, ["x-default"]],
  ])("N137 %s", async (_, auth, operation, want) => {
    const service = testService({ auth: { default: [key("x-default")], admin: [], other: [] } })
    const { client, transport } = bench([ok], auth === undefined ? {} : { auth }, service)
    await run(spec({ ...operation, service }), { client })
    const sent = transport.requests[0]?.headers.map(([name]) => name).filter((name) => names.includes(name))
    expect(sent?.sort()).toEqual([...want].sort())
  })

  const bad = (token: unknown) => bearer({ token: () => token as Token })
  it.each<[name: string, auth: Auth, code: string, expected: RegExp]>([
    ["gives nothing", bad(undefined), "config", /gave no token/],
    ["gives null", bad(null), "config", /gave no token/],
    ["gives a promise of null", bad(Promise.resolve(null)), "config", /gave no token/],
    ["gives a number", bad(7), "config", /gave no token/],
    ["gives an empty text", bad({ value: "" }), "config", /is empty/],
    ["throws", bearer({ token: () => { throw new Error("down") } }), "config", /could not be read/], // prettier-ignore
    ["rejects", bearer({ token: () => Promise.reject(new Error("down")) }), "config", /could not be read/],
    ["throws a text", bearer({ token: () => { throw "SENTINEL" as unknown as Error } }), "config", /could not be read/], // prettier-ignore
    ["is a factory that throws", bearer({ source: () => { throw new Error("down") } }), "config", /could not be read/], // prettier-ignore
    ["is a factory whose source throws", bearer({ source: keepFresh(() => ({ token: () => { throw new Error("down") } })) }), "config", /could not be read/], // prettier-ignore
  ])("N137 a provider that %s fails the call before anything is sent", async (_, auth, code, expected) => {
    const { result, transport } = call([], { auth })
    const error = await failureOf(result)
    expect([error.code, error.phase, transport.requests.length]).toEqual([code, "auth", 0])
    expect(error.message).toMatch(expected)
    expect(shown(error)).not.toContain("SENTINEL")
  })

  it("N137 a provider that hangs is ended by the attempt's limit", async () => {
    const auth = bearer({ token: () => new Promise(() => undefined) })
    const { result, transport, clock } = call([], { auth, timeout: { attemptMs: 1000 } })
    const failure = failureOf(result)
    await clock.advance(1000)
    const error = await failure
    expect([error.code, transport.requests.length, clock.pending]).toEqual(["timeout", 0, 0])
  })

  it("N137 a provider that hangs is left by an abort", async () => {
    const controller = new AbortController()
    const auth = bearer({ source: keepFresh(() => ({ token: () => new Promise(() => undefined) })) })
    const { result, clock } = call([], { auth }, {}, { signal: controller.signal })
    await clock.advance(0)
    controller.abort(new Error("enough"))
    await expect(result).rejects.toThrow("enough")
    expect(clock.pending).toBe(0)
  })
})
