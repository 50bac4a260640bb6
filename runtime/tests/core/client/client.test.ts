import { inspect } from "node:util"
import { describe, expect, vi } from "vitest"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineService } from "../../../src/core/client/define-service.ts"
import { readEnv } from "../../../src/core/client/read-env.ts"
import { readRuntimeInfo } from "../../../src/core/client/runtime-info.ts"
import type { ServiceSpec } from "../../../src/core/client/service-spec.ts"
import type { ClientOptions, CloseOptions } from "../../../src/core/client/client.ts"
import type { Telemetry } from "../../../src/ports/telemetry.ts"
import { fakeTransport, type FakeStep } from "../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { bench, type Bench, policy, rejection, rule, spec, testService } from "../fixture.ts"

it("a client that is printed shows no header and no query of its options", () => {
  const options = { headers: { "X-Key": "s3cret" }, query: { key: "s3cret" }, transport: fakeTransport([]) }
  const client = createClient(testService(), options)
  expect(inspect(client, { depth: 10 }) + JSON.stringify(client)).not.toContain("s3cret")
  expect(client.options.headers).toEqual({ "X-Key": "s3cret" })
})

describe("a client", () => {
  it("is frozen, and does nothing before it is used", () => {
    const transport = vi.fn(() => fakeTransport([]))
    const client = createClient(testService({ transport }))
    expect([Object.isFrozen(client), Object.isFrozen(client.options), transport.mock.calls.length]).toEqual([
      true,
      true,
      0,
    ])
    expect(client.transport).toBe(client.transport)
    expect(transport).toHaveBeenCalledOnce()
  })

  it.each<[name: string, baseUrl: string, want: string]>([
    ["no slash at the end", "https://a.test", "https://a.test"],
    ["one", "https://a.test/", "https://a.test"],
    ["a prefix", "https://a.test/v1//", "https://a.test/v1"],
    ["IPv6 and a port", "http://[::1]:80/x", "http://[::1]/x"],
  ])("base URL with %s", (_, baseUrl, want) => {
    expect(createClient(testService(), { baseUrl }).baseUrl).toBe(want)
  })

  it.each<[name: string, baseUrl: string | undefined]>([
    ["missing", undefined],
    ["empty", ""],
    ["relative", "/v1"],
    ["of another scheme", "javascript:alert(1)"],
    ["with credentials", "https://me:sentinel@a.test"],
    ["with a query", "https://a.test/?key=sentinel"],
    ["with a fragment", "https://a.test/#sentinel"],
  ])("refuses a base URL that is %s, and does not quote it", (_, baseUrl) => {
    const make = (): unknown => createClient(testService({ baseUrl: () => baseUrl }))
    expect(make).toThrow(
      expect.objectContaining({ code: "config", message: expect.not.stringContaining("sentinel") as string }),
    )
  })

  it.each(["", "/v1", "api.example.com/v1"])("says what to write in place of the base URL %j", (baseUrl) => {
    const want =
      'an absolute http(s) URL without credentials, query or fragment; in a page new URL("/v1", location.href).href'
    expect(() => createClient(testService(), { baseUrl })).toThrow(want)
  })

  it("reads the base URL from the environment it is given", () => {
    const service = testService({ baseUrl: (env) => env("ZOO_URL") ?? "https://default.test" })
    const from = (options: ClientOptions): string => createClient(service, options).baseUrl
    expect([from({ env: () => "https://env.test" }), from({ env: () => undefined })]).toEqual([
      "https://env.test",
      "https://default.test",
    ])
  })

  it.each([{ timeout: 0 }, { timeout: { idleMs: Number.NaN } }, { timeout: { totalMs: 2 ** 31 } }])(
    "refuses %j",
    (options) => {
      expect(() => createClient(testService(), options)).toThrow(expect.objectContaining({ code: "input" }))
    },
  )

  it.each<[name: string, auth: ClientOptions["auth"], wants: string | undefined]>([
    ["one for lists that have names", { apply: () => undefined }, "for the list `default`"],
    ["a list of them", [{ apply: () => undefined }], "for the list `default`"],
    ["a list that there is not", { usr: [] }, "for the list `usr`"],
    ["one that there is", { user: [], machine: { apply: () => undefined } }, undefined],
    ["none", false, undefined],
  ])("refuses credentials that nothing would ask for: %s", (_, auth, wants) => {
    const service = testService({ auth: { user: [], machine: [] } })
    const make = (): unknown => createClient(service, auth === undefined ? {} : { auth })
    if (wants === undefined) expect(make()).toBeDefined()
    else
      expect(make).toThrow(
        `${wants} of credentials, which zoo does not have: give lists by name, of \`user\`, \`machine\``,
      )
  })

  it("keeps state and limiters to itself, and makes each once", () => {
    const [one, two] = [createClient(testService()), createClient(testService())]
    const make = vi.fn(() => ({}))
    expect(one.state("a", make)).toBe(one.state("a", make))
    expect(two.state("a", make)).not.toBe(one.state("a", make))
    expect(make).toHaveBeenCalledTimes(2)
    expect(one.rateLimit({ name: "l" })).toBe(one.rateLimit({ name: "l" }))
    expect(one.rateLimit({ name: "l" })).not.toBe(two.rateLimit({ name: "l" }))
  })

  it("replaces parts of policies and limits by name", async () => {
    const rules = [rule({ maxAttempts: 9 })]
    const { client, clock } = bench([], { retryPolicies: { http: { rules } }, rateLimits: { one: { concurrency: 1 } } })
    expect(client.policy(policy({ maxElapsedMs: 5 }))).toEqual({ name: "http", maxElapsedMs: 5, rules })
    expect(client.policy(policy({ name: "constructor" }))).toEqual(policy({ name: "constructor" }))
    const limit = client.rateLimit({ name: "one", concurrency: 5 })
    const controller = new AbortController()
    await limit.acquire(0, controller.signal)
    let second = false
    const waiting = limit.acquire(0, controller.signal).then(() => (second = true))
    await clock.advance(0)
    expect(second).toBe(false)
    controller.abort("enough")
    expect(await rejection(waiting)).toBe("enough")
  })

  it("lends clock and random to its retry engine", () => {
    const retry = vi.fn<NonNullable<ServiceSpec["retry"]>>(() => ({
      begin: () => ({ next: () => undefined, succeeded: () => undefined }),
    }))
    const environment = { clock: new VirtualClock(), random: () => 0 }
    createClient(testService({ retry }), environment)
    expect(retry).toHaveBeenCalledWith(environment)
  })

  it("closes the transport that it made, once, and refuses calls from then on", async () => {
    const made = fakeTransport([])
    const closed = vi.spyOn(made, "close")
    const client = createClient(testService({ transport: () => made }))
    expect(client.transport).toBe(made)
    await Promise.all([client.close(), client.close(), client[Symbol.asyncDispose]()])
    expect(closed).toHaveBeenCalledOnce()
    expect(await rejection(defineOperation(() => spec())({}, { client }))).toMatchObject({
      code: "config",
      message: "The client of zoo is closed",
    })
  })

  it.each<
    [name: string, options: CloseOptions, script: FakeStep[] | undefined, settle: (world: Bench) => Promise<unknown>]
  >([
    ["on the wire, if it shall not drain", { drain: false }, undefined, ({ transport }) => transport.next()],
    ["waiting for its next attempt", {}, [{ status: 503 }], ({ clock }) => clock.advance(0)],
  ])("ends a call that is %s when it is closed", async (_, options, script, settle) => {
    const world = bench(script)
    const { client, clock } = world
    const failed = rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    await settle(world)
    await client.close(options)
    expect(await failed).toMatchObject({ code: "aborted", message: "The client of zoo was closed" })
    expect(clock.pending).toBe(0)
  })

  it("lets a request end when it is closed, and tries it no more", async () => {
    const { client, transport } = bench()
    const failed = rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    const exchange = await transport.next()
    const closed = client.close()
    exchange.respond({ status: 503 })
    expect([await failed, transport.requests.length]).toMatchObject([{ code: "aborted" }, 1])
    await closed
  })

  it("ends a call that waits to be admitted when it is closed", async () => {
    const { client, transport } = bench()
    const one = defineOperation(() => spec({ rateLimit: { name: "one", concurrency: 1 } }))
    const first = rejection(one({}, { client }))
    const second = rejection(one({}, { client }))
    const exchange = await transport.next()
    const closed = client.close()
    expect(await second).toMatchObject({ code: "aborted" })
    exchange.fail(new Error("lost"))
    expect(await first).toMatchObject({ code: "connection" })
    await closed
  })

  it("delivers what its last calls told, and closes after them", async () => {
    const seen: string[] = []
    const telemetry = {
      emit: ({ type }: { readonly type: string }) => void seen.push(type),
      flush: () => Promise.resolve(void seen.push("flushed")),
    }
    const { client, transport } = bench(undefined, { telemetry })
    const call = defineOperation(() => spec())({}, { client })
    const exchange = await transport.next()
    const closed = client.close().then(() => void seen.push("closed"))
    exchange.respond({ body: {} })
    await Promise.all([call, closed])
    expect(seen).toEqual(["call:start", "attempt:start", "attempt:end", "call:end", "flushed", "closed"])
  })

  it.each([
    ["maxResponseBytes", { maxResponseBytes: NaN }],
    ["maxResponseBytes", { maxResponseBytes: -1 }],
    ["maxEvents", { streamLimits: { maxEvents: NaN } }],
    ["maxUnreadMs", { streamLimits: { maxUnreadMs: -5 } }],
  ])("refuses a limit that limits nothing: %s", (name, options) => {
    expect(() => bench([], options)).toThrow(
      expect.objectContaining({ code: "config", message: `\`${name}\` must be a number above 0` }),
    )
  })

  it("leaves nothing of its calls behind", async () => {
    const { client } = bench([{ body: 1 }, new Error("lost")])
    const call = defineOperation(() => spec())
    await call({}, { client })
    await rejection(call({}, { client }))
    await call.request({}, { client })
    expect(client.calls?.size).toBe(0)
  })

  it("leaves a transport that it was given open", async () => {
    const { client, transport } = bench([])
    await client.close()
    expect(transport.closed).toBe(false)
  })

  it("has its telemetry deliver what is held back, for 5 seconds at most", async () => {
    const flush = vi.fn(
      (signal?: AbortSignal) =>
        new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true })),
    )
    const onWarning = vi.fn()
    const { client, clock } = bench([], { telemetry: { emit: () => undefined, flush }, onWarning })
    const closing = client.close()
    await clock.advance(5_000)
    await closing
    expect([flush.mock.calls.length, clock.pending]).toEqual([1, 0])
    expect(onWarning.mock.calls).toEqual([[expect.objectContaining({ code: "timeout" })]])
  })

  it.each<[name: string, flush: NonNullable<Telemetry["flush"]>, told: object]>([
    ["fails", () => Promise.reject(new Error("full")), { code: "config", cause: new Error("full") }],
    [
      "throws at once",
      () => {
        throw new Error("full")
      },
      { code: "config", cause: new Error("full") },
    ],
    ["ignores its signal", () => new Promise(() => undefined), { code: "timeout" }],
    [
      "fails with its limit",
      (signal) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("late")))),
      { code: "timeout" },
    ],
  ])("closes, and tells of a telemetry that %s", async (_, flush, told) => {
    const transport = fakeTransport([{ body: 1 }])
    const onWarning = vi.fn()
    const delivered = vi.fn(() => Promise.resolve())
    const clock = new VirtualClock()
    const emit = (): void => undefined
    const client = createClient(testService({ transport: () => transport }), {
      clock,
      onWarning,
      telemetry: [
        { emit, flush },
        { emit, flush: delivered },
      ],
    })
    await defineOperation(() => spec())({}, { client })
    const closing = client.close()
    await clock.advance(5_000)
    await closing
    expect([transport.closed, delivered.mock.calls.length, clock.pending]).toEqual([true, 1, 0])
    expect(onWarning.mock.calls).toEqual([[expect.objectContaining(told)]])
  })

  it("closes its transport even where `onWarning` throws", async () => {
    const transport = fakeTransport([])
    const telemetry = { emit: () => undefined, flush: () => Promise.reject(new Error("full")) }
    const onWarning = (): never => {
      throw new Error("broken log")
    }
    const client = createClient(testService({ transport: () => transport }), { telemetry, onWarning })
    expect(client.transport).toBe(transport)
    expect([await rejection(client.close()), transport.closed]).toEqual([new Error("broken log"), true])
  })
})

describe("a service", () => {
  it("is described once, on first use", () => {
    const build = vi.fn((): ServiceSpec => testService().spec)
    const service = defineService(build)
    expect(build).not.toHaveBeenCalled()
    expect([service.spec, service.defaultClient()]).toEqual([service.spec, service.defaultClient()])
    expect(build).toHaveBeenCalledOnce()
  })

  it("has a default client for calls that name none", async () => {
    const transport = fakeTransport([{ body: 1 }])
    const service = testService({ transport: () => transport })
    expect(await defineOperation(() => spec({ service }))()).toBe(1)
  })

  it("may have none", async () => {
    const service = testService({ defaultClient: false })
    expect(await rejection(defineOperation(() => spec({ service }))())).toMatchObject({ code: "config" })
  })
})

describe("the platform", () => {
  const agent = (userAgent: string): object => ({ navigator: { userAgent }, document: {} })
  it.each<[name: string, globals: object, want: object]>([
    [
      "Node on Linux",
      { process: { platform: "linux", arch: "x64", versions: { node: "20.1.0" } } },
      { os: "Linux", arch: "x64", name: "node", version: "20.1.0" },
    ],
    [
      "Bun on a Mac",
      { process: { platform: "darwin", arch: "arm64", versions: { node: "20.1.0", bun: "1.2.3" } } },
      { os: "MacOS", arch: "arm64", name: "bun", version: "1.2.3" },
    ],
    [
      "Deno on Windows",
      {
        Deno: { version: { deno: "2.1.0" } },
        process: { platform: "win32", arch: "ia32", versions: { node: "20.1.0" } },
      },
      { os: "Windows", arch: "x32", name: "deno", version: "2.1.0" },
    ],
    [
      "another system and machine",
      { process: { platform: "aix", arch: "ppc64", versions: { node: "20.1.0" } } },
      { os: "Other:aix", arch: "other:ppc64", name: "node" },
    ],
    [
      "a worker of Cloudflare",
      { navigator: { userAgent: "Cloudflare-Workers" } },
      { os: "Unknown", arch: "unknown", name: "workerd", version: "unknown" },
    ],
    [
      "Chrome on Windows",
      agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.1 Safari/537.36"),
      { os: "Windows", name: "browser", version: "130.0.1" },
    ],
    [
      "Safari on an iPhone",
      agent("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.4 Safari/604.1"),
      { os: "iOS", name: "browser", version: "17.4" },
    ],
    [
      "Firefox on Android",
      agent("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"),
      { os: "Android", name: "browser", version: "130.0" },
    ],
    [
      "a worker of a browser",
      { navigator: { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/1.2" }, importScripts: () => undefined },
      { os: "Linux", name: "browser" },
    ],
    ["nothing known", {}, { os: "Unknown", arch: "unknown", name: "unknown", version: "unknown" }],
    ["an inherited name is none", { process: { platform: "constructor", versions: {} } }, { os: "Other:constructor" }],
  ])("%s", (_, globals, want) => {
    expect(readRuntimeInfo(globals)).toMatchObject(want)
  })

  it("here it is Node", () => {
    expect(readRuntimeInfo()).toMatchObject({ name: "node", version: process.versions.node })
  })

  it.each([
    ["set", "value", "value"],
    ["empty counts as unset", "", undefined],
  ])("an environment variable that is %s", (_, value, want) => {
    vi.stubEnv("PRISTINE_TEST", value)
    expect(readEnv("PRISTINE_TEST")).toBe(want)
    vi.unstubAllEnvs()
  })

  it("an unset or inherited one is absent", () => {
    expect([readEnv("PRISTINE_UNSET"), readEnv("constructor")]).toEqual([undefined, undefined])
  })
})
