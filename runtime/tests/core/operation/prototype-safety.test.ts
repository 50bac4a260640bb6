import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { runInNewContext } from "node:vm"
import { build } from "esbuild"
import { afterEach, beforeAll, describe, expect } from "vitest"
import { json as jsonSerializer } from "../../../src/adapters/serializer/json.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Operation } from "../../../src/core/operation/operation.ts"
import { pointer } from "../../../src/core/response/pointer.ts"
import { formExplode } from "../../../src/core/request/query-style.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, postSpec, rejection, spec, testService } from "../fixture.ts"
import { expectUntouchedPrototype, owning, prototypeNames } from "./prototype-names.ts"

type Any = Operation<unknown, unknown>

afterEach(expectUntouchedPrototype)

const evil = { polluted: "yes" }
const get: Any = defineOperation(() => spec({ success: [{ status: 200, readers: [jsonSerializer] }] }))
const post: Any = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: jsonSerializer } }))

describe("J100 a name of Object.prototype", () => {
  it.each(prototypeNames)("%s as a key of an answer is own data", async (name) => {
    const { client } = bench([
      { body: `{${JSON.stringify(name)}:{"polluted":"yes"},"a":1}`, headers: { "content-type": "application/json" } },
    ])
    const data = (await get({}, { client })) as object
    expect(Object.hasOwn(data, name)).toBe(true)
    expect(Object.keys(data).sort()).toEqual([name, "a"].sort())
    expect(pointer(data, [name, "polluted"])).toBe("yes")
  })

  it.each(prototypeNames)("%s as a key of an error's body is own data, and no text of the error", async (name) => {
    const { client } = bench([
      {
        status: 400,
        body: `{${JSON.stringify(name)}:{"message":"sentinel"}}`,
        headers: { "content-type": "application/json" },
      },
    ])
    const error = (await rejection(get({}, { client }))) as PristineError
    expect(Object.hasOwn(error.body as object, name)).toBe(true)
    expect([error.status, error.detail]).toEqual([400, undefined])
    expect(JSON.stringify(error) + String(error)).not.toContain("sentinel")
  })

  it.each(prototypeNames)("%s as a key of the input is sent as it is", async (name) => {
    const { client, transport } = bench([{ body: {} }])
    await post(owning(name, evil), { client })
    expect(transport.requests[0]?.body).toBe(`{${JSON.stringify(name)}:{"polluted":"yes"}}`)
  })

  it.each(prototypeNames)("%s as a header is sent as it is", async (name) => {
    const { client, transport } = bench([{ body: {} }], { headers: owning(name, "client") })
    await get({}, { client })
    expect(transport.requests[0]?.headers).toContainEqual([name, "client"])
    const call = bench([{ body: {} }])
    await get({}, { client: call.client, headers: owning(name, "call") })
    expect(call.transport.requests[0]?.headers).toContainEqual([name, "call"])
  })

  it.each(prototypeNames)("%s as a query parameter is sent as it is", async (name) => {
    const { client, transport } = bench([{ body: {} }], { query: owning(name, "a") })
    await get({}, { client, query: { x: "1" } })
    expect([...new URL(transport.requests[0]?.url ?? "").searchParams]).toEqual([
      [name, "a"],
      ["x", "1"],
    ])
  })

  it.each(prototypeNames)("%s as a list of credentials that nobody declared is none", (name) => {
    const client = createClient(testService(), { transport: fakeTransport() })
    expect(client.auth(name)).toEqual([])
    const given = createClient(testService(), { transport: fakeTransport(), auth: {} })
    expect(given.auth(name)).toEqual([])
  })

  it.each(prototypeNames)("%s as a policy and a limit that nobody overrides stays what it is", (name) => {
    const options = { transport: fakeTransport(), retryPolicies: {}, rateLimits: {} }
    const client = createClient(testService(), options)
    const policy = { name, rules: [] }
    expect(client.policy(policy)).toBe(policy)
    expect(typeof client.rateLimit({ name, concurrency: 1 }).acquire).toBe("function")
  })

  it("J101 an answer with a member `then` settles, and is own data", async () => {
    const { client } = bench([{ body: { then: 1 } }])
    expect(await get({}, { client })).toEqual({ then: 1 })
    expect(await get.safe({}, { client: bench([{ body: { then: null } }]).client })).toMatchObject({ ok: true })
  })
})

/** One call with everything in it, before and after `Object.prototype` has been given a member. */
const program = `
import { createClient } from "SRC/core/client/create-client.ts"
import { defineOperation } from "SRC/core/operation/define-operation.ts"
import { defineService } from "SRC/core/client/define-service.ts"
import { requestBody } from "SRC/core/request/request-body.ts"
import { systemClock } from "SRC/adapters/clock/system-clock.ts"
import { defaultRetry } from "SRC/adapters/retry/default-retry.ts"
import { json } from "SRC/adapters/serializer/json.ts"

const sent = []
const transport = { __proto__: null, async send(request) {
  const { method, url, headers, body, timeouts, pool } = request
  sent.push([method, url, headers, body, Object.entries(timeouts), pool, request.signal.aborted])
  const bytes = new TextEncoder().encode('{"a":1}')
  return { __proto__: null, status: 200, headers: new Headers([["content-type", "application/json"]]), body: { bytes: async () => bytes, cancel: async () => {}, stream: async function* () { yield bytes } } }
} }
async function once(given) {
  sent.length = 0
  const service = defineService(() => ({ __proto__: null, name: "zoo", version: "1", baseUrl: () => "https://zoo.test/v1", auth: { __proto__: null }, clock: systemClock, transport: () => transport, retry: defaultRetry }))
  const make = (id, body) => defineOperation(() => ({ service, id, method: body ? "POST" : "GET", route: "/pets", path: () => "/pets", success: [{ status: 200, readers: [json] }], ...(body && { body: requestBody({ encode: (input) => input, writer: json }) }) }))
  const outcome = []
  for (const operation of [make("get_pet"), make("add_pet", true)]) {
    for (const options of given ? [{ client: createClient(service, {}) }, { client: createClient(service) }] : [undefined, {}]) {
      try { outcome.push(await operation({ name: "Mia" }, options)) } catch (error) { outcome.push(String(error)) }
    }
  }
  return JSON.stringify([sent, outcome])
}
const values = VALUES
const report = {}
const clean = [await once(true), await once(false)]
for (const [name, make] of Object.entries(values)) {
  const value = make()
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: false })
  let seen
  try { seen = [await once(true), await once(false)] } catch (error) { seen = [String(error), ""] }
  delete Object.prototype[name]
  report[name] = seen[0] === clean[0] && seen[1] === clean[1] ? "unchanged" : seen.join(" | ").slice(0, 600)
}
console.log(JSON.stringify({ report, requests: JSON.parse(clean[0])[0].length }))
`

/** What an attacker would put there, by the name that some library reads. */
const pollution: Readonly<Record<string, string>> = {
  headers: `() => ({ "x-evil": "1" })`,
  signal: `() => AbortSignal.abort("evil")`,
  baseURL: `() => "https://evil.test"`,
  baseUrl: `() => "https://evil.test"`,
  retries: `() => 99`,
  retry: `() => false`,
  dispatcher: `() => ({ dispatch() { throw new Error("evil") } })`,
  transport: `() => ({ send() { throw new Error("evil") } })`,
  client: `() => ({ evil: true })`,
  query: `() => ({ evil: "1" })`,
  timeout: `() => 1`,
  auth: `() => ({ apply: (target) => target.setHeader("x-evil", "1") })`,
  hooks: `() => ({ onRequest() { throw new Error("evil") } })`,
  telemetry: `() => ({ emit() { throw new Error("evil") } })`,
  idempotencyKey: `() => "evil"`,
  validate: `() => "off"`,
  userAgent: `() => "evil"`,
  circuitBreaker: `() => ({ enter() { throw new Error("evil") } })`,
  body: `() => () => { throw new Error("evil") }`,
  classify: `() => ({ receive() { throw new Error("evil") } })`,
  rateLimit: `() => ({ name: "evil" })`,
  pool: `() => ({ name: "evil" })`,
  weight: `() => () => 99`,
  framing: `() => ({ accept: "evil/evil" })`,
}

describe("J103 an Object.prototype that somebody polluted", () => {
  let report: Readonly<Record<string, string>> = {}
  let requests = 0

  beforeAll(async () => {
    const src = fileURLToPath(new URL("../../../src", import.meta.url))
    const values = Object.entries(pollution).map(([name, make]) => `${JSON.stringify(name)}: ${make}`)
    const contents = program.replaceAll("SRC", src).replace("VALUES", () => `{ ${values.join(", ")} }`)
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: src, loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      write: false,
    })
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", outputFiles[0]?.text ?? ""])
    const parsed = JSON.parse((await run).stdout) as { report: Record<string, string>; requests: number }
    report = parsed.report
    requests = parsed.requests
  })

  it("the call under test sends what it should", () => expect(requests).toBe(4))

  it.each(Object.keys(pollution))("%s: the request stays as it was", (name) => {
    expect(report[name]).toBe("unchanged")
  })
})

describe("J104 objects of another kind", () => {
  const plain = { name: "Mia", tags: ["a", "b"] }
  const wire = '{"name":"Mia","tags":["a","b"]}'

  it.each<[name: string, input: unknown]>([
    ["frozen", Object.freeze({ ...plain, tags: Object.freeze([...plain.tags]) })],
    ["without a prototype", Object.assign(Object.create(null) as object, plain)],
    ["a proxy", new Proxy(plain, {})],
    ["of another realm", runInNewContext(`({ name: "Mia", tags: ["a", "b"] })`)],
    [
      "of a class",
      new (class {
        name = "Mia"
        tags = ["a", "b"]
      })(),
    ],
  ])("an input that is %s is sent as any", async (_, input) => {
    const { client, transport } = bench([{ body: {} }])
    await post(input, { client })
    expect(transport.requests[0]?.body).toBe(wire)
  })

  it.each<[name: string, make: (options: CallOptions) => CallOptions]>([
    ["frozen", (options) => Object.freeze(options)],
    ["without a prototype", (options) => Object.assign(Object.create(null) as object, options)],
    ["a proxy", (options) => new Proxy(options, {})],
    ["of another realm", (options) => Object.assign(runInNewContext("({})") as object, options)],
  ])("options that are %s count", async (_, make) => {
    const { client, transport } = bench([{ body: {} }])
    await get({}, make({ client, headers: Object.freeze({ "X-A": "1" }), query: Object.freeze({ q: "1" }) }))
    expect(transport.requests[0]?.headers).toContainEqual(["X-A", "1"])
    expect(transport.requests[0]?.url).toContain("?q=1")
  })

  it("a list of another realm is a list", () => {
    expect(formExplode("q", runInNewContext("['a', 'b']"))).toEqual([
      ["q", "a"],
      ["q", "b"],
    ])
  })

  it.each<[name: string, trap: ProxyHandler<object>]>([
    [
      "when it is asked for its keys",
      {
        ownKeys: () => {
          throw new Error("trap")
        },
      },
    ],
    [
      "when it is read",
      {
        get: () => {
          throw new Error("trap")
        },
      },
    ],
  ])("an input that throws %s fails before anything is sent", async (_, trap) => {
    const { client, transport } = bench([])
    expect(await rejection(post(new Proxy({ a: 1 }, trap), { client }))).toBeInstanceOf(PristineError)
    expect(transport.requests).toHaveLength(0)
  })
})
