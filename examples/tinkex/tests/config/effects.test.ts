import { inspect } from "node:util"
import { describe, expect } from "vitest"
import type { ServiceClientOptions } from "../../src/clients/service-client.ts"
import { fakeTinker, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

const env = (variables: Readonly<Record<string, string>>) => ({ env: (name: string) => variables[name] })

/** What the first request says. */
async function firstRequest(options: ServiceClientOptions): Promise<{ headers: Map<string, string>; url: URL }> {
  const tinker = fakeTinker({}, options)
  await using service = tinker.service
  await service.createRestClient()
  const [request] = tinker.transport.requests
  const headers = new Map((request?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]))
  return { headers, url: new URL(request?.url ?? "") }
}

describe("every request carries", () => {
  it.each<[name: string, options: ServiceClientOptions, header: string, value: string | undefined]>([
    ["headers", { headers: { "X-A": "b" } }, "x-a", "b"],
    ["headers of the environment", env({ TINKEX_DEFAULT_HEADERS: '{"x-a":"b"}' }), "x-a", "b"],
    ["none of those that were removed", { headers: { "X-Stainless-OS": null } }, "x-stainless-os", undefined],
    ["Cloudflare's id", { cfAccessClientId: "id" }, "cf-access-client-id", "id"],
    ["Cloudflare's secret", { cfAccessClientSecret: "s" }, "cf-access-client-secret", "s"],
    [
      "Cloudflare's secret of the environment",
      env({ CLOUDFLARE_ACCESS_CLIENT_SECRET: "s" }),
      "cf-access-client-secret",
      "s",
    ],
    [
      "the option rather than the variable",
      { cfAccessClientId: "id", ...env({ CLOUDFLARE_ACCESS_CLIENT_ID: "no" }) },
      "cf-access-client-id",
      "id",
    ],
  ])("%s", async (_, options, header, value) => {
    expect((await firstRequest(options)).headers.get(header)).toBe(value)
  })

  it("the query parameters", async () => {
    const { url } = await firstRequest({ query: { team: "a b" } })
    expect(url.searchParams.get("team")).toBe("a b")
  })

  it("goes to the address of the environment, below its path", async () => {
    const { url } = await firstRequest({ baseUrl: undefined as never, ...env({ TINKER_BASE_URL: "http://a.test/x/" }) })
    expect(url.href).toBe("http://a.test/x/api/v1/client/config")
  })
})

describe("retries", () => {
  it.each([
    [0, 1],
    [2, 3],
  ])("with maxRetries %i one request is sent %i times", async (maxRetries, times) => {
    const tinker = fakeTinker({ create_session: () => ({ status: 503, body: {} }) }, { maxRetries })
    const opening = tinker.service.createSamplingClient({ baseModel: "base" }).catch((error: unknown) => error)
    await tinker.clock.advance(60_000)
    expect(await opening).toMatchObject({ status: 503 })
    expect(tinker.sent("create_session")).toHaveLength(times)
    await tinker.service.close()
  })

  it.each<[pollBackoff: boolean, at: number[]]>([
    [false, [0, 100, 200, 300]],
    [true, [0, 1000, 3000, 7000]],
  ])("with pollBackoff %s polls after 5xx are sent at %j", async (pollBackoff, at) => {
    const failing: Handler = (_, nth) => (nth > 0 && nth < 4 ? { status: 500, body: {} } : undefined)
    const tinker = fakeTinker({ retrieve_future: failing }, { pollBackoff })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const step = training.optimStep()
    await tinker.clock.advance(10_000)
    await step
    expect(
      tinker
        .sent("retrieve_future")
        .slice(1)
        .map((request) => request.at),
    ).toEqual(at)
  })
})

describe("the log", () => {
  const told = { session_id: "s", info_message: "hello", warning_message: "soon" }
  const open = async (options: ServiceClientOptions): Promise<FakeTinker> => {
    const tinker = fakeTinker({ create_session: () => ({ body: told }) }, options)
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    return tinker
  }

  it.each<[name: string, options: ServiceClientOptions, log: string[]]>([
    ["everything by default", {}, ["hello", "soon"]],
    ["what the option says", { logLevel: "warn" }, ["soon"]],
    ["what the environment says", env({ TINKER_LOG: "error" }), []],
  ])("of one's own gets %s", async (_, options, log) => {
    expect((await open(options)).log).toEqual(log)
  })

  it("tells of requests without what is secret", async () => {
    const { log } = await open({ logRequests: true, headers: { "x-team": "zq9secret" }, query: { key: "zq9secret" } })
    expect(log.some((line) => /→ POST http:\S*client\/config\?key=\*\*\* \{.*x-team: \*\*\*/.test(line))).toBe(true)
    expect(log.some((line) => line.includes("← 200"))).toBe(true)
    // What is the same in every request would hide the rest.
    expect(log.join()).toContain("X-Stainless-Retry-Count: 0")
    expect(log.join().replaceAll("X-Stainless-Retry-Count", "")).not.toContain("X-Stainless")
    expect(log.join()).not.toMatch(/zq9secret|tml-test/)
  })
})

it("leaves no credential on the client", async () => {
  const tinker = fakeTinker({}, { apiKey: "tml-zq9secret", cfAccessClientSecret: "zq9secret" })
  await using service = tinker.service
  await service.createRestClient()
  expect(inspect(service, { depth: 9 })).not.toContain("zq9secret")
})
