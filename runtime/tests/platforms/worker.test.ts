import { createContext, Script } from "node:vm"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { bundleEntries, bundleForRealm, type BundleTarget } from "./bundle.ts"
import { platformCases } from "./cases/index.ts"
import type { PlatformContext } from "./platform-case.ts"
import type { CaseResult } from "./run-cases.ts"
import { servePlatforms, type PlatformServer } from "./server.ts"

const workerd: BundleTarget = { conditions: ["workerd", "worker"], platform: "neutral" }
const entries = ["", "/generated", "/schema", "/oauth"].map((entry) => `pristine-runtime${entry}`)

it.each<[name: string, target: BundleTarget]>([
  ["workerd", workerd],
  ["worker", { conditions: ["worker"], platform: "neutral" }],
  ["worker, for a browser", { conditions: ["worker"], platform: "browser" }],
  ["browser", { conditions: [], platform: "browser" }],
  ["deno", { conditions: ["deno"], platform: "neutral" }],
  ["bun", { conditions: ["bun"], platform: "neutral" }],
])("a bundle under %s has all entries and nothing of Node's", async (_, target) => {
  const code = await bundleEntries(target, entries)
  expect(code).toContain("fetchTransport")
  expect(code).not.toMatch(/["']node:|["']undici["']|undici\//)
})

it("a bundle for Node is what the check would catch", async () => {
  const forNode = bundleEntries({ conditions: ["node"], platform: "neutral" }, entries)
  await expect(forNode).rejects.toThrow('Could not resolve "node:')
})

describe("in a bare realm with what workers have, bundled under `workerd`,", () => {
  let server: PlatformServer
  let results: readonly CaseResult[] = []

  beforeAll(async () => {
    server = await servePlatforms()
    const realm = createContext(workerGlobals())
    new Script(await bundleForRealm(workerd), { filename: "worker.js" }).runInContext(realm)
    const run = realm["runPlatformCases"] as (context: PlatformContext) => Promise<readonly CaseResult[]>
    results = await run({ url: `${server.url}/worker`, platform: "workerd", transport: "fetch" })
  }, 60_000)

  afterAll(() => server.close())

  it.each(platformCases)("$name", ({ name }) => {
    expect(results.find((result) => result.name === name)).toEqual({ name })
  })
})

/** The web's globals that workers have, and nothing of Node: no process, no Buffer, no way to load a module. */
function workerGlobals(): Record<string, unknown> {
  const names = [
    ...["AbortController", "AbortSignal", "DOMException", "Event", "EventTarget", "Headers", "Request", "Response"],
    ...["Blob", "File", "FormData", "URL", "URLSearchParams", "TextDecoder", "TextEncoder", "TextDecoderStream"],
    ...["ReadableStream", "WritableStream", "TransformStream", "CompressionStream", "DecompressionStream", "fetch"],
    ...["crypto", "performance", "console", "setTimeout", "clearTimeout", "queueMicrotask", "structuredClone"],
    // The realm has its own, but `fetch` gives and takes those of Node's.
    ...["ArrayBuffer", "Uint8Array", "Error", "TypeError"],
  ]
  const globals = globalThis as unknown as Record<string, unknown>
  return {
    ...Object.fromEntries(names.map((name) => [name, globals[name]])),
    navigator: { userAgent: "Cloudflare-Workers" },
  }
}
