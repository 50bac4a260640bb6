import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { AttemptOutcome, Retry } from "../../../src/ports/retry.ts"

const endless: Retry = { begin: () => ({ next: () => 0, succeeded: () => undefined }) }
const policy = { name: "p", rules: [] }
const outcome = (cause: AttemptOutcome["cause"]): AttemptOutcome => ({ cause, error: new PristineError("http", "x") })

function countRetries(retry: Retry, cause: AttemptOutcome["cause"]): number {
  let count = 0
  while (retry.begin(policy).next(outcome(cause)) !== undefined) count++
  return count
}

describe("withRetryBudget", () => {
  it.each<[name: string, cause: AttemptOutcome["cause"], expected: number]>([
    ["failures of the service", 503, 35],
    ["broken connections", "connection", 35],
    ["throttling", 429, 100],
  ])("ends a storm of %s", (_, cause, expected) => {
    expect(countRetries(withRetryBudget(endless), cause)).toBe(expected)
  })

  it("gives a successful call one token back, and the price of its last retry after one", () => {
    const retry = withRetryBudget(endless, { capacity: 28 })
    const run = retry.begin(policy)
    run.next(outcome(503))
    run.next(outcome(503))
    expect(retry.begin(policy).next(outcome(503))).toBeUndefined()
    run.succeeded()
    expect(countRetries(retry, 503)).toBe(1)
    for (let call = 0; call < 14; call++) retry.begin(policy).succeeded()
    expect(countRetries(retry, 503)).toBe(1)
  })

  it("never holds more than its capacity", () => {
    const retry = withRetryBudget(endless)
    for (let call = 0; call < 1000; call++) retry.begin(policy).succeeded()
    expect(countRetries(retry, 503)).toBe(35)
  })

  it("costs nothing where the engine gives up by itself", () => {
    const retry = withRetryBudget({ begin: () => ({ next: () => undefined, succeeded: () => undefined }) })
    for (let call = 0; call < 100; call++) expect(retry.begin(policy).next(outcome(503))).toBeUndefined()
  })

  it("follows a model through random histories", () => {
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
          const granted = run.next(outcome(event)) !== undefined
          expect(granted).toBe(price <= tokens)
          if (granted) tokens -= price
          expect(tokens).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
