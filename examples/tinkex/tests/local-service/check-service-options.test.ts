import { describe, expect } from "vitest"
import { checkServiceOptions } from "../../local-service/check-service-options.ts"
import type { LocalServiceOptions } from "../../local-service/index.ts"
import { startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"

describe("options of the local service", () => {
  it("pass as they are documented", () => {
    expect(() => checkServiceOptions({ port: 0, seed: 7, models: ["local/tiny-bytes"], faults: ["503"] })).not.toThrow()
  })

  it.each<[name: string, options: object, message: string]>([
    ["a misspelt one", { seeed: 1 }, "there is no option seeed; did you mean seed?"],
    ["a fraction", { seed: 1.5 }, "seed must be a whole number from 0 to 9007199254740991"],
    ["a negative time", { longPollMs: -1 }, "longPollMs must be a whole number from 0"],
    ["a text", { resultLifetimeMs: "x" }, "resultLifetimeMs must be a whole number from 0"],
    ["a port that is none", { port: "b" }, "port must be a whole number from 0 to 65535"],
    ["no models", { models: [] }, "models must be a list of at least one"],
    ["faults that are no list", { faults: "503" }, "faults must be a list"],
    ["another status", { tryAgainStatus: 500 }, "tryAgainStatus must be 200 or 408"],
    ["another answer", { archiveAnswer: "link" }, 'archiveAnswer must be "redirect" or "json"'],
    ["several", { seeed: 1, port: -1 }, "did you mean seed?; port must be"],
  ])("are refused before anything starts: %s", async (_, options, message) => {
    await expect(startLocalService(options as LocalServiceOptions)).rejects.toMatchObject({
      name: "OptionError",
      message: expect.stringContaining(message) as string,
    })
  })
})
