import { describe, expect } from "vitest"
import { generatePart } from "../../src/codegen/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, defaults, run } from "./run-generated.ts"

const endpoints = { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}" } }
const base = { base_url: "https://x.test", endpoints }

describe("a scheme names the parts of the runtime that it needs", () => {
  it.each<[name: string, scheme: Readonly<Record<string, unknown>>, expected: string]>([
    ["bearer", { type: "bearer", env: "KEY" }, 'bearerAuth(envCredential("KEY"))'],
    ["oauth2", { type: "oauth2", env: "KEY" }, 'bearerAuth(envCredential("KEY"))'],
    ["a pattern", { type: "bearer", env: "KEY", pattern: "^k" }, 'bearerAuth(matching("^k", envCredential("KEY")))'],
    ["no place", { type: "bearer" }, "bearerAuth(noCredential)"],
    ["no place, with a pattern", { type: "bearer", pattern: "^k" }, "bearerAuth(noCredential)"],
    ["a source", { type: "oauth2", source: "./a.ts#s" }, "bearerAuth(sourceCredential(keepFresh(s)))"],
    [
      "a source and its secret",
      { type: "bearer", source: "./a.ts#s", env: "KEY" },
      'bearerAuth(sourceCredential(keepFresh(s), { env: "KEY" }))',
    ],
    ["a header", { type: "api_key", env: "KEY" }, 'headerKeyAuth("X-API-Key", envCredential("KEY"))'],
    ["a query parameter", { type: "api_key", query: "k", env: "KEY" }, 'queryKeyAuth("k", envCredential("KEY"))'],
    ["a cookie", { type: "api_key", cookie: "sid", env: "KEY" }, 'cookieKeyAuth("sid", envCredential("KEY"))'],
    ["basic", { type: "basic", env: "PAIR" }, 'basicAuth(envCredential("PAIR"))'],
    [
      "user and password",
      { type: "basic", username: { env: "U" }, password: { env: "P" } },
      'basicAuth(pairCredential({ usernameEnv: "U", passwordEnv: "P" }))',
    ],
    ["a password alone", { type: "basic", password: { env: "P" } }, 'basicAuth(pairCredential({ passwordEnv: "P" }))'],
  ])("%s", (_, auth, expected) => {
    const { code } = generatePart(modelOf({ ...base, auth }), "service", defaults)
    expect(code).toContain(`auth: { default: [${expected}] }`)
  })
})

describe("a bundle of one GET", () => {
  const bundled = (manifest: Readonly<Record<string, unknown>>): Promise<string> =>
    bundle(modelOf({ ...base, ...manifest }), 'import api from "api"\nconsole.log(api.pets.get)', {
      minify: true,
      platform: "browser",
      code: { "./a.ts": "export const s = () => ({ token: () => ({ value: 't' }) })" },
    })
  const bearer = { auth: { type: "bearer", env: "KEY" } }

  it("holds little for a bearer out of the environment, and nothing of credentials where there are none", async () => {
    const [without, plain] = await Promise.all([bundled({}), bundled(bearer)])
    expect(plain.length - without.length).toBeLessThan(1600)
    expect([without, plain].map((code) => code.includes("credentials could not be read"))).toEqual([false, true])
    expect(plain).not.toMatch(/cookie/i)
  })

  it("links what keeps tokens fresh only for a source", async () => {
    const source = { auth: { type: "bearer", source: "./a.ts#s" } }
    const links = (await Promise.all([bundled(bearer), bundled(source)])).map((code) => code.includes("keepsToken"))
    expect(links).toEqual([false, true])
  })
})

describe("N137 alternatives", () => {
  const auth = { token: { type: "bearer", env: "TOKEN" }, key: { type: "api_key", env: "KEY" } }
  const withAuth = (alternatives: unknown) =>
    modelOf({ ...base, auth, endpoints: { get_pet: { ...endpoints.get_pet, auth: alternatives } } })

  it.each<[name: string, alternatives: unknown, expected: string]>([
    ["two", ["token", "key"], 'auth: [anyAuth("token", "key")],'],
    ["two, or none", ["token", "key", false], 'auth: [anyAuth("token", "key", false)],'],
    ["one, or none", ["token", false], 'auth: [anyAuth("token", false)],'],
    ["one", ["token"], 'auth: "token",'],
    ["none", [false], "auth: false,"],
  ])("N137 are compiled in: %s", (_, alternatives, expected) => {
    expect(generatePart(withAuth(alternatives), "resource:pets", defaults).code).toContain(expected)
  })

  it("N137 link what chooses between them, and nothing else does", async () => {
    const entry = 'import api from "api"\nconsole.log(api.pets.get)'
    const options = { minify: true, platform: "browser" } as const
    const codes = await Promise.all([["token", "key"], "token"].map((each) => bundle(withAuth(each), entry, options)))
    expect(codes.map((code) => code.includes("one of these is needed"))).toEqual([true, false])
  })

  it("N137 the first that is there is sent; without any, nothing is", async () => {
    const entry = `
      import api, { createClient } from "api"
      const call = async (variables) => {
        const sent = []
        const body = { async *stream() {}, bytes: async () => new Uint8Array(), cancel: async () => {} }
        const transport = {
          send: async ({ headers }) => (sent.push(...headers), { status: 204, headers: new Headers(), body }),
        }
        const client = createClient({ transport, env: (name) => variables[name] })
        const { error } = await api.pets.get.safe({ id: "7" }, { client })
        return [sent.find(([name]) => /^(authorization|x-api-key)$/i.test(name))?.join(": "), error?.message]
      }
      export const both = await call({ TOKEN: "t", KEY: "k" })
      export const second = await call({ KEY: "k" })
      export const none = await call({})`
    const model = modelOf({
      ...base,
      auth,
      endpoints: { get_pet: { ...endpoints.get_pet, auth: ["token", "key"], response: "void" } },
    })
    expect({ ...(await run(model, entry)) }).toEqual({
      both: ["Authorization: Bearer t", undefined],
      second: ["X-API-Key: k", undefined],
      none: [undefined, expect.stringMatching(/one of these is needed: token \(.*TOKEN.*\); key \(.*KEY/)],
    })
  })
})

describe("a future without a poll of its own", () => {
  it.each<[name: string, auth: unknown, want: readonly unknown[]]>([
    ["the list that it names", "machine", ["machine-key", "machine-key", "machine-key"]],
    ["none", false, [null, null, null]],
    ["the default", undefined, ["user-key", "user-key", "user-key"]],
  ])("is asked for with its own credentials: %s", async (_, auth, want) => {
    const manifest = {
      base_url: "https://x.test",
      auth: {
        default: { type: "api_key", env: "USER" },
        machine: { type: "api_key", env: "MACHINE" },
      },
      endpoints: { train: { method: "POST", path: "/train", async: true, ...(auth !== undefined && { auth }) } },
    }
    const entry = `
      import api, { createClient } from "api"
      import { VirtualClock } from "pristine-runtime/testing"
      export const keys = []
      const answers = [{ request_id: "a" }, { type: "try_again" }, { done: true }]
      const transport = { async send({ headers }) {
        keys.push(new Map(headers).get("X-API-Key") ?? null)
        const bytes = new TextEncoder().encode(JSON.stringify(answers.shift()))
        return { status: 200, headers: new Headers({ "content-type": "application/json" }), body: { bytes: async () => bytes, stream: async function* () { yield bytes }, cancel: async () => {} } }
      } }
      const clock = new VirtualClock()
      const client = createClient({ transport, clock, env: (name) => ({ USER: "user-key", MACHINE: "machine-key" })[name] })
      const future = api.train({}, { client })
      await clock.advance(60_000)
      await future`
    const { keys } = await run(modelOf(manifest), entry)
    expect(keys).toEqual(want)
  })
})
