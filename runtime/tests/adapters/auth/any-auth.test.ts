import { describe, expect } from "vitest"
import { anyAuth } from "../../../src/adapters/auth/any-auth.ts"
import { apiKey } from "../../../src/adapters/auth/api-key.ts"
import { basic } from "../../../src/adapters/auth/basic.ts"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { absentCredential } from "../../../src/errors/absent-credential.ts"
import type { Auth, TokenSource } from "../../../src/ports/auth.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { bench, spec, testService, type Bench } from "../../core/fixture.ts"
import { it } from "../../test.ts"
import { failureOf, shown } from "./source-context.ts"

const ok: FakeStep = { body: { name: "Rex" } }

/** One service for all rows: a token, or a key with a signature in the query, or a session's cookie. */
const lists = {
  token: [bearer({ env: "TOKEN" })],
  signed: [apiKey({ env: "KEY" }), apiKey({ query: "sig", env: "SIGNATURE" })],
  session: [apiKey({ cookie: "sid", env: "SESSION" })],
  user: [basic({ usernameEnv: "USER", passwordEnv: "PASSWORD" })],
}

function call(
  names: readonly (string | false)[],
  env: Readonly<Record<string, string>>,
  options: ClientOptions = {},
  script: readonly FakeStep[] = [ok],
): Bench & { readonly result: Promise<unknown> } {
  const made = bench(script, { env: (name) => env[name], ...options }, testService({ auth: lists }))
  const operation = defineOperation<object>(() => spec({ auth: [anyAuth(...names)] }))
  return { ...made, result: operation({}, { client: made.client }) }
}

/** Credentials of the requests that were sent. */
function sent({ transport }: Bench): string[] {
  return transport.requests.map(({ url, headers }) => {
    const credentials = headers.filter(([name]) => /^(?:authorization|x-api-key|cookie)$/i.test(name))
    const query = url.split("?")[1]
    return [...credentials.map(([name, value]) => `${name}: ${value}`), ...(query === undefined ? [] : [query])].join()
  })
}

const all = { TOKEN: "t", KEY: "k", SIGNATURE: "s", SESSION: "c", USER: "u", PASSWORD: "p" }

describe("N137 the first alternative whose credentials are all there", () => {
  it.each<[name: string, names: (string | false)[], env: Readonly<Record<string, string>>, want: string]>([
    ["the first of all", ["token", "signed"], all, "Authorization: Bearer t"],
    ["the order of the operation", ["signed", "token"], all, "X-API-Key: k,sig=s"],
    ["the second", ["token", "session"], { SESSION: "c" }, "Cookie: sid=c"],
    ["nothing of a list that lacks a part", ["signed", "session"], { KEY: "k", SESSION: "c" }, "Cookie: sid=c"],
    ["an empty variable is none", ["token", "session"], { TOKEN: "", SESSION: "c" }, "Cookie: sid=c"],
    ["half a pair is none", ["user", "session"], { USER: "u", SESSION: "c" }, "Cookie: sid=c"],
    ["none needed", ["token", false], {}, ""],
    ["none needed, and one there", ["token", false], { TOKEN: "t" }, "Authorization: Bearer t"],
  ])("N137 %s", async (_, names, env, want) => {
    const made = call(names, env)
    await made.result
    expect(sent(made)).toEqual([want])
  })

  it.each<[name: string, auth: ClientOptions["auth"], want: string]>([
    ["by name", { session: apiKey({ cookie: "sid", token: "mine" }) }, "Cookie: sid=mine"],
    [
      "a function without one is none",
      { token: bearer(() => null), session: bearer("mine") },
      "Authorization: Bearer mine",
    ],
    [
      "a promise of nothing",
      { token: bearer(async () => Promise.resolve(undefined)), session: bearer("m") },
      "Authorization: Bearer m",
    ],
    [
      "a source that gives null",
      { token: bearer({ source: nothing() }), session: bearer("m") },
      "Authorization: Bearer m",
    ],
    [
      "one kept fresh",
      { token: bearer({ source: keepFresh(nothing) }), session: bearer("m") },
      "Authorization: Bearer m",
    ],
    ["an empty text", { token: bearer(""), session: bearer("m") }, "Authorization: Bearer m"],
    [
      "an auth of one's own that says so",
      { token: own(() => absentCredential("none")), session: bearer("m") },
      "Authorization: Bearer m",
    ],
    ["none at all", false, ""],
  ])("N137 the client's own: %s", async (_, auth, want) => {
    const made = call(["token", "session"], {}, auth === undefined ? {} : { auth })
    await made.result
    expect(sent(made)).toEqual([want])
  })

  it("N137 is chosen anew for each call", async () => {
    const env: Record<string, string> = { TOKEN: "t", SESSION: "c" }
    const made = bench([ok, ok], { env: (name) => env[name] }, testService({ auth: lists }))
    const operation = defineOperation<object>(() => spec({ auth: [anyAuth("token", "session")] }))
    await operation({}, { client: made.client })
    delete env["TOKEN"]
    await operation({}, { client: made.client })
    expect(sent(made)).toEqual(["Authorization: Bearer t", "Cookie: sid=c"])
  })
})

describe("N137 no alternative", () => {
  it("N137 is an error before anything is sent, which names each and where it is looked for", async () => {
    const made = call(["token", "signed"], { KEY: "hunter2" })
    const error = await failureOf(made.result)
    expect(error).toMatchObject({ code: "config", phase: "auth", operation: "get_pet", retryable: false, attempts: 0 })
    expect(error.message).toBe(
      "No credentials, one of these is needed: token (No credential: set TOKEN, or pass `auth` to createClient); " +
        "signed (No credential: set SIGNATURE, or pass `auth` to createClient) (docs/manifest.md#credentials)",
    )
    expect([sent(made), shown(error).includes("hunter2")]).toEqual([[], false])
  })

  it.each<[name: string, auth: Auth, code: string, message: RegExp]>([
    ["one of the wrong form", bearer({ token: "hunter2", pattern: "^tml-" }), "config", /not of the form/],
    ["one that cannot be sent", bearer("hunter2\n"), "config", /cannot be sent/],
    ["a function that gives a number", bearer(() => 7 as unknown as string), "config", /neither a text nor a token/],
    ["a function that throws", bearer(() => raise(new Error("hunter2"))), "config", /could not be read/],
    ["a promise that rejects", bearer(() => Promise.reject(new Error("hunter2"))), "config", /could not be read/],
    [
      "a source that throws",
      bearer({ source: { token: () => raise(new Error("hunter2")) } }),
      "config",
      /could not be read/,
    ],
  ])("N137 is no reason to send another: %s", async (_, auth, code, message) => {
    const made = call(["token", "session", false], { SESSION: "c" }, { auth: { token: auth } })
    const error = await failureOf(made.result)
    expect([error.code, error.phase, sent(made)]).toEqual([code, "auth", []])
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain("hunter2")
  })
})

describe("N137 a provider that hangs", () => {
  const hanging = (): Auth => bearer(() => new Promise<string>(() => undefined))

  it("N137 ends with the attempt's limit", async () => {
    const auth = { token: hanging() }
    const made = call(["token", "session"], { SESSION: "c" }, { auth, timeout: 10 })
    const failed = failureOf(made.result)
    await made.clock.advance(10)
    expect([(await failed).code, sent(made)]).toEqual(["timeout", []])
  })

  it("N137 ends with the call's signal, and no other provider is asked", async () => {
    let asked = 0
    const auth = { token: hanging(), session: own(() => ++asked && absentCredential("none")) }
    const { client, transport } = bench([], { auth }, testService({ auth: lists }))
    const caller = new AbortController()
    const operation = defineOperation<object>(() => spec({ auth: [anyAuth("token", "session")] }))
    const result = operation({}, { client, signal: caller.signal }).catch((reason: unknown) => reason)
    const reason = new Error("left")
    caller.abort(reason)
    expect([await result, asked, transport.requests.length]).toEqual([reason, 0, 0])
  })
})

describe("N137 a refused alternative", () => {
  it("N137 is renewed where its own source can, and no other is", async () => {
    let made = 0
    const invalidated: string[] = []
    const source = (name: string): TokenSource => ({
      token: () => ({ value: `${name}${++made}` }),
      invalidate: ({ value }) => void invalidated.push(value),
    })
    const auth = { token: bearer({ source: source("t") }), session: bearer({ source: source("s") }) }
    const answered = call(["token", "session"], {}, { auth }, [{ status: 401 }, ok])
    await answered.result
    expect([sent(answered), invalidated]).toEqual([["Authorization: Bearer t1", "Authorization: Bearer t2"], ["t1"]])
  })

  it("N137 does not make the next one be sent", async () => {
    const made = call(["token", "session"], all, {}, [{ status: 401 }])
    expect([(await failureOf(made.result)).status, sent(made)]).toEqual([401, ["Authorization: Bearer t"]])
  })
})

function nothing(): TokenSource {
  return { token: () => null } as unknown as TokenSource
}

function own(fail: () => unknown): Auth {
  return { apply: () => raise(fail() as Error) }
}

function raise(error: Error): never {
  throw error
}
