import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

function service(limit: Readonly<Record<string, unknown>>) {
  return modelOf({
    base_url: "https://zoo.test",
    rate_limits: { api: limit },
    endpoints: { get: { method: "GET", path: "/", rate_limit: "api", retry: "once" } },
    retry_policies: { once: { backoff: "none", jitter: "none" } },
  })
}

const entry = `export { default } from "api"`

describe("the paces that a bundle links", () => {
  it.each<[name: string, limit: Readonly<Record<string, unknown>>, linked: readonly string[]]>([
    ["none for calls at once", { concurrency: 4 }, []],
    ["a bucket for a rate", { requests_per_second: 4 }, ["createPacer", "tokenBucket"]],
    ["a window for a count", { max_requests: 4, window_ms: 1000 }, ["createPacer", "slidingWindow"]],
    [
      "both for both",
      { requests_per_second: 4, max_requests: 4, window_ms: 1000 },
      ["createPacer", "slidingWindow", "tokenBucket"],
    ],
  ])("are %s", async (_, limit, linked) => {
    const text = await bundle(service(limit), entry)
    const names = ["createPacer", "slidingWindow", "tokenBucket"]
    expect(names.filter((name) => text.includes(`function ${name}(`))).toEqual(linked)
  })
})

/** Four calls at once, or one call and its retries: when each request went, on a clock that a test moves. */
const timeline = (answers: readonly number[], calls: number) => `
  import { VirtualClock } from "pristine-runtime/testing"
  import api, { createClient } from "api"
  const clock = new VirtualClock()
  const answers = ${JSON.stringify(answers)}
  export const times = []
  const transport = {
    async send() {
      times.push(clock.now())
      const bytes = new TextEncoder().encode("null")
      const body = { bytes: async () => bytes, text: async () => "null", cancel: async () => {}, stream: async function* () {} }
      return { status: answers.shift() ?? 200, headers: new Headers({ "content-type": "application/json" }), body }
    },
  }
  const client = createClient({ transport, clock })
  const all = Promise.all(Array.from({ length: ${String(calls)} }, () => api.get.safe({}, { client })))
  await clock.advance(10_000)
  export const results = (await all).map((result) => (result.ok ? "ok" : result.error.code))
`

describe("a generated client", () => {
  it.each<
    [name: string, limit: Readonly<Record<string, unknown>>, answers: readonly number[], calls: number, want: unknown]
  >([
    ["spaces requests evenly", { requests_per_second: 2 }, [], 4, [0, 500, 1000, 1500]],
    ["lets a burst go", { requests_per_second: 2, burst: 3 }, [], 4, [0, 0, 0, 500]],
    ["counts within a window", { max_requests: 2, window_ms: 1000 }, [], 4, [0, 0, 1000, 1000]],
    ["keeps to both", { requests_per_second: 4, max_requests: 2, window_ms: 2000 }, [], 4, [0, 250, 2000, 2250]],
    ["counts retries as requests", { requests_per_second: 1 }, [503, 503], 1, [0, 1000, 2000]],
  ])("%s", async (_, limit, answers, calls, want) => {
    const { times, results } = await run(service(limit), timeline(answers, calls))
    expect([times, results]).toEqual([want, Array.from({ length: calls }, () => "ok")])
  })

  it("refuses calls beyond the queue", async () => {
    const { results } = await run(service({ requests_per_second: 1, max_queue: 2 }), timeline([], 4))
    expect(results).toEqual(["ok", "ok", "ok", "limit"])
  })

  it("says that a build has no pace where a client asks for one", async () => {
    const { result } = await run(
      service({ concurrency: 1 }),
      `import api, { createClient } from "api"
       const client = createClient({ rateLimits: { api: { requestsPerSecond: 5 } } })
       export const result = await api.get.safe({}, { client })`,
    )
    expect(result).toMatchObject({ ok: false, error: { code: "config" } })
  })
})
