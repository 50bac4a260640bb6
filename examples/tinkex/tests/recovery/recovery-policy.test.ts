import { describe, expect } from "vitest"
import { recoveryPolicy } from "../../src/recovery/recovery-policy.ts"
import { it } from "../test.ts"

describe("a policy", () => {
  it("has defaults", () => {
    expect(recoveryPolicy()).toEqual({
      maxAttempts: 3,
      backoffMs: 5_000,
      maxBackoffMs: 60_000,
      pollIntervalMs: 30_000,
      checkpoint: "latest",
      restoreOptimizer: true,
      maxConcurrent: 1,
    })
  })

  it("keeps what is given", () => {
    const given = { maxAttempts: 1, checkpoint: { path: "tinker://a/weights/b" }, restoreOptimizer: false }
    expect(recoveryPolicy(given)).toMatchObject(given)
  })

  it("tells of every number that is out of range", () => {
    const wrong = { maxAttempts: 0, backoffMs: -1, pollIntervalMs: NaN, maxConcurrent: 1.5 }
    const message = /`maxAttempts`.*at least 1.*`maxConcurrent`.*`backoffMs`.*at least 0.*`pollIntervalMs`/
    expect(() => recoveryPolicy(wrong)).toThrow(message)
  })
})
