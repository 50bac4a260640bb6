import fc from "fast-check"
import { describe, expect } from "vitest"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { AttemptOutcome, RetryPolicy, RetryRule } from "../../../src/ports/retry.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

const rule = (rest: Partial<RetryRule> = {}): RetryRule => ({
  retryOn: [408, 429, 500, 502, 503, 504, "connection", "timeout"],
  maxAttempts: 3,
  backoff: "exponential",
  baseMs: 100,
  maxMs: 20_000,
  jitter: [1, 1],
  retryAfter: { maxMs: 60_000, beyond: "fail" },
  ...rest,
})
const policy = (rules: readonly RetryRule[] = [rule()], rest: Partial<RetryPolicy> = {}): RetryPolicy => ({
  name: "test",
  rules,
  ...rest,
})
const outcome = (cause: AttemptOutcome["cause"], rest: Partial<AttemptOutcome> = {}): AttemptOutcome => ({
  cause,
  error: new PristineError(typeof cause === "number" ? "http" : cause, "failed"),
  ...rest,
})
function engine(random = () => 0.5) {
  const clock = new VirtualClock()
  return { clock, retry: defaultRetry({ clock, random }) }
}
const decisions = (given: RetryPolicy, outcomes: readonly AttemptOutcome[]) => {
  const run = engine().retry.begin(given)
  return outcomes.map((each) => run.next(each))
}

describe("A4 which failures", () => {
  it.each(Array.from({ length: 500 }, (_, index) => index + 100))("decides on status %i as listed", (status) => {
    const listed = [408, 429, 500, 502, 503, 504].includes(status)
    expect(decisions(policy(), [outcome(status)])[0]).toBe(listed ? 100 : undefined)
  })

  it.each<[name: string, retryOn: (number | string)[], cause: AttemptOutcome["cause"], retried: boolean]>([
    ["a class covers its statuses", ["5XX"], 599, true],
    ["a class in small letters", ["4xx"], 404, true],
    ["a class covers no other", ["5XX"], 499, false],
    ["a word covers itself", ["connection"], "connection", true],
    ["one word is not the other", ["connection"], "timeout", false],
    ["a class covers no word", ["5XX"], "connection", false],
    ["nothing covers nothing", [], 500, false],
    ["a number as text is no status", ["500"], 500, false],
  ])("%s", (_, retryOn, cause, retried) => {
    expect(decisions(policy([rule({ retryOn })]), [outcome(cause)])[0] !== undefined).toBe(retried)
  })

  it.each(["connection", "timeout"] as const)(
    "gives up on a %s error that another attempt would meet again",
    (cause) => {
      const error = new PristineError(cause, "certificate", { retryable: false })
      expect(decisions(policy(), [outcome(cause, { error })])).toEqual([undefined])
    },
  )
})

describe("A3 how often", () => {
  it.each<[maxAttempts: number, expected: (number | undefined)[]]>([
    [1, [undefined]],
    [2, [100, undefined]],
    [3, [100, 200, undefined]],
    [8, [100, 200, 400, 800, 1600, 3200, 6400, undefined]],
    [12, [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000, 20_000, undefined]],
  ])("counts %i attempts in all, the first included", (maxAttempts, expected) => {
    expect(
      decisions(
        policy([rule({ maxAttempts })]),
        expected.map(() => outcome(503)),
      ),
    ).toEqual(expected)
  })

  it("goes on without end where that is asked for", () => {
    const given = policy([rule({ maxAttempts: Infinity, backoff: "none" })])
    expect(
      decisions(
        given,
        Array.from({ length: 1000 }, () => outcome(429)),
      ).every((delay) => delay === 0),
    ).toBe(true)
  })

  it("lets the first matching rule decide and starts to count anew with another", () => {
    // Tinker's polls: 408 and 5xx at once, 400 three times, 429 and broken connections 1, 2, 4 … 30 s.
    const given = policy([
      rule({ retryOn: [408, "5XX"], maxAttempts: Infinity, backoff: "none" }),
      rule({ retryOn: [400], maxAttempts: 4, backoff: "none" }),
      rule({ retryOn: [429, "connection"], maxAttempts: Infinity, baseMs: 1000, maxMs: 30_000 }),
    ])
    const story: [cause: AttemptOutcome["cause"], delay: number | undefined][] = [
      [429, 1000],
      ["connection", 2000],
      [429, 4000],
      [503, 0],
      [429, 1000],
      [400, 0],
      [400, 0],
      [408, 0],
      [400, 0],
      [400, 0],
      [400, 0],
      [400, undefined],
    ]
    expect(
      decisions(
        given,
        story.map(([cause]) => outcome(cause)),
      ),
    ).toEqual(story.map(([, delay]) => delay))
  })

  it("keeps runs apart", () => {
    const { retry } = engine()
    const [first, second] = [retry.begin(policy()), retry.begin(policy())]
    expect([first.next(outcome(503)), first.next(outcome(503)), second.next(outcome(503))]).toEqual([100, 200, 100])
  })
})

describe("B23 what the server asks for", () => {
  const fail = { maxMs: 60_000, beyond: "fail" } as const
  const backoff = { maxMs: 60_000, beyond: "backoff" } as const
  it.each<
    [name: string, retryAfter: RetryRule["retryAfter"], retryAfterMs: number | undefined, expected: number | undefined]
  >([
    ["at once", fail, 0, 0],
    ["below the limit", fail, 59_999, 59_999],
    ["the limit", fail, 60_000, 60_000],
    ["beyond the limit: fail", fail, 60_001, undefined],
    ["beyond the limit: own back-off", backoff, 60_001, 100],
    ["the year 2065: fail", fail, 9.99e12, undefined],
    ["nothing", fail, undefined, 100],
    ["ignored", false, 30_000, 100],
    ["beyond every timer", { maxMs: Infinity, beyond: "fail" }, 2 ** 31, undefined],
    ["fractions", fail, 12.5, 13],
  ])("%s", (_, retryAfter, retryAfterMs, expected) => {
    const given = outcome(503, retryAfterMs === undefined ? {} : { retryAfterMs })
    expect(decisions(policy([rule({ retryAfter })]), [given])).toEqual([expected])
  })

  it.each<[name: string, cause: number, shouldRetry: boolean, retryAfter: RetryRule["retryAfter"], retried: boolean]>([
    ["no, against the rules", 503, false, fail, false],
    ["yes, against the rules", 409, true, fail, true],
    ["yes, with the rules", 503, true, fail, true],
    ["no, to a rule that does not listen", 503, false, false, true],
    ["yes, to rules that do not listen", 409, true, false, false],
  ])("says %s", (_, cause, shouldRetry, retryAfter, retried) => {
    const [delay] = decisions(policy([rule({ retryAfter })]), [outcome(cause, { shouldRetry })])
    expect(delay !== undefined).toBe(retried)
  })

  it("spreads the wait over a tenth, at most a second", () => {
    const wait = (retryAfterMs: number, draw: number) =>
      engine(() => draw)
        .retry.begin(policy([rule({ jitter: [0, 1] })]))
        .next(outcome(503, { retryAfterMs }))
    expect([wait(1000, 0), wait(1000, 0.5), wait(60_000, 0.999999)]).toEqual([1000, 1050, 61_000])
  })

  it("B24 never makes a wait that a timer cannot take", () => {
    const wish = fc.option(fc.oneof(fc.double({ min: 0, max: 1e16, noNaN: true }), fc.constant(2 ** 31)), {
      nil: undefined,
    })
    const most = fc.oneof(fc.double({ min: 0, max: 1e13, noNaN: true }), fc.constant(Infinity))
    const beyond = fc.constantFrom<"fail" | "backoff">("fail", "backoff")
    fc.assert(
      fc.property(
        wish,
        most,
        most,
        beyond,
        fc.integer({ min: 1, max: 60 }),
        (retryAfterMs, maxMs, cap, then, failures) => {
          const given = rule({
            maxAttempts: Infinity,
            baseMs: 1e6,
            maxMs,
            jitter: [0.5, 3],
            retryAfter: { maxMs: cap, beyond: then },
          })
          const run = engine(() => 0.999999).retry.begin(policy([given]))
          for (let failure = 0; failure < failures; failure++) {
            const delay = run.next(outcome(429, retryAfterMs === undefined ? {} : { retryAfterMs }))
            if (delay !== undefined) expect(Number(delay) >= 0 && Number(delay) <= 2 ** 31 - 1).toBe(true)
          }
        },
      ),
    )
  })

  it("is never undercut", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 60_000, noNaN: true }),
        fc.integer(),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (retryAfterMs, seed, most) => {
          const { retry } = engine(seededRandom(seed))
          const delay = retry.begin(policy([rule({ jitter: [0, most] })])).next(outcome(429, { retryAfterMs }))
          expect(delay).toBeGreaterThanOrEqual(retryAfterMs)
          expect(delay).toBeLessThanOrEqual(retryAfterMs + 1001)
        },
      ),
    )
  })
})

describe("A12 limits of time", () => {
  it("begins no wait that would end after maxElapsedMs", async () => {
    const { clock, retry } = engine()
    const run = retry.begin(policy([rule({ maxAttempts: Infinity, backoff: "constant" })], { maxElapsedMs: 1000 }))
    await clock.advance(900)
    expect(run.next(outcome(503))).toBe(100)
    await clock.advance(1)
    expect(run.next(outcome(503))).toBe("deadline")
  })

  it("begins no wait that would end too late for its rule, counted from the rule's first match", async () => {
    const { clock, retry } = engine()
    const limited = rule({ retryOn: [429], maxAttempts: Infinity, backoff: "constant", maxElapsedMs: 1000 })
    const run = retry.begin(policy([limited, rule({ maxAttempts: Infinity, backoff: "none" })]))
    await clock.advance(5000)
    expect(run.next(outcome(429))).toBe(100)
    await clock.advance(900)
    expect(run.next(outcome(429))).toBe(100)
    expect(run.next(outcome(503))).toBe(0)
    await clock.advance(900)
    expect(run.next(outcome(429))).toBe(100)
    await clock.advance(901)
    expect(run.next(outcome(429))).toBe("deadline")
  })

  it("gives up when no call of the policy made progress", async () => {
    const { clock, retry } = engine()
    const given = policy([rule({ maxAttempts: Infinity, backoff: "none" })], { progressTimeoutMs: 1000 })
    const stuck = retry.begin(given)
    await clock.advance(900)
    retry.begin(given).succeeded()
    await clock.advance(900)
    expect(stuck.next(outcome(503))).toBe(0)
    await clock.advance(101)
    expect(stuck.next(outcome(503))).toBe("deadline")
    expect(retry.begin(given).next(outcome(503))).toBe(0)
  })

  it("does not take progress under another policy for its own", async () => {
    const { clock, retry } = engine()
    const rules = [rule({ maxAttempts: Infinity, backoff: "none" })]
    const stuck = retry.begin(policy(rules, { progressTimeoutMs: 1000 }))
    await clock.advance(900)
    retry.begin(policy(rules, { name: "other", progressTimeoutMs: 1000 })).succeeded()
    await clock.advance(200)
    expect(stuck.next(outcome(503))).toBe("deadline")
  })
})

it("A4 rules that take turns are together no more than one after the other", () => {
  const rules = [rule({ retryOn: [503], maxAttempts: 2 }), rule({ retryOn: [500], maxAttempts: 2 })]
  const turns = Array.from({ length: 6 }, (_, index) => outcome(index % 2 === 0 ? 503 : 500))
  expect(decisions(policy(rules), turns).map((delay) => typeof delay)).toEqual([
    ...["number", "number", "number"],
    ...["undefined", "undefined", "undefined"],
  ])
})
