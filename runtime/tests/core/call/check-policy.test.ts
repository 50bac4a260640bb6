import { describe, expect } from "vitest"
import { checkPolicy } from "../../../src/core/call/check-policy.ts"
import { retryCall } from "../../../src/core/call/retry-call.ts"
import type { RetryPolicy } from "../../../src/ports/retry.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule } from "../fixture.ts"

const impossible: readonly [key: string, given: RetryPolicy][] = [
  ["maxAttempts", policy({ rules: [rule({ maxAttempts: 0 })] })],
  ["maxAttempts", policy({ rules: [rule({ maxAttempts: -1 })] })],
  ["maxAttempts", policy({ rules: [rule({ maxAttempts: 1.5 })] })],
  ["maxAttempts", policy({ rules: [rule({ maxAttempts: Number.NaN })] })],
  ["baseMs", policy({ rules: [rule({ baseMs: -1 })] })],
  ["baseMs", policy({ rules: [rule({ baseMs: Number.NaN })] })],
  ["baseMs", policy({ rules: [rule({ baseMs: Infinity })] })],
  ["maxMs", policy({ rules: [rule({ maxMs: Number.NaN })] })],
  ["jitter", policy({ rules: [rule({ jitter: [1, 0] })] })],
  ["jitter", policy({ rules: [rule({ jitter: [-1, 0] })] })],
  ["jitter", policy({ rules: [rule({ jitter: [0, Infinity] })] })],
  ["retryAfter.maxMs", policy({ rules: [rule({ retryAfter: { maxMs: -1, beyond: "fail" } })] })],
  ["maxElapsedMs", policy({ maxElapsedMs: -1 })],
  ["maxElapsedMs", policy({ maxElapsedMs: Number.NaN })],
  ["maxElapsedMs of a rule", policy({ rules: [rule({ maxElapsedMs: Number.NaN })] })],
  ["progressTimeoutMs", policy({ progressTimeoutMs: 0 })],
]

describe("A3 an impossible policy", () => {
  it.each(impossible)("names %s", (key, given) => {
    const message = expect.stringContaining(`http: ${key}`) as string
    expect(() => checkPolicy(given)).toThrow(expect.objectContaining({ code: "config", message }))
  })

  it("is refused where it comes from a client's options", () => {
    const { client } = bench([], { retryPolicies: { http: { rules: [rule({ maxAttempts: 0 })] } } })
    expect(() => client.policy(policy())).toThrow(expect.objectContaining({ code: "config" }))
  })

  it("is refused where a program brings it", async () => {
    const { client } = bench()
    const given = policy({ rules: [rule({ baseMs: -1 })] })
    expect(await rejection(retryCall(given, () => Promise.resolve(), { client }))).toMatchObject({ code: "config" })
  })
})
