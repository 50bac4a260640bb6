import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { AttemptOutcome, Retry, RetryPolicy, RetryRule } from "../../../src/ports/retry.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

/**
 * The retry model of the AWS SDKs of 2026, and the one before, as policies of ours: full jitter, times 2, at most 20 s; a
 * retry costs 14 tokens, or 5 after throttling (before: 10 and 5). Numbers: the retry specification's base delays.
 */
interface Model {
  readonly transientMs: number
  readonly throttlingMs: number
  readonly cost: number
}
const current: Model = { transientMs: 50, throttlingMs: 1000, cost: 14 }
const before: Model = { transientMs: 100, throttlingMs: 500, cost: 10 }

const most = () => 1 - Number.EPSILON
const outcome = (cause: AttemptOutcome["cause"]): AttemptOutcome => ({
  cause,
  error: new PristineError(typeof cause === "number" ? "http" : cause, "failed"),
})

function policyOf({ transientMs, throttlingMs }: Model, maxAttempts: number): RetryPolicy {
  const rule = (retryOn: readonly (number | string)[], baseMs: number): RetryRule => ({
    retryOn,
    maxAttempts,
    backoff: "exponential",
    baseMs,
    maxMs: 20_000,
    jitter: [0, 1],
    retryAfter: { maxMs: 60_000, beyond: "fail" },
  })
  return { name: "aws", rules: [rule([429], throttlingMs), rule([500, 502, 503, 504, "connection"], transientMs)] }
}

function start(model: Model, random = most, capacity = 500): Retry {
  return withRetryBudget(defaultRetry({ clock: new VirtualClock(), random }), { capacity, cost: model.cost })
}

/** Tokens left: how many retries of 1 token could still be paid. */
function spent(
  model: Model,
  maxAttempts: number,
  causes: readonly AttemptOutcome["cause"][],
  capacity: number,
): number {
  const counting = { begin: () => ({ next: () => 0, succeeded: () => undefined }) }
  const costs = causes.slice(0, maxAttempts - 1).map((cause) => (cause === 429 ? 5 : model.cost))
  const retry = withRetryBudget(counting, { capacity, cost: model.cost })
  const run = retry.begin({ name: "x", rules: [] })
  let paid = 0
  for (const [index, cause] of causes.slice(0, maxAttempts - 1).entries()) {
    if (run.next(outcome(cause)) !== "budget") paid += costs[index] ?? 0
  }
  return paid
}

const growth = (baseMs: number, retries: number) =>
  Array.from({ length: retries }, (_, index) => Math.min(20_000, baseMs * 2 ** index))
const same = (count: number, cause: AttemptOutcome["cause"]) => Array.from({ length: count }, () => cause)

describe("delays with the largest draw", () => {
  const rows = [
    ["2026", current],
    ["before", before],
  ] as const
  const kinds = [
    ["transient", 503, "transientMs"],
    ["broken connections", "connection", "transientMs"],
    ["throttling", 429, "throttlingMs"],
  ] as const
  const table = rows.flatMap(([name, model]) =>
    kinds.flatMap(([kind, cause, base]) =>
      [3, 8, 12].map((attempts) => [name, kind, attempts, cause, model, growth(model[base], attempts - 1)] as const),
    ),
  )
  it.each(table)("A1 %s, %s, %i attempts", (_, __, attempts, cause, model, want) => {
    const run = start(model).begin(policyOf(model, attempts))
    const delays = same(attempts, cause).map((each) => run.next(outcome(each)))
    expect(delays).toEqual([...want, undefined])
  })

  it.each<[name: string, causes: readonly AttemptOutcome["cause"][], want: readonly (number | undefined)[]]>([
    ["throttled once among failures", [503, 503, 429, 503], [50, 100, 1000, 50]],
    ["alternating", [503, 429, 503, 429], [50, 1000, 50, 1000]],
    ["a broken connection is of the same kind as 503", [503, "connection", 500, 504], [50, 100, 200, 400]],
    ["first throttled", [429, 429, 503, 503], [1000, 2000, 50, 100]],
    ["what nobody retries ends it", [503, 404], [50, undefined]],
  ])("A1 mixed kinds count apart: %s", (_, causes, want) => {
    const run = start(current).begin(policyOf(current, 8))
    expect(causes.map((cause) => run.next(outcome(cause)))).toEqual(want)
  })

  it.each<[attempts: number, kind: "transient" | "throttling"]>([
    [3, "transient"],
    [8, "transient"],
    [12, "transient"],
    [3, "throttling"],
    [8, "throttling"],
    [12, "throttling"],
  ])("A1 any draw stays within its bound: %i attempts, %s", (attempts, kind) => {
    const random = seededRandom(attempts)
    const [cause, baseMs] = kind === "transient" ? ([503, 50] as const) : ([429, 1000] as const)
    const bounds = growth(baseMs, attempts - 1)
    for (let draw = 0; draw < 1000; draw++) {
      const run = defaultRetry({ clock: new VirtualClock(), random }).begin(policyOf(current, attempts))
      for (const bound of bounds) {
        const delay = Number(run.next(outcome(cause)) ?? -1)
        expect(delay >= 0 && delay <= bound).toBe(true)
      }
    }
  })
})

describe("what retries cost", () => {
  it.each<[name: string, model: Model, attempts: number, causes: readonly AttemptOutcome["cause"][], paid: number]>([
    ["two transient", current, 3, same(3, 503), 28],
    ["seven transient", current, 8, same(8, 503), 98],
    ["eleven transient", current, 12, same(12, 503), 154],
    ["two throttled", current, 3, same(3, 429), 10],
    ["mixed", current, 4, [503, 429, "timeout", 503], 33],
    ["before 2026, two transient", before, 3, same(3, 503), 20],
    ["before 2026, two throttled", before, 3, same(3, 429), 10],
    ["the first attempt alone costs nothing", current, 1, same(1, 503), 0],
  ])("A1 %s", (_, model, attempts, causes, paid) => {
    expect(spent(model, attempts, causes, 500)).toBe(paid)
  })

  it.each<[model: Model, cause: AttemptOutcome["cause"], retries: number]>([
    [current, 503, 35],
    [current, 429, 100],
    [before, 503, 50],
    [before, 429, 100],
  ])("A9 500 tokens pay for so many retries (%o, %s): %i", (model, cause, retries) => {
    const retry = start(model)
    let granted = 0
    for (let call = 0; call < 1000; call++) {
      if (retry.begin(policyOf(model, 3)).next(outcome(cause)) !== "budget") granted++
    }
    expect(granted).toBe(retries)
  })

  it("A9 a success gives back what its last retry cost, and never more than there was", () => {
    const retry = start(current, most, 28)
    for (let call = 0; call < 50; call++) {
      const run = retry.begin(policyOf(current, 3))
      expect(run.next(outcome(503))).toBe(50)
      run.succeeded()
    }
    const run = retry.begin(policyOf(current, 5))
    expect([503, 503, 503].map((cause) => run.next(outcome(cause)))).toEqual([50, 100, "budget"])
  })
})

describe("clients apart", () => {
  it("A2 with different seeds do not align", () => {
    const delays = (seed: number) => {
      const retry = defaultRetry({ clock: new VirtualClock(), random: seededRandom(seed) })
      return Array.from({ length: 1000 }, () => retry.begin(policyOf(current, 3)).next(outcome(429)))
    }
    const [one, two] = [delays(1), delays(2)]
    expect(one.filter((delay, index) => delay === two[index]).length).toBeLessThan(20)
  })

  it.each([50, 1000, 20_000])("A2 the mean of full jitter of %i ms is half of it", (baseMs) => {
    const random = seededRandom(baseMs)
    const retry = defaultRetry({ clock: new VirtualClock(), random })
    const policy = policyOf({ ...current, transientMs: baseMs }, 2)
    let sum = 0
    for (let draw = 0; draw < 10_000; draw++) sum += Number(retry.begin(policy).next(outcome(503)))
    expect(Math.abs(sum / 10_000 / (baseMs / 2) - 1)).toBeLessThan(0.03)
  })
})
