import { describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

const endpoints = {
  get: { method: "GET", path: "/a", retry: false, circuit_breaker: "api" },
  list: { method: "GET", path: "/b", retry: false, circuit_breaker: "api" },
  free: { method: "GET", path: "/c", retry: false },
}
const model = modelOf({
  base_url: "https://zoo.test",
  circuit_breakers: { api: { failure_threshold: 2, open_ms: 1000, per: "origin" } },
  endpoints,
})

/** What calls come to, one after the other, where the service always fails. */
const entry = (options: string, calls: string): string => `
  import { VirtualClock } from "pristine-runtime/testing"
  import api, { createClient } from "api"
  const clock = new VirtualClock()
  const transport = { async send() {
    const bytes = new TextEncoder().encode("null")
    return { status: 500, headers: new Headers(), body: { bytes: async () => bytes, stream: async function* () { yield bytes }, cancel: async () => {} } }
  } }
  const client = createClient({ transport, clock, ${options} })
  export const results = []
  for (const name of ${calls}) {
    if (name === "wait") await clock.advance(1000)
    else results.push((await api[name].safe({}, { client })).error.code)
  }`
const results = async (options: string, calls: readonly string[]): Promise<unknown> =>
  (await run(model, entry(options, JSON.stringify(calls))))["results"]

describe("a circuit breaker of a manifest", () => {
  it.each<[name: string, options: string, calls: readonly string[], want: readonly string[]]>([
    [
      "is shared by the endpoints that name it, and by no other",
      "",
      ["get", "list", "get", "list", "free", "wait", "get", "get"],
      ["http", "http", "circuit_open", "circuit_open", "http", "http", "circuit_open"],
    ],
    [
      "takes other numbers from a client",
      "circuitBreakers: { api: { failures: 1 } }",
      ["get", "get"],
      ["http", "circuit_open"],
    ],
    ["can be turned off", "circuitBreaker: false", ["get", "get", "get"], ["http", "http", "http"]],
  ])("%s", async (_, options, calls, want) => {
    expect(await results(options, calls)).toEqual(want)
  })

  it("is linked by operations that name it, and by no other", async () => {
    const links = async (name: string): Promise<boolean> => {
      const text = await bundle(model, `import { ${name} } from "api"\nconsole.log(${name})`)
      return text.includes("The circuit to this service is open")
    }
    expect(await Promise.all(["get", "free"].map(links))).toEqual([true, false])
  })

  it("is exported as plain data", async () => {
    const { apiBreaker } = await run(model, 'export { apiBreaker } from "api"')
    expect(apiBreaker).toEqual({ name: "api", failures: 2, openMs: 1000, per: "origin" })
    const { code } = await generateDeclarations(model, { manifest: "/nowhere/a.pristine.json" })
    expect(code).toContain("export declare const apiBreaker: BreakerSpec")
  })

  it.each<[name: string, breakers: object, why: RegExp]>([
    ["a breaker that is not there", {}, /There is no circuit breaker "api"/],
    ["two ways to open", { api: { failures: 2, failure_ratio: 0.5 } }, /shares of a window decide/],
    ["a window that counts nothing", { api: { window_ms: 10 } }, /no share to count/],
    ["a share of what never is", { api: { slow_ratio: 0.5 } }, /no attempt is slow/],
    ["a most that is less", { api: { max_open_ms: 10 } }, /less than the time that it stays open/],
    ["a share above all", { api: { failure_ratio: 2 } }, /PRISTINE_M0102/],
  ])("is refused: %s", (_, breakers, why) => {
    const { get } = endpoints
    const text = JSON.stringify({ name: "x", version: "1", circuit_breakers: breakers, endpoints: { get } }, null, 1)
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map((error) => formatDiagnostic(error, text))).toEqual([expect.stringMatching(why)])
  })
})
