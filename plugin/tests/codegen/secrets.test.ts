import { describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

const types = {
  Card: { fields: { number: { type: "string", secret: true }, next: "Card" } },
  Pin: { type: "string", format: "password" },
}
const signIn = (fields: Readonly<Record<string, unknown>>) =>
  modelOf({
    base_url: "https://x.test",
    types: { ...types, Body: { fields } },
    endpoints: { sign_in: { method: "POST", path: "/in", request: "Body" } },
  })

describe("secrets of an input", () => {
  it.each<[name: string, field: unknown, value: unknown]>([
    ["a format", { type: "string", format: "password" }, "sentinel"],
    ["a flag", { type: "string", secret: true }, "sentinel"],
    ["an older word", { type: "string", write_only: true }, "sentinel"],
    ["a named type", "Pin", "sentinel"],
    ["items", { type: "array", items: "Pin" }, ["sentinel"]],
    ["values of a map", { type: "map", items: "Pin" }, { a: "sentinel" }],
    ["a field of a type that contains itself", "Card", { next: { next: { number: "sentinel" } } }],
    ["a variant", { any_of: ["Card", "Pin"] }, { number: "sentinel" }],
  ])("stay out of `.key`: %s", async (_, field, value) => {
    const entry = `import api from "api"\nexport const key = JSON.stringify(api.signIn.key({ it: ${JSON.stringify(value)}, user: "ann" }))`
    const { key } = await run(signIn({ it: field, user: "string" }), entry)
    expect(key).toContain("ann")
    expect(key).toContain("sha256:")
    expect(key).not.toContain("sentinel")
  })

  it("are linked for inputs that have some, and for no other", async () => {
    const links = async (field: unknown) => {
      const code = await bundle(signIn({ it: field }), 'import api from "api"\nconsole.log(api.signIn)')
      return code.includes("sha256")
    }
    expect(
      await Promise.all([links("Pin"), links("string"), links({ type: "string", format: "password", secret: false })]),
    ).toEqual([true, false, false])
  })

  it("stay out of recordings and logs, in requests and answers, by their names on the wire", async () => {
    const model = modelOf({
      base_url: "https://x.test",
      types: {
        ...types,
        Body: { fields: { pin: { type: "Pin", alias: "p_i_n" }, list: { type: "array", items: "Pin" }, n: "integer" } },
        Answer: { fields: { card: "Card", plain: "string" } },
        Fault: { fields: { pin_again: "Pin" } },
      },
      endpoints: {
        sign_in: {
          method: "POST",
          path: "/keys/{key}/in",
          parameters: { key: "Pin", hint: { type: "Pin", in: "query" }, page: { type: "integer", in: "query" } },
          request: "Body",
          response: "Answer",
          error_types: { "4XX": "Fault" },
        },
      },
    })
    const entry = `import api, { createClient } from "api"
import { loggingTransport } from "pristine-runtime"
import { fakeTransport, recordTraffic } from "pristine-runtime/testing"
const answers = [{ body: { card: { number: "sentinel", next: { number: "sentinel" } }, plain: "shown" } }, { status: 400, body: { pin_again: "sentinel" } }]
const recorder = recordTraffic(fakeTransport(answers), { query: ["hint", "page"] })
const lines = []
const client = createClient({ transport: loggingTransport(recorder, { write: (line) => lines.push(line), query: ["hint", "page"] }), retry: false })
const input = { key: "sentinel", hint: "sentinel", page: 3, pin: "sentinel", list: ["sentinel"], n: 4 }
const { plain } = await api.signIn(input, { client })
const failed = await api.signIn.safe(input, { client })
export const result = JSON.stringify([plain, failed.error.code, recorder.recording, lines])`
    const { result } = (await run(model, entry)) as { result: string }
    expect(result).not.toContain("sentinel")
    for (const shown of ["shown", "page=3", "/keys/***/in", String.raw`\"n\":4`]) expect(result).toContain(shown)
  })

  it("stay out of errors as keys of maps, by their names in TypeScript", async () => {
    const pins = { type: "map", items: "integer", secret: true }
    const model = modelOf({
      base_url: "https://x.test",
      types: { Body: { fields: { pins: { ...pins, alias: "p_i_n_s" } } }, Answer: { fields: { old: pins } } },
      endpoints: {
        send: { method: "POST", path: "/in", parameters: { page: "integer" }, request: "Body", response: "Answer" },
        put: { method: "PUT", path: "/in", request: pins, response: "Answer" },
      },
    })
    const entry = `import api, { createClient } from "api"
import { fakeTransport } from "pristine-runtime/testing"
const client = createClient({ transport: fakeTransport(() => ({ body: { old: { sentinel: "x" } } })), retry: false })
const results = [
  await api.send.safe({ page: 1, pins: { sentinel: "x" } }, { client }),
  await api.put.safe({ body: { sentinel: "x" } }, { client }),
  await api.send.safe({ page: 1, pins: {} }, { client }),
]
export const result = JSON.stringify(results.map(({ error }) => [error.message, error.issues, error]))`
    const { result } = (await run(model, entry)) as { result: string }
    expect(result).not.toContain("sentinel")
    for (const place of ["/pins/*", "/body/*", "/old/*"]) expect(result).toContain(`${place} should be`)
  })

  it("count by name in requests and answers alike: what is one in an answer is hidden in its request too", async () => {
    const model = modelOf({
      base_url: "https://x.test",
      types: { Answer: { fields: { token: "Pin" } }, Pin: types.Pin },
      endpoints: {
        get: { method: "GET", path: "/a", parameters: { token: "string", page: "integer" }, response: "Answer" },
      },
    })
    const entry = `import api, { createClient } from "api"
import { fakeTransport, recordTraffic } from "pristine-runtime/testing"
const recorder = recordTraffic(fakeTransport([{ body: { token: "sentinel" } }]), { query: ["token", "page"] })
await api.get({ token: "plain", page: 3 }, { client: createClient({ transport: recorder }) })
export const result = JSON.stringify(recorder.recording)`
    const { result } = (await run(model, entry)) as { result: string }
    expect(result).toContain("?token=***&page=3")
    expect(result).not.toContain("sentinel")
  })

  it("stay out of recordings where code encodes them, and in the result of a future", async () => {
    const model = modelOf({
      base_url: "https://x.test",
      types: {
        ...types,
        Coded: { fields: { pin: "Pin" }, codec: "./c.ts#c" },
        Order: { fields: { coded: "Coded", plain: "string" } },
        Done: { fields: { pin: "Pin", plain: "string" } },
      },
      endpoints: {
        order: { method: "POST", path: "/orders", request: "Order", response: "void" },
        train: { method: "POST", path: "/train", async: true, response: "Done" },
      },
    })
    const code = { "./c.ts": "export const c = { encode: ({ pin }) => ({ PIN_CODE: pin }), decode: (value) => value }" }
    const entry = `import api, { createClient } from "api"
import { fakeTransport, recordTraffic } from "pristine-runtime/testing"
const answers = [{ status: 200 }, { body: { request_id: "a" } }, { body: { pin: "sentinel", plain: "shown" } }]
const recorder = recordTraffic(fakeTransport(answers))
const client = createClient({ transport: recorder, retry: false })
await api.order({ coded: { pin: "sentinel" }, plain: "shown" }, { client })
const { plain } = await api.train({}, { client })
export const result = JSON.stringify([plain, recorder.recording])`
    const { result } = (await run(model, entry, { code })) as { result: string }
    expect(result).not.toContain("sentinel")
    expect(result.split("shown")).toHaveLength(4)
  })

  it("have no default in a manifest", () => {
    const fields = { it: { type: "string", secret: true, default: "hunter2" } }
    const text = JSON.stringify({ name: "x", version: "1", endpoints: {}, types: { A: { fields } } })
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map((error) => formatDiagnostic(error, text)).join()).toContain(
      "A secret must not stand in a manifest",
    )
  })
})
