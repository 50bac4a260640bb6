import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { requestQuery } from "../../../src/core/request/request-query.ts"
import { runtimeInfo } from "../../../src/core/client/runtime-info.ts"
import type { OperationSpec } from "../../../src/core/operation/operation-spec.ts"
import { commaJoined } from "../../../src/core/request/query-style.ts"
import { isPristineError } from "../../../src/errors/is-pristine-error.ts"
import type { Compression } from "../../../src/ports/compression.ts"
import { it } from "../../test.ts"
import { bench, header, json, postSpec, proto, rejection, type SpecOver, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

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
      { spec: { query: () => [["ids", commaJoined(["a", "b,c"], "a")]] } },
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

  it("a compression of one's own replaces the platform's", async () => {
    class Reversed implements Compression {
      readonly #name = "lzw"
      has(encoding: string): boolean {
        return encoding === this.#name
      }
      compress(body: Uint8Array, encoding: string): Promise<Uint8Array> {
        return this.has(encoding) ? Promise.resolve(body.slice().reverse()) : Promise.reject(new Error(encoding))
      }
    }
    const { client, transport } = bench([ok], { compress: ["gzip", "lzw"], compression: new Reversed() })
    await defineOperation(() => postSpec({ encodings: ["gzip", "lzw"] }))({ name: "Rex" }, { client })
    const [request] = transport.requests
    expect(header(request, "content-encoding")).toBe("lzw")
    expect(new TextDecoder().decode((request?.body as Uint8Array).slice().reverse())).toBe('{"name":"Rex"}')
    const lost = await rejection(defineOperation(() => postSpec({ encodings: ["gzip"] }))({}, { client }))
    expect(lost).toMatchObject({ code: "config", message: "The client's compression cannot compress with gzip" })
    expect(transport.requests).toHaveLength(1)
  })

  it("a stream cannot be compressed, and is not sent", async () => {
    const { client, transport } = bench([ok], { compress: ["gzip"] })
    const writer = { contentType: "a/b", write: () => new Blob(["x"]).stream() }
    const add = defineOperation(() => postSpec({ encodings: ["gzip"], body: { encode: (input) => input, writer } }))
    expect(await rejection(add({}, { client }))).toMatchObject({ code: "config", phase: "prepare" })
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
