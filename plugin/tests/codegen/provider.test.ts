import { describe, expect } from "vitest"
import { generatePart } from "../../src/codegen/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, defaults, run } from "./run-generated.ts"

const endpoints = { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}" } }
const base = { base_url: "https://x.test", endpoints }
const everything = {
  request_id: ["x-trace", "x-request-id"],
  should_retry: "x-should-retry",
  rate_limit: { remaining: "x-left", reset: { header: "x-reset", form: "delta" } },
  error: { code: "/error/code", message: "/error/message" },
}

describe("a profile names the readers that it needs", () => {
  it.each<[name: string, provider: Readonly<Record<string, unknown>>, expected: string]>([
    ["one id", { request_id: "x-trace" }, 'provider: provider({ requestId: ["x-trace"] })'],
    ["ids", { request_id: ["a", "b"] }, 'provider: provider({ requestId: ["a", "b"] })'],
    ["a word on retries", { should_retry: "x-y" }, 'provider: provider({ failure: [shouldRetryHeader("x-y")] })'],
    [
      "a quota",
      { rate_limit: { reset: { header: "x", form: "epoch" } } },
      'provider: provider({ failure: [quotaReset({ reset: "x", form: "epoch" })] })',
    ],
    [
      "a code",
      { error: { code: "/a/~1b~0" } },
      'provider: provider({ failure: [serviceError(["a", "/b~"], undefined)] })',
    ],
    ["a message", { error: { message: "/m" } }, 'provider: provider({ failure: [serviceError(undefined, ["m"])] })'],
    ["problem details", { error: { problem: true } }, "provider: provider({ failure: [problemDetails] })"],
    ["nothing", {}, "provider: provider({})"],
  ])("%s", (_, provider, expected) => {
    const { code } = generatePart(modelOf({ ...base, provider }), "service", defaults)
    expect(code).toContain(expected)
  })

  it("two quotas are one reader", () => {
    const quota = (name: string) => ({ reset: { header: name, form: "duration" } })
    const model = modelOf({ ...base, provider: { rate_limit: [quota("a"), quota("b")] } })
    expect(model.provider?.quotas.map(({ reset }) => reset)).toEqual(["a", "b"])
    expect(generatePart(model, "service", defaults).code.match(/quotaReset\(/g)).toHaveLength(1)
  })

  it("none, and the service has no profile", () => {
    expect(generatePart(modelOf(base), "service", defaults).code).not.toContain("provider")
  })
})

describe("a bundle of one GET", () => {
  const bundled = (provider?: Readonly<Record<string, unknown>>): Promise<string> =>
    bundle(modelOf({ ...base, ...(provider && { provider }) }), 'import api from "api"\nconsole.log(api.pets.get)', {
      minify: true,
      platform: "browser",
    })

  it.each<[name: string, provider: Readonly<Record<string, unknown>> | undefined]>([
    ["no profile", undefined],
    ["every reader", everything],
  ])("B27 does not link the parser of structured fields with %s", async (_, provider) => {
    const code = await bundled(provider)
    expect([code.includes("ratelimit-policy"), code.includes("atob")]).toEqual([false, false])
  })

  it("links a reader only where the manifest names it", async () => {
    const links = async (provider?: Readonly<Record<string, unknown>>) => {
      const code = await bundled(provider)
      return [code.includes("toISOString().slice(0,10)"), code.includes('==="true"'), code.includes("[\\w.:/-]")]
    }
    expect(await links()).toEqual([false, false, false])
    expect(await links({ request_id: "x-trace" })).toEqual([false, false, false])
    expect(await links(everything)).toEqual([true, true, true])
  })
})

it("reads a failure as the profile says", async () => {
  const entry = `
    import api, { createClient } from "api"
    const headers = new Headers({ "x-trace": "t1", "x-left": "0", "x-reset": "90", "x-should-retry": "false" })
    const bytes = new TextEncoder().encode('{"error":{"code":"quota","message":"Slow down."}}')
    const body = { async *stream() { yield bytes }, bytes: async () => bytes, cancel: async () => {} }
    const transport = { send: async () => ({ status: 403, headers, body }) }
    const { error } = await api.pets.get.safe({ id: "7" }, { client: createClient({ transport }) })
    export const { requestId, serviceCode, detail, retryAfterMs, retryable } = error`
  expect({ ...(await run(modelOf({ ...base, provider: everything }), entry)) }).toEqual({
    requestId: "t1",
    serviceCode: "quota",
    detail: "Slow down.",
    retryAfterMs: 90_000,
    retryable: false,
  })
})
