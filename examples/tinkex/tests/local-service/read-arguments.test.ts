import { describe, expect } from "vitest"
import { isLoopback } from "../../local-service/command/is-loopback.ts"
import { readArguments } from "../../local-service/command/read-arguments.ts"
import { usage } from "../../local-service/command/usage.ts"
import { faultNames } from "../../local-service/faults/fault-rule.ts"
import { it } from "../test.ts"

describe("the command's arguments", () => {
  it.each<[string, object]>([
    ["", {}],
    ["--port 8080 --host ::1 --seed 3", { port: 8080, host: "::1", seed: 3 }],
    ["--model a --model b", { models: ["a", "b"] }],
    ["--cors http://localhost:1 --cors *", { cors: ["http://localhost:1", "*"] }],
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
    expect(readArguments(line.split(" ").filter(Boolean))).toEqual({ asks: "service", options, json: false })
  })

  it.each([
    ["--port x", "--port must be a whole number up to 65535"],
    ["--port 65536", "--port must be a whole number up to 65535"],
    ["--model ", "--model must not be empty"],
    ["--model a --model ", "--model must not be empty"],
    ["--state ", "--state must not be empty"],
    ["--fault 503:7", 'Fault "503:7": a rate is above 0 and at most 1'],
    ["--fault-seed -1", "fault-seed"],
    ["--flag nope=1", 'There is no flag "nope"'],
    ["--try-again-status 404", "--try-again-status must be 408 or 200"],
    ["--archive-answer zip", "--archive-answer must be redirect or json"],
    ["--verbose", "--verbose"],
    ["extra", "extra"],
  ])("%s is refused", (line, why) => {
    expect(() => readArguments(line.split(" "))).toThrow(expect.objectContaining({ name: "OptionError" }))
    expect(() => readArguments(line.split(" "))).toThrow(why)
  })

  it("are explained, every one and every fault", () => {
    expect(readArguments(["--help", "--port", "1"])).toEqual({ asks: "help" })
    expect(readArguments(["-V"])).toEqual({ asks: "version" })
    expect(readArguments(["--json"])).toEqual({ asks: "service", options: {}, json: true })
    for (const name of faultNames) expect(usage).toContain(name)
    expect(Math.max(...usage.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe("the loopback", () => {
  it.each([
    ["127.0.0.1", true],
    ["127.1", true],
    ["localhost", true],
    ["::1", true],
    ["0:0:0:0:0:0:0:1", true],
    ["::ffff:127.0.0.1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.168.1.127", false],
    ["127.example.com", false],
    ["fe80::1", false],
  ])("%s: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})
