import { describe, expect } from "vitest"
import { checkFlags, parseFlag } from "../../local-service/client-flags.ts"
import { defaultFlags } from "../../src/service/default-flags.ts"
import { it } from "../test.ts"
import { withService } from "./client.ts"

describe("flags for clients", () => {
  it.each([
    ["pjwt_auth_enabled=true", { pjwt_auth_enabled: true }],
    ["parallel_fwdbwd_chunks=false", { parallel_fwdbwd_chunks: false }],
    ["fwdbwd_max_chunk_len=16", { fwdbwd_max_chunk_len: 16 }],
    ["credential_default_source=credential_cmd", { credential_default_source: "credential_cmd" }],
  ])("are read from text: %s", (text, flags) => {
    expect(parseFlag(text)).toEqual(flags)
  })

  it.each([
    ["pjwt_auth=true", 'There is no flag "pjwt_auth"'],
    ["pjwt_auth_enabled=yes", "Flag pjwt_auth_enabled takes true or false"],
    ["pjwt_auth_enabled", "Flag pjwt_auth_enabled takes true or false"],
    ["fwdbwd_max_chunk_len=0", "Flag fwdbwd_max_chunk_len takes a whole number from 1 on"],
    ["fwdbwd_max_chunk_len=1.5", "Flag fwdbwd_max_chunk_len takes a whole number from 1 on"],
    ["credential_default_source=file", "Flag credential_default_source takes api_key or credential_cmd"],
    ["toString=true", 'There is no flag "toString"'],
  ])("are refused: %s", (text, why) => {
    expect(() => parseFlag(text)).toThrow(why)
  })

  it("include all that the SDK knows", () => {
    const flags = { ...defaultFlags, credential_default_source: "api_key" as const }
    expect(checkFlags(flags)).toBe(flags)
  })

  it("are told to clients as they were given, and no others", async () => {
    const flags = { sample_no_retries: true, fwdbwd_max_chunk_len: 7 }
    await withService({ flags, refreshIntervalSeconds: 20 }, async (client) => {
      expect((await client.post("/client/config", { sdk_version: "0.25.0" })).json).toEqual(flags)
      const dynamic = await client.post("/client/dynamic_config", { sdk_version: "0.25.0" })
      expect(dynamic.json).toEqual({ refresh_interval_sec: 20 })
    })
  })
})
