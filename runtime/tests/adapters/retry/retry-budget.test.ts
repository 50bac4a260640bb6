import fc from "fast-check"
import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { AttemptOutcome, Retry } from "../../../src/ports/retry.ts"
import { it } from "../../test.ts"

const endless: Retry = { begin: () => ({ next: () => 0, succeeded: () => undefined }) }
const policy = { name: "p", rules: [] }
const outcome = (cause: AttemptOutcome["cause"]): AttemptOutcome => ({ cause, error: new PristineError("http", "x") })

function countRetries(retry: Retry, cause: AttemptOutcome["cause"]): number {
  let count = 0
  while (retry.begin(policy).next(outcome(cause)) !== "budget") count++
  return count
}

const target = (url: string, operation = "get") => ({ url, operation })

describe("a budget for each origin", () => {
  it.each<[name: string, other: string, left: boolean]>([
    ["another path", "https://a.test/y?z=1", false],
    ["another spelling", "https://A.test:443", false],
    ["another host", "https://b.test/x", true],
    ["another port", "https://a.test:8080/x", true],
    ["another scheme", "http://a.test/x", true],
  ])("A9 %s", (_, other, left) => {
    const retry = withRetryBudget(endless, { capacity: 14 })
    retry.begin(policy, target("https://a.test/x")).next(outcome(503))
    expect(retry.begin(policy, target(other)).next(outcome(503)) !== "budget").toBe(left)
  })

  it("A9 or for whatever it is told", () => {
    const retry = withRetryBudget(endless, { capacity: 14, per: "operation" })
    retry.begin(policy, target("https://a.test/", "one")).next(outcome(503))
    expect(retry.begin(policy, target("https://a.test/", "two")).next(outcome(503))).toBe(0)
    expect(retry.begin(policy, target("https://b.test/", "one")).next(outcome(503))).toBe("budget")
  })

  it.each([
    [999, "budget"],
    [1000, 0],
  ])("A9 remembers a thousand: after %i others the first one's is %s", (others, want) => {
    const retry = withRetryBudget(endless, { capacity: 14 })
    const next = (host: number): unknown => retry.begin(policy, target(`https://${host}.test/`)).next(outcome(503))
    for (let host = 0; host <= others; host++) next(host)
    expect(next(0)).toBe(want)
  })

  it("A9 takes back the price of an attempt that is not made", () => {
    const retry = withRetryBudget(endless, { capacity: 14 })
    const run = retry.begin(policy)
    run.next(outcome(503))
    run.withdrawn?.()
    expect([retry.begin(policy).next(outcome(503)), retry.begin(policy).next(outcome(503))]).toEqual([0, "budget"])
  })

  it.each([{ capacity: -1 }, { cost: Number.NaN }, { throttledCost: -5 }, { reward: -1 }])(
    "A9 refuses %j",
    (options) => {
      expect(() => withRetryBudget(endless, options)).toThrow(expect.objectContaining({ code: "config" }))
    },
  )
})

describe("withRetryBudget", () => {
  it.each<[name: string, cause: AttemptOutcome["cause"], expected: number]>([
    ["failures of the service", 503, 35],
    ["broken connections", "connection", 35],
    ["throttling", 429, 100],
  ])("A9 ends a storm of %s", (_, cause, expected) => {
    expect(countRetries(withRetryBudget(endless), cause)).toBe(expected)
  })

  it("A9 gives a successful call one token back, and the price of its last retry after one", () => {
    const retry = withRetryBudget(endless, { capacity: 28 })
    const run = retry.begin(policy)
    run.next(outcome(503))
    run.next(outcome(503))
    expect(retry.begin(policy).next(outcome(503))).toBe("budget")
    run.succeeded()
    expect(countRetries(retry, 503)).toBe(1)
    for (let call = 0; call < 14; call++) retry.begin(policy).succeeded()
    expect(countRetries(retry, 503)).toBe(1)
  })

  it("A9 never holds more than its capacity", () => {
    const retry = withRetryBudget(endless)
    for (let call = 0; call < 1000; call++) retry.begin(policy).succeeded()
    expect(countRetries(retry, 503)).toBe(35)
  })

  it("A9 costs nothing where the engine gives up by itself", () => {
    const retry = withRetryBudget({ begin: () => ({ next: () => undefined, succeeded: () => undefined }) })
    for (let call = 0; call < 100; call++) expect(retry.begin(policy).next(outcome(503))).toBeUndefined()
  })

  it("A9 follows a model through random histories", () => {
    const events = fc.array(fc.constantFrom<503 | 429 | "success">(503, 429, "success"), { maxLength: 200 })
    fc.assert(
      fc.property(events, (history) => {
        const retry = withRetryBudget(endless, { capacity: 60 })
        let tokens = 60
        for (const event of history) {
          const run = retry.begin(policy)
          if (event === "success") {
            run.succeeded()
            tokens = Math.min(60, tokens + 1)
            continue
          }
          const price = event === 429 ? 5 : 14
          const granted = run.next(outcome(event)) !== "budget"
          expect(granted).toBe(price <= tokens)
          if (granted) tokens -= price
          expect(tokens).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
