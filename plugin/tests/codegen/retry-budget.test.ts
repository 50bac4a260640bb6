import { afterEach, describe, expect, vi } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run, type BundleOptions } from "./run-generated.ts"

const model = modelOf({
  base_url: "https://zoo.test",
  endpoints: { get: { method: "GET", path: "/", retry: "quick" } },
  retry_policies: { quick: { backoff: "none" } },
})
const entry = `
  import api, { createClient } from "api"
  import { defaultRetry } from "pristine-runtime"
  const clients = { default: {}, "made with {}": { client: createClient({}) } }
  clients["without a budget"] = { client: createClient({ retry: defaultRetry }) }
  export const storm = (name) => Promise.all(Array.from({ length: 40 }, () => api.get.safe({}, clients[name])))
`
type Storm = (
  name: string,
) => Promise<readonly { readonly ok: boolean; readonly error?: { readonly reason?: string } }[]>

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Requests of forty calls at once, client after client, to a service that is down. */
async function stormsOf(names: readonly string[], options: BundleOptions = {}) {
  const answer = vi.fn(() => Promise.resolve(new Response(null, { status: 503 })))
  vi.stubGlobal("fetch", answer)
  const storm = (await run(model, entry, options))["storm"] as Storm
  const found: [requests: number, budget: boolean][] = []
  for (const name of names) {
    answer.mockClear()
    const results = await storm(name)
    found.push([answer.mock.calls.length, results.some(({ error }) => error?.reason === "budget")])
  }
  return found
}

describe("the retry budget of generated clients", () => {
  it("A10 holds for the default client and for each that is made with no options", async () => {
    const names = ["default", "made with {}", "without a budget", "default"]
    expect(await stormsOf(names)).toEqual([
      [75, true],
      [75, true],
      [120, false],
      [40, true],
    ])
  })

  it("A9 a build without retries has none and links none", async () => {
    expect(await stormsOf(["default"], { retry: false })).toEqual([[40, false]])
    const link = (retry: boolean): Promise<string> => bundle(model, 'export { default } from "api"', { retry })
    const linked = async (retry: boolean): Promise<boolean> => (await link(retry)).includes("function allowRetries(")
    expect([await linked(true), await linked(false)]).toEqual([true, false])
  })
})
