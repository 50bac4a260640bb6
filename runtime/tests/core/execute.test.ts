import { describe, expect, it, vi } from "vitest"
import { defineOperation } from "../../src/core/define-operation.ts"
import type { CallOptions } from "../../src/core/call-options.ts"
import type { ClientOptions } from "../../src/core/client.ts"
import type { Classifier } from "../../src/core/classifier.ts"
import { requestQuery } from "../../src/core/request-query.ts"
import { runtimeInfo } from "../../src/core/runtime-info.ts"
import type { OperationSpec } from "../../src/core/operation-spec.ts"
import { commaJoined } from "../../src/core/query-style.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import { isPristineError } from "../../src/errors/is-pristine-error.ts"
import type { Auth } from "../../src/ports/auth.ts"
import type { FakeStep } from "../../src/testing/fake-transport.ts"
import type { TransportRequest } from "../../src/ports/transport.ts"
import {
  bench,
  header,
  json,
  policy,
  postSpec,
  proto,
  rejection,
  rule,
  schemaOf,
  type SpecOver,
  spec,
  testService,
} from "./fixture.ts"

const ok = { body: { name: "Rex" } }
const broken = (maybeExecuted = true): Error => new PristineError("connection", "gone", { maybeExecuted })

describe("what goes on the wire", () => {
  it.each<
    [
      name: string,
      given: { spec?: SpecOver; client?: ClientOptions; call?: CallOptions },
      want: Partial<Record<string, unknown>>,
    ]
  >([
    ["the path is appended to a base URL with a prefix", {}, { url: "https://zoo.test/v1/pets/7" }],
    [
      "a client's base URL wins",
      { client: { baseUrl: "http://localhost:8/x" } },
      { url: "http://localhost:8/x/pets/7" },
    ],
    [
      "a path cannot change the host",
      { spec: { path: () => "@evil.test/x" } },
      { url: "https://zoo.test/v1/@evil.test/x" },
    ],
    [
      "query in order, absent values left out",
      {
        spec: {
          query: () => [
            ["b", 1],
            ["a", undefined],
            ["c", "x y&"],
            ["d", null],
            ["e", false],
          ],
        },
      },
      { url: "https://zoo.test/v1/pets/7?b=1&c=x%20y%26&e=false" },
    ],
    [
      "encoded query values are not encoded again",
      { spec: { query: () => [["ids", commaJoined(["a", "b,c"])]] } },
      { url: "https://zoo.test/v1/pets/7?ids=a,b%2Cc" },
    ],
    [
      "a call's query replaces and removes",
      {
        spec: {
          query: () => [
            ["a", 1],
            ["b", 2],
          ],
        },
        client: { query: { c: "3" } },
        call: { query: { a: "9", b: null } },
      },
      { url: "https://zoo.test/v1/pets/7?c=3&a=9" },
    ],
    [
      "Accept names the readers",
      { spec: { success: [{ status: 200, readers: [proto, json] }] } },
      { accept: "application/x-protobuf, application/json" },
    ],
    [
      "a reader that is not asked for stays out of Accept",
      { spec: { success: [{ status: 200, readers: [proto, { ...json, unasked: true }] }] } },
      { accept: "application/x-protobuf" },
    ],
    ["without readers any type will do", { spec: { success: [{ status: 200, readers: [] }] } }, { accept: "*/*" }],
    ["a user agent by default", {}, { "user-agent": "zoo/1.2.3" }],
    [
      "the operation's own user agent stays",
      { spec: { headers: () => [["user-agent", "mine"]] } },
      { "user-agent": "mine" },
    ],
    ["the client's user agent", { client: { userAgent: "app/9" } }, { "user-agent": "app/9" }],
    [
      "headers: call over client over operation, in any case",
      {
        spec: {
          headers: () => [
            ["X-A", 1],
            ["X-B", true],
            ["X-C", null],
          ],
        },
        client: { headers: { "x-a": "2" } },
        call: { headers: { "X-b": "3" } },
      },
      { "x-a": "2", "x-b": "3", "x-c": undefined },
    ],
    [
      "null removes a header",
      { spec: { headers: () => [["X-A", 1]] }, call: { headers: { "x-a": null } } },
      { "x-a": undefined },
    ],
  ])("%s", async (_, given, want) => {
    const { client, transport } = bench([ok], given.client)
    await defineOperation(() => spec(given.spec))({}, { client, ...given.call })
    const [request] = transport.requests
    for (const [name, value] of Object.entries(want)) {
      expect(name === "url" ? request?.url : header(request, name)).toBe(value)
    }
  })

  it("a body is written once, with its content type", async () => {
    const { client, transport } = bench([ok])
    await defineOperation(() => postSpec())({ name: "Rex" }, { client })
    expect(transport.requests[0]).toMatchObject({ method: "POST", body: '{"name":"Rex"}' })
    expect(header(transport.requests[0], "content-type")).toBe("application/json")
  })

  it("without a body there is no content type", async () => {
    const { client, transport } = bench([ok])
    await defineOperation(() => postSpec({ body: { encode: () => undefined, writer: json } }))({}, { client })
    expect(transport.requests[0]?.body).toBeUndefined()
    expect(header(transport.requests[0], "content-type")).toBeUndefined()
  })

  it.each([
    ["gzip", ["gzip"], ["zstd", "gzip"], "gzip"],
    ["not asked for", undefined, ["gzip"], undefined],
    ["not taken by the service", ["gzip"], ["deflate"], undefined],
  ])("compresses: %s", async (_, compress, encodings, want) => {
    const { client, transport } = bench([ok], compress === undefined ? {} : { compress })
    await defineOperation(() => postSpec({ encodings }))({ name: "Rex" }, { client })
    const [request] = transport.requests
    expect(header(request, "content-encoding")).toBe(want)
    if (want === undefined) return
    const plain = new Blob([request?.body as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream("gzip"))
    expect(await new Response(plain).json()).toEqual({ name: "Rex" })
  })

  it("an encoding that both name and the platform lacks is an error", async () => {
    const { client, transport } = bench([ok], { compress: ["lzw"] })
    const error = await rejection(defineOperation(() => postSpec({ encodings: ["lzw"] }))({}, { client }))
    expect(isPristineError(error, "config")).toBe(true)
    expect(transport.requests).toHaveLength(0)
  })

  it("without a body there is nothing to compress", async () => {
    const { client, transport } = bench([ok], { compress: ["lzw"] })
    const body = { encode: () => undefined, writer: json }
    await defineOperation(() => postSpec({ encodings: ["lzw"], body }))({}, { client })
    expect([transport.requests[0]?.body, header(transport.requests[0], "content-encoding")]).toEqual([
      undefined,
      undefined,
    ])
  })

  it.each(["gzip", "lzw"])("a body that cannot be written fails once, under %s", async (encoding) => {
    const { client, transport } = bench([ok], { compress: [encoding] })
    const writer = { contentType: "application/json", write: () => Promise.reject(new Error("unwritable")) }
    const add = defineOperation(() => postSpec({ encodings: [encoding], body: { encode: (input) => input, writer } }))
    expect(await rejection(add({}, { client }))).toMatchObject({ cause: { message: "unwritable" } })
    expect(transport.requests).toHaveLength(0)
  })

  it("the scope tells environment, runtime, user agent, timeout, body and query", async () => {
    const { client, transport } = bench([ok], {
      env: (name) => (name === "PROJECT" ? "p1" : undefined),
      timeout: 5_000,
    })
    const headers: OperationSpec["headers"] = (_, scope) => [
      ["X-Project", scope.env("PROJECT")],
      ["X-Agent", scope.userAgent],
      ["X-Runtime", runtimeInfo(scope).name],
      ["X-Timeout", scope.timeoutSeconds],
      ["X-Seq", (scope.requestBody as { seq: number }).seq],
      ["X-Query", requestQuery(scope, "q")],
      ["X-Now", scope.clock.now()],
    ]
    await defineOperation(() => postSpec({ headers, query: () => [["q", 4]] }))({ seq: 2 }, { client })
    const names = ["X-Project", "X-Agent", "X-Runtime", "X-Timeout", "X-Seq", "X-Query", "X-Now"]
    expect(names.map((name) => header(transport.requests[0], name))).toEqual([
      "p1",
      "zoo/1.2.3",
      "node",
      "5",
      "2",
      "4",
      "0",
    ])
  })

  it.each<[name: string, timeout: CallOptions["timeout"], want: string | undefined]>([
    ["a limit of one attempt", 2_500, "2.5"],
    ["no limit of one attempt", Infinity, undefined],
    ["no limit of one attempt beside one of the whole", { attemptMs: Infinity, totalMs: 9_000 }, undefined],
  ])("a header of the timeout under %s", async (_, timeout, want) => {
    const { client, transport } = bench([ok])
    const headers: OperationSpec["headers"] = (_, scope) => [["X-Timeout", scope.timeoutSeconds]]
    await defineOperation(() => spec({ headers }))({}, { client, ...(timeout !== undefined && { timeout }) })
    expect(header(transport.requests[0], "X-Timeout")).toBe(want)
  })
})

describe("what comes back", () => {
  it.each<[name: string, step: FakeStep, over: SpecOver, want: unknown]>([
    ["JSON", ok, {}, { name: "Rex" }],
    [
      "decoded",
      { body: { n: 1 } },
      { success: [{ status: 200, readers: [json], decode: (wire) => ({ m: (wire as { n: number }).n }) }] },
      { m: 1 },
    ],
    [
      "what a codec made is not decoded again",
      { headers: { "content-type": "application/x-protobuf" }, body: new Uint8Array(3) },
      { success: [{ status: 200, readers: [proto], decode: () => "twice" }] },
      { bytes: 3 },
    ],
    [
      "the reader of the answer's type",
      { headers: { "content-type": "application/json; charset=utf-8" }, body: '{"a":1}' },
      { success: [{ status: 200, readers: [proto, json] }] },
      { a: 1 },
    ],
    [
      "the reader of the answer's type, although it was not asked for",
      { headers: { "content-type": "application/json" }, body: '{"a":1}' },
      { success: [{ status: 200, readers: [proto, { ...json, unasked: true }] }] },
      { a: 1 },
    ],
    ["JSON under a wrong label", { headers: { "content-type": "text/plain" }, body: '{"a":1}' }, {}, { a: 1 }],
    ["a body that is ignored", { body: "whatever" }, { success: [{ status: 200, readers: [] }] }, undefined],
    ["an undeclared 2xx like the declared one", { status: 201, body: { a: 1 } }, {}, { a: 1 }],
    [
      "a class of statuses",
      { status: 202, body: { a: 1 } },
      { success: [{ status: "2XX", readers: [json] }] },
      { a: 1 },
    ],
    [
      "nothing, with 204",
      { status: 204 },
      { success: [{ status: "2XX", readers: [json], schema: schemaOf(() => false) }] },
      undefined,
    ],
    [
      "a redirect as data",
      { status: 302, headers: { location: "https://x.test/" } },
      { success: [{ status: 302, readers: [], build: ({ headers }) => ({ url: headers.get("location") }) }] },
      { url: "https://x.test/" },
    ],
  ])("%s", async (_, step, over, want) => {
    const { client, transport } = bench([step])
    expect(await defineOperation(() => spec(over))({}, { client })).toEqual(want)
    expect(transport.openBodies).toBe(0)
  })

  it("raw gives status, headers and the request without credentials", async () => {
    const auth: Auth = { apply: (target) => target.setHeader("X-Key", "secret") }
    const { client, transport } = bench([{ ...ok, status: 201, headers: { "x-y": "z" } }], { auth })
    const operation = defineOperation(() => spec())
    const answer = await operation.raw({}, { client })
    expect([answer.status, answer.headers.get("x-y"), answer.data]).toEqual([201, "z", { name: "Rex" }])
    expect(answer.request.url).toBe("https://zoo.test/v1/pets/7")
    expect(answer.request.headers.has("x-key")).toBe(false)
    expect(header(transport.requests[0], "x-key")).toBe("secret")
  })

  it.each<[name: string, step: FakeStep, over: SpecOver, code: string]>([
    ["malformed JSON", { body: "{secret", headers: { "content-type": "application/json" } }, {}, "decode"],
    ["a type that only JSON came for", { body: { a: 1 } }, { success: [{ status: 200, readers: [proto] }] }, "decode"],
    [
      "a decoder that throws",
      ok,
      {
        success: [
          {
            status: 200,
            readers: [json],
            decode: () => {
              throw new TypeError("x")
            },
          },
        ],
      },
      "decode",
    ],
    [
      "a value that does not fit",
      ok,
      { success: [{ status: 200, readers: [json], schema: schemaOf(() => false) }] },
      "validation",
    ],
    ["an undeclared redirect", { status: 302, headers: { location: "/" } }, {}, "http"],
  ])("refuses %s", async (_, step, over, code) => {
    const { client, transport } = bench([step])
    const error = await rejection(defineOperation(() => spec({ retry: [policy()], ...over }))({}, { client }))
    expect(error).toMatchObject({ code, operation: "get_pet", attempts: 1 })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/secret|Rex/)
    expect(transport.openBodies).toBe(0)
  })

  it("a body longer than the limit is refused", async () => {
    const { client } = bench([{ body: "x".repeat(100) }], { maxResponseBytes: 99 })
    expect(await rejection(defineOperation(() => spec())({}, { client }))).toMatchObject({ code: "limit" })
  })

  it("an error's body is kept up to 64 KiB", async () => {
    const { client, transport } = bench([{ status: 400, body: "x".repeat(100_000) }])
    const error = await rejection(defineOperation(() => spec())({}, { client }))
    expect((error as PristineError<string>).body).toHaveLength(65_536)
    expect(transport.openBodies).toBe(0)
  })

  it.each<[name: string, step: FakeStep, want: unknown]>([
    ["typed by its status", { status: 404, body: { detail: "no" } }, { text: "no" }],
    ["typed by a class", { status: 500, body: { detail: "no" } }, { detail: "no" }],
    [
      "as text if it is none of the form",
      { status: 404, headers: { "content-type": "text/html" }, body: "<h1>" },
      "<h1>",
    ],
    ["as text if it is broken", { status: 404, headers: { "content-type": "application/json" }, body: "{" }, "{"],
    ["absent if there is none", { status: 404 }, undefined],
  ])("an error's body is %s", async (_, step, want) => {
    const { client } = bench([step])
    const errors = [
      { status: 404, readers: [json], decode: (wire: unknown) => ({ text: (wire as { detail: string }).detail }) },
      { status: "5XX", readers: [json] },
    ]
    const error = await rejection(defineOperation(() => spec({ errors }))({}, { client }))
    expect((error as PristineError).body).toEqual(want)
    expect(error).toMatchObject({ code: "http", operation: "get_pet" })
  })

  it("safe makes data of an error, and rejects with a caller's reason", async () => {
    const { client } = bench([ok, { status: 404 }])
    const operation = defineOperation(() => spec())
    expect(await operation.safe({}, { client })).toEqual({ ok: true, data: { name: "Rex" } })
    expect(await operation.safe({}, { client })).toMatchObject({ ok: false, error: { status: 404 } })
    const reason = new Error("mine")
    expect(await rejection(operation.safe({}, { client, signal: AbortSignal.abort(reason) }))).toBe(reason)
  })
})

describe("validation", () => {
  it.each<[name: string, validate: CallOptions["validate"], input: string[], output: string[]]>([
    ["requests strictly, answers tolerantly", undefined, ["strict"], ["tolerant"]],
    ["strict holds for both", "strict", ["strict"], ["strict"]],
    ["tolerant holds for both", "tolerant", ["tolerant"], ["tolerant"]],
    ["warn checks as by default", "warn", ["strict"], ["tolerant"]],
    ["off checks nothing", "off", [], []],
  ])("%s", async (_, validate, input, output) => {
    const { client } = bench([ok])
    const [given, got] = [schemaOf(() => true), schemaOf(() => true)]
    const operation = defineOperation(() =>
      spec({ input: given, success: [{ status: 200, readers: [json], schema: got }] }),
    )
    await operation({}, { client, ...(validate !== undefined && { validate }) })
    expect([given.modes, got.modes]).toEqual([input, output])
  })

  it("a wrong input names place and expectation, not the value, and sends nothing", async () => {
    const { client, transport } = bench([ok])
    const error = await rejection(
      defineOperation(() => spec({ input: schemaOf(() => false) }))({ petId: "hunter2" }, { client }),
    )
    expect(error).toMatchObject({
      code: "input",
      message: "The input of get_pet does not fit its type: /petId should be number",
      attempts: 0,
    })
    expect(transport.requests).toHaveLength(0)
  })

  it("warn reports and goes on with the data", async () => {
    const warnings: PristineError[] = []
    const { client } = bench([ok], { validate: "warn", onWarning: (warning) => warnings.push(warning) })
    const schema = schemaOf(() => false)
    const operation = defineOperation(() =>
      spec({ input: schema, success: [{ status: 200, readers: [json], schema }] }),
    )
    expect(await operation({ petId: "x" }, { client })).toEqual({ name: "Rex" })
    expect(warnings.map(({ code }) => code)).toEqual(["input", "validation"])
  })

  it("warn prints without onWarning", async () => {
    const print = vi.spyOn(console, "warn").mockReturnValue(undefined)
    const { client } = bench([ok], { validate: "warn" })
    await defineOperation(() => spec({ input: schemaOf(() => false) }))({}, { client })
    expect(print).toHaveBeenCalledWith("The input of get_pet does not fit its type: /petId should be number")
    print.mockRestore()
  })

  it("an asynchronous validator is awaited", async () => {
    const { client } = bench([ok])
    const slow = schemaOf(() => false)
    const validate = slow["~standard"].validate
    const schema = { "~standard": { ...slow["~standard"], validate: async (value: unknown) => validate(value) } }
    expect(await rejection(defineOperation(() => spec({ input: schema }))({}, { client }))).toMatchObject({
      code: "input",
    })
  })
})

describe("retries", () => {
  it.each<[name: string, over: SpecOver, script: FakeStep[], call: CallOptions, requests: number, outcome: unknown]>([
    ["a status that the policy names", {}, [{ status: 503 }, ok], {}, 2, { name: "Rex" }],
    ["a status that it does not", {}, [{ status: 501 }], {}, 1, 501],
    ["no policy", { retry: [] }, [{ status: 503 }], {}, 1, 503],
    ["until the attempts are used up", {}, [{ status: 503 }, { status: 502 }, { status: 500 }], {}, 3, 500],
    ["connection failures of a GET", {}, [broken(), ok], {}, 2, { name: "Rex" }],
    ["500 of an unkeyed POST is not retried", { method: "POST" }, [{ status: 500 }], {}, 1, 500],
    ["502 of an unkeyed POST is not retried", { method: "POST" }, [{ status: 502 }], {}, 1, 502],
    ["503 of an unkeyed POST is", { method: "POST" }, [{ status: 503 }, ok], {}, 2, { name: "Rex" }],
    ["429 of an unkeyed POST is", { method: "POST" }, [{ status: 429 }, ok], {}, 2, { name: "Rex" }],
    ["a reset of an unkeyed POST is not", { method: "POST" }, [broken()], {}, 1, "connection"],
    ["a refused connection of one is", { method: "POST" }, [broken(false), ok], {}, 2, { name: "Rex" }],
    [
      "500 of a keyed POST is",
      { method: "POST", idempotencyHeader: "X-Key" },
      [{ status: 500 }, ok],
      {},
      2,
      { name: "Rex" },
    ],
    ["500 of a PUT is", { method: "PUT" }, [{ status: 500 }, ok], {}, 2, { name: "Rex" }],
    [
      "a failure that is permanent is not",
      {},
      [new PristineError("connection", "bad certificate", { retryable: false })],
      {},
      1,
      "connection",
    ],
    ["retry: false", {}, [{ status: 503 }], { retry: false }, 1, 503],
    ["retry: a number of attempts", {}, [{ status: 503 }, { status: 503 }], { retry: { maxAttempts: 2 } }, 2, 503],
    [
      "retry: attempts of an operation without a policy",
      { retry: [] },
      [{ status: 503 }, ok],
      { retry: { maxAttempts: 2 } },
      2,
      { name: "Rex" },
    ],
    ["a Retry-After beyond the cap", {}, [{ status: 503, headers: { "retry-after": "61" } }], {}, 1, 503],
  ])("%s", async (_, over, script, call, requests, outcome) => {
    const { client, clock, transport } = bench(script)
    const result = defineOperation(() => spec({ retry: [policy()], ...over })).safe({}, { client, ...call })
    await clock.advance(60_000)
    const settled = await result
    expect(transport.requests).toHaveLength(requests)
    if (settled.ok) expect(settled.data).toEqual(outcome)
    else expect([settled.error.status, settled.error.code]).toContain(outcome)
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("waits what the policy and the server say", async () => {
    const times: number[] = []
    const script = [{ status: 503 }, { status: 503, headers: { "retry-after": "2" } }, ok]
    const { client, clock, transport } = bench((_, index) => {
      times.push(clock.now())
      return script[index]
    })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(10_000)
    await call
    expect(transport.requests).toHaveLength(3)
    expect(times).toEqual([0, 100, 2_100])
  })

  it("carries what the service asked for", async () => {
    const { client } = bench([{ status: 429, headers: { "retry-after": "90", "x-request-id": "r1" } }])
    const error = await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(error).toMatchObject({ retryAfterMs: 90_000, requestId: "r1", retryable: true, maybeExecuted: false })
  })

  it("an outer policy makes new logical calls: new key, attempts from 0", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const inner = policy({ name: "inner", rules: [rule({ maxAttempts: 2 })] })
    const outer = policy({ name: "outer", rules: [rule({ maxAttempts: 2, retryAfter: false })] })
    const headers: OperationSpec["headers"] = (_, scope) => [["X-Attempt", scope.attempt]]
    const operation = defineOperation(() => postSpec({ retry: [outer, inner], idempotencyHeader: "X-Key", headers }))
    const failed = rejection(operation({}, { client }))
    await clock.advance(60_000)
    expect(await failed).toMatchObject({ status: 503, attempts: 4 })
    expect(transport.requests.map((request) => header(request, "X-Attempt"))).toEqual(["0", "1", "0", "1"])
    const keys = transport.requests.map((request) => header(request, "X-Key"))
    expect(keys[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/)
    expect([keys[0] === keys[1], keys[2] === keys[3], keys[0] === keys[2]]).toEqual([true, true, false])
  })

  it("a caller's key is kept over all attempts", async () => {
    const { client, clock, transport } = bench([{ status: 503 }, { status: 503 }, ok])
    const one = policy({ rules: [rule({ maxAttempts: 2 })] })
    const call = defineOperation(() => postSpec({ retry: [policy(), one], idempotencyHeader: "X-Key" }))(
      {},
      { client, idempotencyKey: "k" },
    )
    await clock.advance(60_000)
    await call
    expect(transport.requests.map((request) => header(request, "x-key"))).toEqual(["k", "k", "k"])
  })

  it("a key for an operation that sends none is refused", async () => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => postSpec())({}, { client, idempotencyKey: "k" }))).toMatchObject({
      code: "input",
    })
  })

  it("an outer limit bounds the inner waits", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const inner = policy({ name: "inner", rules: [rule({ backoff: "constant", baseMs: 400, maxAttempts: Infinity })] })
    const outer = policy({ name: "outer", maxElapsedMs: 1_000, rules: [rule({ backoff: "constant", baseMs: 400 })] })
    const failed = rejection(defineOperation(() => spec({ retry: [outer, inner] }))({}, { client }))
    await clock.advance(60_000)
    await failed
    expect(transport.requests).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })

  it("a body that can be read once is sent once", async () => {
    const { client, transport } = bench([{ status: 503 }])
    const once = new Blob(["x"]).stream()
    const body = { encode: () => "x", writer: { contentType: "text/plain", write: () => once } }
    await rejection(defineOperation(() => postSpec({ retry: [policy()], body }))({}, { client }))
    expect(transport.requests).toHaveLength(1)
  })

  it("a client without retries makes one attempt", async () => {
    const { client, transport } = bench([{ status: 503 }], { retry: false })
    await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(transport.requests).toHaveLength(1)
  })

  it("a client's overrides change a policy by its name", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }), {
      retryPolicies: { http: { rules: [rule({ maxAttempts: 5, backoff: "none" })] } },
    })
    const failed = rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    await clock.advance(0)
    await failed
    expect(transport.requests).toHaveLength(5)
  })

  it("asking for retries that the build removed is an error", async () => {
    const service = testService()
    const { retry: _retry, ...without } = service.spec
    const { client } = bench([ok], {}, { ...service, spec: without })
    expect(await rejection(defineOperation(() => spec())({}, { client, retry: { maxAttempts: 2 } }))).toMatchObject({
      code: "config",
    })
  })

  it.each([0, 1.5, Number.NaN, -1])("%d attempts are refused", async (maxAttempts) => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => spec())({}, { client, retry: { maxAttempts } }))).toMatchObject({
      code: "input",
    })
  })
})

describe("limits of time", () => {
  it("connect, headers and idle are the transport's", async () => {
    const { client, transport } = bench([ok])
    await defineOperation(() => spec({ timeouts: { connectMs: 5_000 } }))({}, { client, timeout: { idleMs: 7 } })
    expect(transport.requests[0]?.timeouts).toEqual({ connectMs: 5_000, headersMs: 60_000, bodyIdleMs: 7 })
  })

  it("an attempt that takes too long is retried", async () => {
    const { client, clock, transport } = bench((_, index) => (index === 0 ? undefined : ok))
    const call = defineOperation(() => spec({ timeouts: { attemptMs: 1_000 }, retry: [policy()] }))({}, { client })
    await clock.advance(1_100)
    expect(await call).toEqual({ name: "Rex" })
    expect(transport.requests[0]?.signal.aborted).toBe(true)
    expect([transport.requests[1]?.signal.aborted, clock.pending]).toEqual([false, 0])
  })

  it("the body counts as part of an attempt", async () => {
    const { client, clock } = bench([{ body: never() }])
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: 1_000 }))
    await clock.advance(1_000)
    expect(await failed).toMatchObject({ code: "timeout", phase: "attempt", maybeExecuted: true })
  })

  it("the total limit ends attempts, waits and admission", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const forever = policy({ rules: [rule({ maxAttempts: Infinity, backoff: "constant", baseMs: 300 })] })
    const failed = rejection(
      defineOperation(() => spec({ retry: [forever], timeouts: { totalMs: 1_000 } }))({}, { client }),
    )
    await clock.advance(10_000)
    expect(await failed).toMatchObject({ code: "http", status: 503 })
    expect(transport.requests).toHaveLength(4)
  })

  it("the total limit ends an attempt", async () => {
    const { client, clock } = bench()
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: { totalMs: 10 } }))
    await clock.advance(10)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total", operation: "get_pet", attempts: 1 })
  })

  it.each([0, -1, Number.NaN, 2 ** 31])("%d is refused", async (timeout) => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => spec())({}, { client, timeout }))).toMatchObject({ code: "input" })
  })
})

describe("cancellation", () => {
  it.each<[name: string, script: readonly FakeStep[] | undefined, advance: number, requests: number]>([
    ["before it is sent", [], -1, 0],
    ["while it waits for the answer", undefined, 0, 1],
    ["within the body", [{ body: never() }], 0, 1],
    ["while it waits for the next attempt", [{ status: 503 }], 0, 1],
  ])("%s rejects with the caller's reason", async (_, script, advance, requests) => {
    const { client, clock, transport } = bench(script)
    const controller = new AbortController()
    const reason = { why: "I changed my mind" }
    if (advance < 0) controller.abort(reason)
    const failed = rejection(
      defineOperation(() => spec({ retry: [policy()] }))({}, { client, signal: controller.signal }),
    )
    await clock.advance(Math.max(0, advance))
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect([transport.requests.length, clock.pending]).toEqual([requests, 0])
  })

  it("wins over a limit of the same moment if it is first, and loses if it is not", async () => {
    const { client, clock } = bench()
    const controller = new AbortController()
    const failed = rejection(
      defineOperation(() => spec())({}, { client, signal: controller.signal, timeout: { totalMs: 10 } }),
    )
    await clock.advance(10)
    controller.abort(new Error("late"))
    expect(await failed).toMatchObject({ code: "timeout" })
  })

  it("leaves no listener behind after 1,000 calls on one signal", async () => {
    const { client, clock } = bench((_, index) => (index % 3 === 0 ? { status: 503 } : ok))
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, "addEventListener")
    const removed = vi.spyOn(controller.signal, "removeEventListener")
    const operation = defineOperation(() => spec({ retry: [policy()] }))
    for (let index = 0; index < 1_000; index++) {
      const call = operation.safe({}, { client, signal: controller.signal })
      await clock.advance(100)
      await call
    }
    expect(added).toHaveBeenCalledTimes(1_000)
    expect(removed).toHaveBeenCalledTimes(1_000)
  })

  it("a late answer is released", async () => {
    let answer: (() => void) | undefined
    const cancel = vi.fn(() => Promise.resolve())
    const body = { bytes: never, text: never, stream: never, cancel } as never
    const transport = {
      send: () =>
        new Promise<never>(
          (resolve) => (answer = () => resolve({ status: 200, headers: new Headers(), body } as never)),
        ),
    }
    const { client, clock } = bench([], { transport })
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: 10 }))
    await clock.advance(10)
    await failed
    answer?.()
    await clock.advance(0)
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe("credentials", () => {
  const keyed = (name: string, value: string): Auth => ({ apply: (target) => target.setHeader(name, value) })

  it("go over every other header", async () => {
    const { client, transport } = bench([ok], { auth: keyed("X-API-Key", "real") })
    await defineOperation(() => spec({ headers: () => [["x-api-key", "env"]] }))(
      {},
      { client, headers: { "X-Api-KEY": "mine" } },
    )
    expect(transport.requests[0]?.headers.filter(([name]) => name.toLowerCase() === "x-api-key")).toEqual([
      ["X-API-Key", "real"],
    ])
  })

  it("in query and cookie", async () => {
    const auth: Auth = {
      apply(target) {
        target.setQuery("key", "a b")
        target.setCookie("sid", "1")
      },
    }
    const { client, transport } = bench([ok], { auth, headers: { Cookie: "x=2" } })
    await defineOperation(() => spec({ query: () => [["q", 1]] }))({}, { client })
    expect(transport.requests[0]?.url).toBe("https://zoo.test/v1/pets/7?q=1&key=a%20b")
    expect(header(transport.requests[0], "cookie")).toBe("x=2; sid=1")
  })

  it("run again for each attempt", async () => {
    let count = 0
    const auth: Auth = { apply: async (target) => target.setHeader("X-Key", String(await Promise.resolve(++count))) }
    const { client, clock, transport } = bench([{ status: 503 }, ok], { auth })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(100)
    await call
    expect(transport.requests.map((request) => header(request, "x-key"))).toEqual(["1", "2"])
  })

  it.each<[name: string, again: boolean | undefined, script: FakeStep[], requests: number, ok: boolean]>([
    ["renewed after a 401: one replay", true, [{ status: 401 }, ok], 2, true],
    ["not renewed: none", false, [{ status: 401 }], 1, false],
    ["refused twice: no loop", true, [{ status: 401 }, { status: 401 }], 2, false],
    ["cannot be renewed", undefined, [{ status: 401 }], 1, false],
  ])("%s", async (_, again, script, requests, success) => {
    const auth: Auth = {
      ...keyed("X-Key", "1"),
      ...(again !== undefined && { onUnauthorized: async () => Promise.resolve(again) }),
    }
    const { client, transport } = bench(script, { auth })
    expect(await defineOperation(() => spec()).safe({}, { client })).toMatchObject({ ok: success })
    expect(transport.requests).toHaveLength(requests)
  })

  it.each<[name: string, auth: ClientOptions["auth"], list: string | false | undefined, want: string | undefined]>([
    ["the manifest's default list", undefined, undefined, "manifest"],
    ["the client's in its place", keyed("X-Key", "client"), undefined, "client"],
    ["a list", [keyed("X-Key", "client")], undefined, "client"],
    ["another list of the manifest's stays", keyed("X-Key", "client"), "other", "other"],
    ["by name", { other: keyed("X-Key", "named") }, "other", "named"],
    ["none on the operation", keyed("X-Key", "client"), false, undefined],
    ["none on the client", false, undefined, undefined],
  ])("%s", async (_, auth, list, want) => {
    const service = testService({ auth: { default: [keyed("X-Key", "manifest")], other: [keyed("X-Key", "other")] } })
    const { client, transport } = bench([ok], auth === undefined ? {} : { auth }, service)
    await defineOperation(() => spec(list === undefined ? {} : { auth: list }))({}, { client })
    expect(header(transport.requests[0], "x-key")).toBe(want)
  })

  it("that cannot be read fail before anything is sent, and hang no longer than the attempt", async () => {
    const { client, transport } = bench([], { auth: { apply: () => Promise.reject(new Error("vault sealed")) } })
    expect(await rejection(defineOperation(() => spec())({}, { client }))).toMatchObject({
      code: "config",
      phase: "auth",
    })
    const hanging = bench([], { auth: { apply: () => new Promise(() => undefined) } })
    const failed = rejection(defineOperation(() => spec())({}, { client: hanging.client, timeout: 10 }))
    await hanging.clock.advance(10)
    expect(await failed).toMatchObject({ code: "timeout" })
    expect([...transport.requests, ...hanging.transport.requests]).toHaveLength(0)
  })
})

describe("classifiers", () => {
  it.each<[name: string, over: SpecOver, script: FakeStep[], requests: number, outcome: unknown]>([
    [
      "as a broken connection",
      {
        method: "POST",
        classify: ({ status, bodyBytes }) => (status === 400 && bodyBytes === 0 ? { as: "connection" } : undefined),
      },
      [{ status: 400 }, ok],
      2,
      { name: "Rex" },
    ],
    [
      "another attempt whatever the policies say",
      { retry: [], classify: ({ status }) => (status === 402 ? { retryAfterMs: 5_000 } : undefined) },
      [{ status: 402 }, { status: 402 }, ok],
      3,
      { name: "Rex" },
    ],
    [
      "another body",
      { classify: ({ body }) => ({ body: (body as { result: unknown }).result }) },
      [{ body: { result: { a: 1 } } }],
      1,
      { a: 1 },
    ],
    ["nothing said", { classify: () => undefined }, [{ status: 404 }], 1, 404],
    [
      "a success that is none",
      { classify: ({ body }) => ((body as { busy?: boolean }).busy === true ? { as: "connection" } : undefined) },
      [{ body: { busy: true } }, ok],
      2,
      { name: "Rex" },
    ],
  ])("%s", async (_, over, script, requests, outcome) => {
    const { client, clock, transport } = bench(script)
    const result = defineOperation(() => spec({ retry: [policy()], ...over })).safe({}, { client })
    await clock.advance(60_000)
    const settled = await result
    if (settled.ok) expect(settled.data).toEqual(outcome)
    else expect(settled.error.status).toBe(outcome)
    expect([transport.requests.length, transport.openBodies]).toEqual([requests, 0])
  })

  it("are told the call, and keep state for the client", async () => {
    const { client } = bench([ok, ok])
    const seen: unknown[] = []
    const classify: Classifier = (answer, call) => {
      const counter = call.state("count", () => ({ calls: 0 }))
      counter.calls += 1
      seen.push([
        answer.status,
        answer.body,
        answer.bodyBytes,
        call.operation,
        call.input,
        call.attempt,
        counter.calls,
        call.client === client,
      ])
      return undefined
    }
    const operation = defineOperation(() => spec({ classify }))
    await operation({ a: 1 }, { client })
    await operation({ a: 2 }, { client })
    expect(seen).toEqual([
      [200, { name: "Rex" }, 14, "get_pet", { a: 1 }, 0, 1, true],
      [200, { name: "Rex" }, 14, "get_pet", { a: 2 }, 0, 2, true],
    ])
  })
})

describe("admission", () => {
  const limit = { name: "sampling", concurrency: 1 }

  it("holds its place until the answer is read, over all attempts", async () => {
    const { client, clock, transport } = bench((_, index) => (index === 0 ? { status: 503 } : ok))
    const operation = defineOperation(() => spec({ rateLimit: limit, retry: [policy()] }))
    const calls = Promise.all([operation({}, { client }), operation({}, { client })])
    await clock.advance(99)
    expect(transport.requests).toHaveLength(1)
    await clock.advance(1)
    await calls
    expect(transport.requests).toHaveLength(3)
  })

  it("a classifier's throttle closes the limit for all its calls", async () => {
    const times: number[] = []
    const { client, clock } = bench((_, index) => {
      times.push(clock.now())
      return index === 0 ? { status: 429 } : ok
    })
    const classify: Classifier = ({ status }, { weight }) =>
      status === 429 ? { throttleMs: weight > 100 ? 5_000 : 1_000 } : undefined
    const dispatch = policy({ rules: [rule({ retryOn: [429], backoff: "none", maxAttempts: Infinity })] })
    const operation = defineOperation(() => postSpec({ classify, retry: [dispatch], rateLimit: { name: "sampling" } }))
    const call = operation({ text: "x".repeat(200) }, { client })
    await clock.advance(10_000)
    await call
    expect(times).toEqual([0, 5_000])
  })

  it("weighs the body, or what the manifest says", async () => {
    const weights: number[] = []
    const classify: Classifier = (_, call) => void weights.push(call.weight)
    const { client } = bench([ok, ok])
    await defineOperation(() => postSpec({ classify, rateLimit: { name: "a" } }))({ t: "é" }, { client })
    await defineOperation(() => postSpec({ classify, rateLimit: { name: "a" }, weight: () => 77 }))({}, { client })
    expect(weights).toEqual([10, 77])
  })

  it("an aborted wait gives its place away", async () => {
    const { client, clock, transport } = bench()
    const operation = defineOperation(() => spec({ rateLimit: limit }))
    const first = operation({}, { client })
    const controller = new AbortController()
    const second = rejection(operation({}, { client, signal: controller.signal }))
    const third = operation({}, { client })
    await clock.advance(0)
    controller.abort("enough")
    expect(await second).toBe("enough")
    ;(await transport.next()).respond(ok)
    await first
    ;(await transport.next()).respond(ok)
    await third
  })
})

describe("the breaker", () => {
  it.each<[name: string, step: FakeStep, want: string]>([
    ["a success", ok, "success"],
    ["a failure of the service", { status: 500 }, "failure"],
    ["a fault of the caller", { status: 404 }, "ignored"],
    ["too many requests", { status: 429 }, "ignored"],
    ["no connection", broken(), "failure"],
    ["an answer that cannot be read", { body: "{", headers: { "content-type": "application/json" } }, "ignored"],
  ])("is told of %s", async (_, step, want) => {
    const outcomes: string[] = []
    const { client } = bench([step], { circuitBreaker: { enter: () => (outcome) => void outcomes.push(outcome) } })
    await defineOperation(() => spec()).safe({}, { client })
    expect(outcomes).toEqual([want])
  })

  it("stands within the retries: each attempt enters", async () => {
    const outcomes: string[] = []
    const { client, clock } = bench([{ status: 503 }, ok], {
      circuitBreaker: { enter: () => (outcome) => void outcomes.push(outcome) },
    })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(100)
    await call
    expect(outcomes).toEqual(["failure", "success"])
  })

  it("that is open fails the call at once", async () => {
    const circuitBreaker = {
      enter: () => {
        throw new PristineError("circuit_open", "open")
      },
    }
    const { client, transport } = bench([], { circuitBreaker })
    expect(await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))).toMatchObject({
      code: "circuit_open",
    })
    expect(transport.requests).toHaveLength(0)
  })
})

describe("telemetry", () => {
  it("tells of calls, attempts and retries, without payload", async () => {
    const events: Record<string, unknown>[] = []
    const { client, clock } = bench([{ status: 503, headers: { "x-request-id": "r1" } }, ok], {
      telemetry: { emit: (event) => void events.push({ ...event }) },
    })
    const operation = defineOperation(() => spec({ retry: [policy()], query: () => [["q", "secret"]] }))
    const call = operation({}, { client })
    await clock.advance(100)
    await call
    expect(events.map(({ type }) => type)).toEqual([
      "call:start",
      "attempt:start",
      "attempt:end",
      "retry",
      "attempt:start",
      "attempt:end",
      "call:end",
    ])
    expect(events[2]).toEqual({
      type: "attempt:end",
      operation: "get_pet",
      callId: 1,
      time: 0,
      method: "GET",
      route: "/pets/{id}",
      serverAddress: "zoo.test",
      attempt: 1,
      durationMs: 0,
      status: 503,
      requestId: "r1",
      error: "http",
    })
    expect(events[3]).toMatchObject({ delayMs: 100 })
    expect(JSON.stringify(events)).not.toMatch(/secret|Rex/)
  })

  it("is not told of an operation that opts out, and does no harm when it throws", async () => {
    const emit = vi.fn(() => {
      throw new Error("sink is down")
    })
    const warnings: unknown[] = []
    const { client } = bench([ok, ok], { telemetry: [{ emit }], onWarning: (warning) => warnings.push(warning.code) })
    await defineOperation(() => spec({ telemetry: false }))({}, { client })
    expect(emit).not.toHaveBeenCalled()
    await defineOperation(() => spec())({}, { client })
    expect([emit.mock.calls.length, warnings]).toEqual([4, ["config"]])
  })
})

describe("hostile input", () => {
  it.each(["Host", "content-length", "Transfer-Encoding", "CONNECTION"])(
    "header %s is the transport's",
    async (name) => {
      const { client } = bench([ok])
      expect(await rejection(defineOperation(() => spec())({}, { client, headers: { [name]: "x" } }))).toMatchObject({
        code: "input",
      })
    },
  )

  it("what an extension throws becomes one of our errors", async () => {
    const { client } = bench([ok])
    const throwing = {
      path: () => {
        throw "text" as unknown as Error
      },
    }
    const error = await rejection(defineOperation(() => spec(throwing))({}, { client }))
    expect(error).toMatchObject({ code: "input", operation: "get_pet", attempts: 0 })
    expect((error as Error).cause).toBeInstanceOf(Error)
  })

  it("request builds without sending", async () => {
    const { client, transport } = bench([])
    const request: Pick<TransportRequest, "method" | "url"> = await defineOperation(() =>
      postSpec({ idempotencyHeader: "X-Key" }),
    ).request({ a: 1 }, { client })
    expect(request).toMatchObject({ method: "POST", url: "https://zoo.test/v1/pets", body: '{"a":1}' })
    expect(transport.requests).toHaveLength(0)
  })
})

/** A body that never comes. */
async function* never(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined)
  yield new Uint8Array()
}
