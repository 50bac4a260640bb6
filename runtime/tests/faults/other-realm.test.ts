import { createContext, runInContext } from "node:vm"
import { build } from "esbuild"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect } from "vitest"
import { bearer } from "../../src/adapters/auth/bearer.ts"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { bytes } from "../../src/adapters/serializer/bytes.ts"
import { form } from "../../src/adapters/serializer/form.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { isPristineError } from "../../src/errors/is-pristine-error.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import type * as Runtime from "../../src/index.ts"
import type { BodyWriter } from "../../src/ports/serializer.ts"
import type { StandardSchema } from "../../src/ports/standard-schema.ts"
import type { TransportRequest } from "../../src/ports/transport.ts"
import { bench, json, postSpec, rejection, spec, testService } from "../core/fixture.ts"
import { test } from "../test.ts"

/** What a realm gets of the web's classes, which `node:vm` leaves out; the language's own it has itself. */
const web = {
  AbortController,
  AbortSignal,
  Blob,
  Event,
  EventTarget,
  Headers,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
}
const realm = createContext({ ...web, performance, console })
const there = (code: string): unknown => runInContext(code, realm) as unknown

/** The body as a service would get it. */
async function textOf({ body }: TransportRequest): Promise<string> {
  if (body === undefined) return ""
  return new Response(body as BodyInit).text()
}

describe("L123 values of another realm", () => {
  const send = (writer: BodyWriter) => defineOperation(() => postSpec({ body: { encode: (input) => input, writer } }))

  const works: readonly [row: string, writer: BodyWriter, code: string, want: RegExp][] = [
    ["L123.20 bytes as a body", bytes, "new Uint8Array([104, 105])", /^hi$/],
    ["L123.21 a part of bytes as a body", bytes, "new Uint8Array([0, 104, 105]).subarray(1)", /^hi$/],
    ["L123.22 a buffer as a body", bytes, "new Uint8Array([104, 105]).buffer", /^hi$/],
    [
      "L123.23 an asynchronous iterable as a body",
      bytes,
      "(async function* () { yield new Uint8Array([104]) })()",
      /^h$/,
    ],
    [
      "L123.24 bytes as a file of a form",
      multipart,
      "({ f: new Uint8Array([104, 105]) })",
      /filename="blob"[^]*\r\n\r\nhi\r\n/,
    ],
    ["L123.25 a buffer as a file of a form", multipart, "({ f: new Uint8Array([104, 105]).buffer })", /\r\n\r\nhi\r\n/],
    ["L123.26 a date in a form", form, "({ at: new Date(0) })", /^at=1970-01-01T00%3A00%3A00.000Z$/],
    ["L123.27 a list in a form", form, "({ tag: ['a', 'b'] })", /^tag=a&tag=b$/],
    ["L123.28 a date as JSON", json, "({ at: new Date(0) })", /^\{"at":"1970-01-01T00:00:00.000Z"\}$/],
    [
      "L123.29 a file whose class only looks like one",
      multipart,
      "({ f: { name: 'a', async *stream() { yield new Uint8Array([104]) } } })",
      /filename="a"[^]*\r\n\r\nh\r\n/,
    ],
    [
      "L123.30 a promise of a body",
      { contentType: "a/b", write: (value) => value as string },
      "Promise.resolve('hi')",
      /^hi$/,
    ],
  ]
  test.for(works)("%s", async ([, writer, code, want]) => {
    const { client, transport } = bench([{ body: {} }])
    await send(writer)(there(code), { client, validate: "off" })
    expect(await textOf(transport.requests[0] as TransportRequest)).toMatch(want)
  })

  const refused: readonly [row: string, writer: BodyWriter, code: string][] = [
    ["L123.31 a map as a form", form, "new Map([['a', 'b']])"],
    ["L123.32 a map in a form", form, "({ m: new Map([['a', 'b']]) })"],
    ["L123.33 a date that is none, in a form", form, "({ at: new Date(NaN) })"],
    ["L123.34 a class of Blobs as a body", bytes, "new (class Blob { size = 1; type = '' })()"],
    ["L123.35 a class of FormData as a body", multipart, "new (class FormData { *[Symbol.iterator]() {} })()"],
    ["L123.36 a getter that throws", form, "({ get a() { throw new TypeError('x') } })"],
  ]
  test.for(refused)("%s is refused before anything is sent", async ([, writer, code]) => {
    const { client, transport } = bench([])
    const error = await rejection(send(writer)(there(code), { client, validate: "off" }))
    expect(error).toBeInstanceOf(PristineError)
    expect(error).toMatchObject({ code: "input", attempts: 0 })
    expect(transport.requests).toHaveLength(0)
  })

  const schemas: readonly [row: string, where: "input" | "answer", code: string][] = [
    ["L123.37 an input", "input", "input"],
    ["L123.38 an answer", "answer", "validation"],
  ]
  test.for(schemas)("%s is checked by a schema that answers with a promise", async ([, where, code]) => {
    const schema = there(
      `({ "~standard": { version: 1, vendor: "there", validate: async () => ({ issues: [{ message: "no" }] }) } })`,
    ) as StandardSchema
    const { client } = bench([{ body: {} }])
    const over =
      where === "input" ? { input: schema } : { success: [{ status: 200, readers: [json], schema }] as const }
    expect(await rejection(defineOperation(() => spec(over))({}, { client }))).toMatchObject({ code })
  })

  test("L123.39 a token may come in a promise", async () => {
    const token = there(`() => Promise.resolve("secret")`) as () => Promise<string>
    const source = there(`({ token: () => Promise.resolve({ value: "secret" }) })`) as Runtime.TokenSource
    for (const auth of [bearer(token), bearer({ source })]) {
      const { client, transport } = bench([{ body: {} }], { auth })
      await defineOperation(() => spec())({}, { client })
      expect(transport.requests[0]?.headers).toContainEqual(["Authorization", "Bearer secret"])
    }
  })

  test("L123.40 a signal of another class ends a call with its reason", async ({ clock }) => {
    const controller = there(`(() => {
      class Signal extends EventTarget {
        aborted = false
        reason = undefined
        throwIfAborted() { if (this.aborted) throw this.reason }
      }
      const signal = new Signal()
      const abort = (reason) => {
        Object.assign(signal, { aborted: true, reason })
        signal.dispatchEvent(new Event("abort"))
      }
      return { signal, abort }
    })`) as () => { readonly signal: AbortSignal; abort(reason: unknown): void }
    const made = controller()
    const { client } = bench(undefined, { clock })
    const failed = rejection(defineOperation(() => spec())({}, { client, signal: made.signal }))
    await clock.advance(0)
    made.abort("enough")
    expect(await failed).toBe("enough")
  })

  test("L123.41 what code of another realm throws is a cause, and its text is kept", async () => {
    const thrower = there(`() => { throw new RangeError("of there") }`) as () => never
    const { client } = bench([], { auth: { apply: thrower } })
    const error = (await rejection(defineOperation(() => spec())({}, { client }))) as PristineError
    expect(error).toMatchObject({ code: "config" })
    expect(error.cause).toMatchObject({ name: "RangeError", message: "of there" })
  })
})

describe("L123 a copy of the runtime in another realm", () => {
  let copy: typeof Runtime
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "copy",
      platform: "browser",
      alias: {
        "#check-options": fileURLToPath(new URL("../../src/core/client/no-check-options.ts", import.meta.url)),
        "#failure-codes": fileURLToPath(new URL("../../src/adapters/transport/no-failure-codes.ts", import.meta.url)),
        "#default-transport": fileURLToPath(new URL("../../src/adapters/transport/fetch-default.ts", import.meta.url)),
      },
      logLevel: "silent",
    })
    copy = there(`${outputFiles[0]?.text ?? ""};copy`) as typeof Runtime
  }, 30_000)

  test("L123.42 is another one", () => {
    expect(new copy.PristineError("http", "x")).not.toBeInstanceOf(Error)
    expect(new copy.PristineError("http", "x")).not.toBeInstanceOf(PristineError)
  })

  test("L123.43 knows errors of here, and here they know its own", () => {
    const [own, theirs] = [new PristineError("input", "here"), new copy.PristineError("http", "there")]
    expect([copy.isPristineError(own, "input"), isPristineError(theirs, "http")]).toEqual([true, true])
    expect([copy.isPristineError(own, "http"), isPristineError(theirs, "input")]).toEqual([false, false])
  })

  test("L123.44 wires clients that operations of here take", async () => {
    const { transport, clock } = bench([{ body: { a: 1 } }, { status: 404, body: { why: "gone" } }])
    const client = copy.createClient(testService(), { transport, clock })
    expect(await defineOperation(() => spec())({}, { client })).toEqual({ a: 1 })
    const error = await rejection(defineOperation(() => spec())({}, { client }))
    expect([isPristineError(error, "http"), copy.isPristineError(error, "http")]).toEqual([true, true])
    await client.close()
  })

  test("L123.45 passes on errors of here as they are", async () => {
    const own = new PristineError("auth", "of here")
    const { transport, clock } = bench([])
    const client = copy.createClient(testService(), { transport, clock, auth: { apply: () => Promise.reject(own) } })
    const error = await rejection(defineOperation(() => spec())({}, { client }))
    expect(error).toMatchObject({ code: "auth", message: "of here" })
  })

  test("L123.46 binds operations of here", async () => {
    const { transport, clock } = bench([{ body: { a: 1 } }])
    const api = { pets: { get: defineOperation(() => spec()) } }
    const bound = copy.bind(
      Object.freeze(Object.assign(Object.create(null) as typeof api, api)),
      copy.createClient(testService(), { transport, clock }),
    )
    expect(await bound.pets.get({})).toEqual({ a: 1 })
  })
})
