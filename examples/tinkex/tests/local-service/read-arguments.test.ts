import { describe, expect } from "vitest"
import { readArguments, usage } from "../../local-service/command/read-arguments.ts"
import { faultNames } from "../../local-service/faults/fault-rule.ts"
import { it } from "../test.ts"

describe("the command's arguments", () => {
  it.each<[string, object]>([
    ["", {}],
    ["--port 8080 --host ::1 --seed 3", { port: 8080, host: "::1", seed: 3 }],
    ["--model a --model b", { models: ["a", "b"] }],
    ["--state s --directory d", { state: "s", directory: "d" }],
    [
      "--flag pjwt_auth_enabled=true --flag fwdbwd_max_chunk_len=5",
      { flags: { pjwt_auth_enabled: true, fwdbwd_max_chunk_len: 5 } },
    ],
    [
      "--fault 503:0.1 --fault reset@optim_step --fault-seed 7",
      {
        faults: [
          { fault: 503, rate: 0.1 },
          { fault: "reset", endpoints: ["optim_step"] },
        ],
        faultSeed: 7,
      },
    ],
    [
      "--long-poll-ms 1 --try-again-status 200 --result-lifetime-ms 2 --metadata-only-bytes 3",
      { longPollMs: 1, tryAgainStatus: 200, resultLifetimeMs: 2, metadataOnlyBytes: 3 },
    ],
    [
      "--token-lifetime 4 --refresh-interval 5 --archive-answer json",
      { tokenLifetimeSeconds: 4, refreshIntervalSeconds: 5, archiveAnswer: "json" },
    ],
  ])("%s", (line, options) => {
    expect(readArguments(line.split(" ").filter(Boolean))).toEqual(options)
  })

  it.each([
    ["--port x", "--port must be a whole number"],
    ["--fault 503:7", 'Fault "503:7": a rate is above 0 and at most 1'],
    ["--fault-seed -1", "fault-seed"],
    ["--flag nope=1", 'There is no flag "nope"'],
    ["--try-again-status 404", "--try-again-status must be 408 or 200"],
    ["--archive-answer zip", "--archive-answer must be redirect or json"],
    ["--verbose", "--verbose"],
    ["extra", "extra"],
  ])("%s is refused", (line, why) => {
    expect(() => readArguments(line.split(" "))).toThrow(why)
  })

  it("are explained, every one and every fault", () => {
    expect(readArguments(["--help", "--port", "1"])).toBeUndefined()
    for (const name of faultNames) expect(usage).toContain(name)
    expect(Math.max(...usage.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})
