import { describe, expect } from "vitest"
import type { ServiceClientOptions } from "../../src/clients/service-client.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

const answers = [new Error("secret"), { status: 503, body: { error: "secret" } }]

async function logOf(options: ServiceClientOptions): Promise<readonly string[]> {
  const tinker = fakeTinker({ "client/config": (_, nth) => answers[nth] }, options)
  const ready = tinker.service.createRestClient()
  await tinker.clock.advance(5000)
  await ready
  await tinker.service.close()
  return tinker.log
}

describe("an attempt that is repeated", () => {
  it.each<[string, ServiceClientOptions]>([
    ["in a log of one's own", {}],
    ["where a variable asks for it", { env: (name) => (name === "TINKER_LOG" ? "debug" : undefined) }],
  ])("is logged: %s", async (_, options) => {
    expect(await logOf(options)).toEqual([
      "Attempt 1 of client_config failed: The transport failed. The next one is in 438 ms",
      "Attempt 2 of client_config failed: client_config (POST /api/v1/client/config) answered 503. The next one is in 875 ms",
    ])
  })

  it("is not logged where less is asked for", async () => {
    expect(await logOf({ logLevel: "info" })).toEqual([])
  })

  it("leaves the caller's hooks alone", async () => {
    const seen: string[] = []
    await logOf({ hooks: { onRetry: (_, { operation }) => void seen.push(operation) } })
    expect(seen).toEqual(["client_config", "client_config"])
  })
})
