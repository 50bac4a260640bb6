import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { modelOf, withoutPointers } from "./model-of.ts"

const defaults = {
  retryOn: [408, 429, 500, 502, 503, 504, "connection", "timeout"],
  maxAttempts: 3,
  backoff: "exponential",
  baseMs: 100,
  maxMs: 20_000,
  jitter: [0, 1],
  retryAfter: { maxMs: 60_000, beyond: "fail" },
}

describe("retry policies", () => {
  it.each([
    ["nothing said", { given: {}, want: [defaults] }],
    ["a deadline lifts the count", { given: { max_elapsed_ms: 5 }, want: [{ ...defaults, maxAttempts: "unlimited" }] }],
    [
      "a first wait above the longest",
      { given: { base_ms: 30_000 }, want: [{ ...defaults, baseMs: 30_000, maxMs: 30_000 }] },
    ],
    ["no jitter", { given: { jitter: "none" }, want: [{ ...defaults, jitter: [1, 1] }] }],
    ["jitter below", { given: { jitter: 0.25 }, want: [{ ...defaults, jitter: [0.75, 1] }] }],
    ["a range", { given: { jitter: [0.5, 1.5] }, want: [{ ...defaults, jitter: [0.5, 1.5] }] }],
    ["older words", { given: { base_delay_ms: 1, max_delay_ms: 2 }, want: [{ ...defaults, baseMs: 1, maxMs: 2 }] }],
    ["a class in small letters", { given: { retry_on: ["5xx"] }, want: [{ ...defaults, retryOn: ["5XX"] }] }],
    ["deaf", { given: { retry_after: false }, want: [{ ...defaults, retryAfter: false }] }],
    [
      "patient",
      {
        given: { retry_after: { max_ms: 5, beyond: "backoff" } },
        want: [{ ...defaults, retryAfter: { maxMs: 5, beyond: "backoff" } }],
      },
    ],
    [
      "rules, one by name",
      {
        given: { rules: [{ retry_on: [429], max_attempts: "unlimited" }, "other"] },
        want: [
          { ...defaults, retryOn: [429], maxAttempts: "unlimited" },
          { ...defaults, maxAttempts: "unlimited", maxElapsedMs: 7 },
        ],
      },
    ],
  ])("%s", (_, { given, want }) => {
    const model = modelOf({ retry_policies: { p: given, other: { max_elapsed_ms: 7 } } })
    expect(withoutPointers(model.policies.get("p")?.rules)).toEqual(want)
  })

  it("has one where a manifest names none, and only then", () => {
    const endpoints = { a: { method: "GET", path: "/" } }
    expect(withoutPointers(modelOf({ endpoints }).policies.get("default"))).toEqual({
      name: "default",
      rules: [defaults],
    })
    expect([...modelOf({ endpoints, defaults: { retry: false } }).policies]).toEqual([])
    const own = modelOf({ endpoints, retry_policies: { default: { max_attempts: 9 } } }).policies.get("default")
    expect(own?.rules[0]?.maxAttempts).toBe(9)
  })
})

describe("limits and pools", () => {
  it("keep what is said", () => {
    const model = modelOf({
      rate_limits: { l: { concurrency: 4, byte_budget: 10, weight: "./w.ts#bytes" } },
      pools: { p: { max_connections: 2 } },
    })
    expect(withoutPointers([...model.rateLimits.values(), ...model.pools.values()])).toEqual([
      { name: "l", concurrency: 4, byteBudget: 10, weight: { module: "./w.ts", name: "bytes" } },
      { name: "p", maxConnections: 2 },
    ])
  })

  it("keep the pace of requests and the length of queues", () => {
    const given = { requests_per_second: 2.5, burst: 5, max_requests: 100, window_ms: 60_000, max_queue: 0 }
    const { rateLimits } = modelOf({ rate_limits: { l: given } })
    expect(withoutPointers([...rateLimits.values()])).toEqual([
      { name: "l", requestsPerSecond: 2.5, burst: 5, maxRequests: 100, windowMs: 60_000, maxQueue: 0 },
    ])
  })
})

describe("credentials", () => {
  it.each([
    ["one scheme", { given: { type: "bearer", env: "T" }, want: { default: [{ type: "bearer", env: "T" }] } }],
    [
      "a list",
      {
        given: [{ type: "api_key" }, { type: "api_key", query: "key" }],
        want: {
          default: [
            { type: "api_key", in: "header", name: "X-API-Key" },
            { type: "api_key", in: "query", name: "key" },
          ],
        },
      },
    ],
    [
      "named lists",
      {
        given: { default: { type: "oauth2", source: "./a.ts#s" }, admin: [{ type: "api_key", cookie: "sid" }] },
        want: {
          default: [{ type: "bearer", source: { module: "./a.ts", name: "s" } }],
          admin: [{ type: "api_key", in: "cookie", name: "sid" }],
        },
      },
    ],
    [
      "a user and a password",
      {
        given: { type: "basic", username: { env: "U" }, password: { env: "P" } },
        want: { default: [{ type: "basic", usernameEnv: "U", passwordEnv: "P" }] },
      },
    ],
  ])("%s", (_, { given, want }) => {
    expect(withoutPointers(Object.fromEntries(modelOf({ auth: given }).auth))).toEqual(want)
  })
})
