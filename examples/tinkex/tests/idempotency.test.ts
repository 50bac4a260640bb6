import { describe, expect } from "vitest"
import type { ServiceClient } from "../src/clients/service-client.ts"
import { fakeTinker } from "./fake-tinker.ts"
import { it } from "./test.ts"

const open = (service: ServiceClient): Promise<unknown> => service.createSamplingClient({ baseModel: "base" })
const train = async (service: ServiceClient) => service.createLoraTrainingClient("base")

describe("the idempotency key", () => {
  it.each<[string, string, readonly [key: string, retry: string][], (service: ServiceClient) => Promise<unknown>]>([
    [
      "stays over the retries of a request",
      "create_session",
      [
        ["a", "0"],
        ["a", "1"],
        ["a", "2"],
      ],
      open,
    ],
    [
      "stays over the retries of a training step",
      "optim_step",
      [
        ["a", "0"],
        ["a", "1"],
        ["a", "2"],
      ],
      async (service) => (await train(service)).optimStep(),
    ],
    [
      "is new when the whole call is tried again",
      "save_weights",
      [
        ["a", "0"],
        ["b", "0"],
        ["c", "0"],
      ],
      async (service) => (await train(service)).saveState("a"),
    ],
    [
      "is new when a sample is tried again",
      "asample",
      [
        ["a", "0"],
        ["b", "0"],
        ["c", "0"],
      ],
      async (service) => (await service.createSamplingClient({ baseModel: "base" })).sample({ chunks: [] }),
    ],
  ])("%s", async (_, route, expected, call) => {
    const tinker = fakeTinker({ [route]: (_body, nth) => (nth < 2 ? { status: 503, body: {} } : undefined) })
    await using service = tinker.service
    const done = call(service)
    while (tinker.sent(route).length < 3) await tinker.clock.advance(1000)
    await done
    const letters = new Map<string, string>()
    const seen = tinker.sent(route).map(({ headers }) => {
      const key = headers.get("x-idempotency-key") ?? ""
      letters.set(key, letters.get(key) ?? "abc"[letters.size] ?? "")
      return [letters.get(key), headers.get("x-stainless-retry-count")]
    })
    expect(seen).toEqual(expected)
  })
})
