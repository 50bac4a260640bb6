import { describe, expect } from "vitest"
import { apiKey, type ApiKeyOptions } from "../../../src/adapters/auth/api-key.ts"
import { basic, type BasicOptions } from "../../../src/adapters/auth/basic.ts"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import type { TokenSourceContext } from "../../../src/adapters/auth/token-source-factory.ts"
import type { Auth, AuthContext, Token } from "../../../src/ports/auth.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

type Given = Parameters<typeof bearer>[0]

/** What a scheme puts on a request. */
async function apply(auth: Auth, env: Record<string, string> = {}, over: Partial<AuthContext> = {}) {
  const put: string[] = []
  const context = contextOf(env, over)
  await auth.apply(
    {
      setHeader: (name, value) => put.push(`header ${name}: ${value}`),
      setQuery: (name, value) => put.push(`query ${name}=${value}`),
      setCookie: (name, value) => put.push(`cookie ${name}=${value}`),
    },
    context,
  )
  return put.join()
}

function contextOf(env: Record<string, string> = {}, over: Partial<AuthContext> = {}): AuthContext {
  return {
    signal: new AbortController().signal,
    client: {},
    clock: new VirtualClock(),
    env: (name) => env[name],
    ...over,
  }
}

async function failure(work: () => unknown): Promise<{ code?: string; message: string }> {
  try {
    await work()
  } catch (error) {
    return error as { code?: string; message: string }
  }
  return expect.unreachable("It did not fail")
}

describe("bearer", () => {
  it.each<[name: string, given: Given]>([
    ["a text", "t0k"],
    ["a function", () => "t0k"],
    ["a function of a promise", async () => Promise.resolve("t0k")],
    ["a function of a token", () => ({ value: "t0k", expiresAt: 1 })],
    ["a source", { token: () => ({ value: "t0k" }) }],
    ["a source that takes its time", { token: () => Promise.resolve({ value: "t0k" }) }],
    ["an option", { token: "t0k" }],
    ["an option that is a function", { token: () => "t0k", pattern: "^t" }],
    ["the environment", { env: "KEY" }],
    ["a source among options", { env: "KEY", source: { token: () => ({ value: "t0k" }) } }],
    ["a factory", { source: () => ({ token: () => ({ value: "t0k" }) }) }],
    [
      "a factory that uses the credential",
      { env: "KEY", source: ({ credential }) => ({ token: () => ({ value: credential ?? "" }) }) },
    ],
  ])("takes %s", async (_, given) => {
    expect(await apply(bearer(given), { KEY: "t0k" })).toBe("header Authorization: Bearer t0k")
  })

  it("reads the environment anew for each attempt", async () => {
    const env: Record<string, string> = { KEY: "one" }
    const auth = bearer({ env: "KEY" })
    const first = await apply(auth, env)
    env.KEY = "two"
    expect([first, await apply(auth, env)]).toEqual([
      "header Authorization: Bearer one",
      "header Authorization: Bearer two",
    ])
  })
})

describe("N136 apiKey", () => {
  it.each<[name: string, options: ApiKeyOptions, expected: string]>([
    ["X-API-Key by default", {}, "header X-API-Key: k"],
    ["another header", { header: "api-key" }, "header api-key: k"],
    ["the query", { query: "key" }, "query key=k"],
    ["a cookie", { cookie: "sid" }, "cookie sid=k"],
  ])("goes into %s", async (_, options, expected) => {
    expect(await apply(apiKey({ env: "KEY", ...options }), { KEY: "k" })).toBe(expected)
  })

  it.each(["a;b", "a b", 'a"b', "a,b", "a\\b", "é"])("refuses %j in a cookie", async (token) => {
    const error = await failure(() => apply(apiKey({ cookie: "sid", token })))
    expect([error.code, error.message.includes(token)]).toEqual(["config", false])
  })
})

describe("basic", () => {
  it.each<[name: string, options: BasicOptions, expected: string]>([
    ["N130 RFC 7617, section 2", { username: "Aladdin", password: "open sesame" }, "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="],
    ["N130 RFC 7617, section 2.1: UTF-8", { username: "test", password: "123£" }, "dGVzdDoxMjPCow=="],
    ["the environment", { usernameEnv: "USER", passwordEnv: "PASS" }, "dTpw"],
    ["both in one variable", { env: "PAIR" }, "dTpw"],
    ["a password with colons", { token: "u:p:q" }, "dTpwOnE="],
    ["no password", { username: "u" }, "dTo="],
    ["a name before the environment", { username: "u", usernameEnv: "NOT_SET", password: "p" }, "dTpw"],
    ["a source", { source: { token: () => Promise.resolve({ value: "u:p" }) } }, "dTpw"],
    ["what no header could hold as it is", { env: "WIDE" }, "dTrigqw="],
  ])("encodes %s", async (_, options, expected) => {
    const env = { USER: "u", PASS: "p", PAIR: "u:p", WIDE: "u:€" }
    expect(await apply(basic(options), env)).toBe(`header Authorization: Basic ${expected}`)
  })

  it.each<[name: string, options: BasicOptions, expected: RegExp]>([
    ["N130 a user name with a colon", { username: "sec:ret", password: "p" }, /holds a colon/],
    ["a control character", { username: "secret", password: "p\n" }, /joined by a colon/],
    ["a pair without a colon", { token: "secret" }, /joined by a colon/],
    [
      "a variable that is not set",
      { usernameEnv: "MY_USER", passwordEnv: "P" },
      /set MY_USER, or pass `auth` to createClient \(docs\/manifest\.md#credentials\)/,
    ],
    [
      "a password that is not set",
      { username: "secret", passwordEnv: "MY_PASS" },
      /set MY_PASS, or pass `auth` to createClient \(docs\/manifest\.md#credentials\)/,
    ],
  ])("refuses %s", async (_, options, expected) => {
    const error = await failure(() => apply(basic(options)))
    expect([error.code, error.message.includes("secret")]).toEqual(["config", false])
    expect(error.message).toMatch(expected)
  })
})

describe("N137 credentials that cannot be used", () => {
  it.each<[name: string, given: Given, env: Record<string, string>, expected: RegExp]>([
    [
      "a variable that is not set",
      { env: "MY_KEY" },
      {},
      /set MY_KEY, or pass `auth` to createClient \(docs\/manifest\.md#credentials\)/,
    ],
    [
      "an empty variable",
      { env: "MY_KEY" },
      { MY_KEY: "" },
      /set MY_KEY, or pass `auth` to createClient \(docs\/manifest\.md#credentials\)/,
    ],
    ["one that does not match", { env: "MY_KEY", pattern: "^tml-" }, { MY_KEY: "secret" }, /MY_KEY is not of the form/],
    ["one that is given and does not match", { token: "secret", pattern: "^tml-" }, {}, /given is not of the form/],
    ["one too long to check", { token: `secret${"a".repeat(10_000)}`, pattern: "^s" }, {}, /not of the form/],
    ["a line break", { env: "MY_KEY" }, { MY_KEY: "secret\n" }, /MY_KEY holds a character that cannot be sent/],
    ["a character beyond U+00FF", { token: "secret✓" }, {}, /cannot be sent/],
    ["an empty text", "", {}, /is empty/],
    ["a source that gives a line break", { source: { token: () => ({ value: "secret\r" }) } }, {}, /source gave holds/],
    ["a function that gives nothing", () => undefined, {}, /gave no credential/],
    ["a function that gives null", () => null, {}, /gave no credential/],
    ["no place at all", {}, {}, /names no place/],
  ])("says so: %s", async (_, given, env, expected) => {
    const error = await failure(() => apply(bearer(given), env))
    expect([error.code, error.message.includes("secret")]).toEqual(["config", false])
    expect(error.message).toMatch(expected)
  })

  it.each(["^(a+)+$", "\\d{3}", "^\\p{Lu}"])("takes the pattern %s", async (pattern) => {
    const token = { "^(a+)+$": "aaa", "\\d{3}": "x123", "^\\p{Lu}": "É" }[pattern] ?? ""
    expect(await apply(bearer({ token, pattern }))).toContain(token)
  })
})

describe("a manifest's source", () => {
  it("is made once for each client", async () => {
    const made: TokenSourceContext[] = []
    const auth = bearer({
      env: "KEY",
      source: (context) => {
        const value = `t${made.push(context)}`
        return { token: () => ({ value }) }
      },
    })
    const [one, two] = [{}, {}]
    const values = []
    for (const client of [one, two, one, two]) values.push(await apply(auth, { KEY: "k" }, { client }))
    expect(made).toHaveLength(2)
    expect(values.map((value) => value.at(-1))).toEqual(["1", "2", "1", "2"])
    expect(made.map(({ credential, env }) => [credential, env("KEY"), env("OTHER")])).toEqual([
      ["k", "k", undefined],
      ["k", "k", undefined],
    ])
  })

  it("calls operations with the client it serves", async () => {
    const client = {}
    const seen: unknown[] = []
    const exchange = (input: { key: string }, options: object) => {
      seen.push(input, options)
      return Promise.resolve({ jwt: "from-exchange" })
    }
    const auth = bearer({
      env: "KEY",
      source: ({ call, credential }) => ({
        token: async (signal) => ({ value: (await call(exchange, { key: credential ?? "" }, signal)).jwt }),
      }),
    })
    expect(await apply(auth, { KEY: "k" }, { client })).toContain("from-exchange")
    expect(seen).toEqual([{ key: "k" }, { client, signal: expect.any(AbortSignal) as AbortSignal }])
    expect((seen[1] as { client: object }).client).toBe(client)
  })

  it("knows no credential where there is none", async () => {
    const auth = bearer({
      env: "KEY",
      source: ({ credential }) => ({ token: () => ({ value: credential ?? "none" }) }),
    })
    expect(await apply(auth)).toContain("none")
  })
})

describe("N133 a refused credential", () => {
  const refused = async (auth: Auth, env: Record<string, string> = {}) => {
    const context = contextOf(env)
    await auth.apply({ setHeader: () => undefined, setQuery: () => undefined, setCookie: () => undefined }, context)
    return (await auth.onUnauthorized?.(context)) ?? false
  }

  it.each<[name: string, auth: Auth, again: boolean]>([
    ["a text", bearer("t"), false],
    ["the environment", apiKey({ env: "KEY" }), false],
    ["user and password", basic({ username: "u", password: "p" }), false],
    ["a source that cannot forget", bearer({ token: () => ({ value: "t" }) }), false],
    ["a source that can", bearer({ token: () => ({ value: "t" }), invalidate: () => undefined }), true],
    ["a factory's source that is kept", bearer({ source: keepFresh(() => ({ token: () => ({ value: "t" }) })) }), true],
  ])("is worth another try for %s", async (_, auth, again) => {
    expect(await refused(auth, { KEY: "k" })).toBe(again)
  })

  it("forgets the token of that attempt, not a newer one", async () => {
    const forgotten: Token[] = []
    let count = 0
    const auth = bearer({
      token: () => ({ value: `t${++count}` }),
      invalidate: (token) => void forgotten.push(token),
    })
    const client = {}
    const target = { setHeader: () => undefined, setQuery: () => undefined, setCookie: () => undefined }
    const [first, second] = [contextOf({}, { client }), contextOf({}, { client })]
    await auth.apply(target, first)
    await auth.apply(target, second)
    await auth.onUnauthorized?.(first)
    expect(forgotten).toEqual([{ value: "t1" }])
  })

  it("is not another's: nothing was sent", async () => {
    const auth = bearer({ token: () => ({ value: "t" }), invalidate: () => expect.unreachable() })
    expect(await auth.onUnauthorized?.(contextOf())).toBe(false)
  })
})
