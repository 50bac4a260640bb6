import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { number, object } from "../../../src/schema/index.ts"
import { it } from "../../test.ts"
import { bench, header, json, policy, proto, rejection, schemaOf, type SpecOver, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

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
      "nothing, to a HEAD request",
      { status: 200 },
      { method: "HEAD", success: [{ status: "2XX", readers: [json], schema: schemaOf(() => false) }] },
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

  it("a 204 in place of a declared type is none of that type", async () => {
    const success = [{ status: "2XX", readers: [json], schema: object({ id: number() }) }]
    const call = defineOperation(() => spec({ success }))({}, { client: bench([{ status: 204 }]).client })
    await expect(call).rejects.toMatchObject({ code: "validation", status: 204, maybeExecuted: true })
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
