import { PristineError } from "../../errors/pristine-error.ts"
import type { AttemptOutcome, Retry, RetryPolicy, RetryRule, RetryRun } from "../../ports/retry.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

function policyOf(rule: Partial<RetryRule> = {}, rest: Partial<RetryPolicy> = {}): RetryPolicy {
  return {
    name: "contract",
    rules: [
      {
        retryOn: [429, "5XX", "connection", "timeout"],
        maxAttempts: 3,
        backoff: "constant",
        baseMs: 100,
        maxMs: 1000,
        jitter: [0.5, 1],
        retryAfter: { maxMs: 5000, beyond: "fail" },
        ...rule,
      },
    ],
    ...rest,
  }
}

function outcome(cause: AttemptOutcome["cause"], rest: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return { cause, error: new PristineError(typeof cause === "number" ? "http" : cause, "failed"), ...rest }
}

/** Claims that a run goes on, and gives the wait. */
function goOn(run: RetryRun, given: AttemptOutcome, what: string): number {
  const delay = run.next(given)
  claim(typeof delay === "number" && delay >= 0 && delay < Infinity, `${what} must be tried again after a finite wait`)
  return delay
}

function giveUp(run: RetryRun, given: AttemptOutcome, what: string): void {
  claim(typeof run.next(given) !== "number", `${what} must not be tried again`)
}

function define(name: string, check: (retry: Retry) => void): ContractCase<Retry> {
  return {
    name,
    async run(make) {
      check(await make())
    },
  }
}

/** What every `Retry` that evaluates policies promises. It may give up earlier for reasons of its own, not later. */
export const retryContract: readonly ContractCase<Retry>[] = [
  define("tries again what a rule names, as a status, a class or a word", (retry) => {
    for (const cause of [429, 500, 599, "connection", "timeout"] as const) {
      goOn(retry.begin(policyOf()), outcome(cause), String(cause))
    }
  }),
  define("leaves alone what no rule names", (retry) => {
    for (const cause of [400, 404, 428, 499, 600]) giveUp(retry.begin(policyOf()), outcome(cause), String(cause))
    giveUp(retry.begin(policyOf({ retryOn: [] })), outcome(503), "anything")
  }),
  define("counts attempts, the first included", (retry) => {
    const run = retry.begin(policyOf())
    goOn(run, outcome(503), "the first of three attempts")
    goOn(run, outcome(503), "the second of three attempts")
    giveUp(run, outcome(503), "the third of three attempts")
    giveUp(retry.begin(policyOf({ maxAttempts: 1 })), outcome(503), "the only attempt")
  }),
  define("keeps the counts of calls apart", (retry) => {
    const [one, two] = [retry.begin(policyOf({ maxAttempts: 2 })), retry.begin(policyOf({ maxAttempts: 2 }))]
    goOn(one, outcome(503), "the first attempt of one call")
    goOn(two, outcome(503), "the first attempt of another")
  }),
  define("begins to count anew under another rule", (retry) => {
    const [first] = policyOf({ retryOn: [503], maxAttempts: 2 }).rules
    const [second] = policyOf({ retryOn: [429], maxAttempts: 2 }).rules
    if (first === undefined || second === undefined) return
    const run = retry.begin({ name: "contract", rules: [first, second] })
    goOn(run, outcome(503), "the first match of a rule")
    goOn(run, outcome(429), "the first match of another rule")
    goOn(run, outcome(503), "the first match after another rule")
  }),
  define("keeps its own waits within the range of the jitter and the limit", (retry) => {
    for (let call = 0; call < 30; call++) {
      // Every call ends well, so that an engine with a budget has enough of it.
      const run = retry.begin(policyOf())
      const delay = goOn(run, outcome(503), "a failure")
      run.succeeded()
      claim(delay >= 50 && delay <= 100, `a wait must be within 50 and 100 ms, not ${delay}`)
      const other = retry.begin(policyOf({ baseMs: 9000, maxMs: 1000 }))
      const capped = goOn(other, outcome(503), "a failure")
      other.succeeded()
      claim(capped <= 1000, `a wait must not exceed its limit of 1000 ms, as ${capped} does`)
    }
  }),
  define("never undercuts what the server asks for", (retry) => {
    for (const retryAfterMs of [0, 1, 250, 4999, 5000]) {
      const delay = goOn(retry.begin(policyOf()), outcome(429, { retryAfterMs }), "a wish within the limit")
      claim(delay >= retryAfterMs && delay <= retryAfterMs + 1001, `${retryAfterMs} ms must be kept, not ${delay}`)
    }
  }),
  define("gives up, or backs off by itself, where the server asks for more than the limit", (retry) => {
    const asked = outcome(503, { retryAfterMs: 5001 })
    giveUp(retry.begin(policyOf()), asked, "a wish beyond the limit")
    const backoff = policyOf({ retryAfter: { maxMs: 5000, beyond: "backoff" } })
    claim(goOn(retry.begin(backoff), asked, "a wish beyond the limit") <= 100, "its own wait must hold")
  }),
  define("ignores what the server asks for where the rule does", (retry) => {
    const deaf = policyOf({ retryAfter: false })
    claim(goOn(retry.begin(deaf), outcome(503, { retryAfterMs: 4000 }), "a failure") <= 100, "its own wait must hold")
  }),
  define("obeys a server that says no", (retry) => {
    giveUp(retry.begin(policyOf()), outcome(503, { shouldRetry: false }), "what the server forbids")
  }),
  define("gives up on a failure that another attempt would meet again", (retry) => {
    const error = new PristineError("connection", "certificate", { retryable: false })
    giveUp(retry.begin(policyOf()), outcome("connection", { error }), "a failure that is not retryable")
  }),
  define("begins no wait that would end after the policy's limit", (retry) => {
    giveUp(retry.begin(policyOf({ jitter: [1, 1] }, { maxElapsedMs: 99 })), outcome(503), "a wait beyond the limit")
    goOn(retry.begin(policyOf({ jitter: [1, 1] }, { maxElapsedMs: 60_000 })), outcome(503), "a wait within the limit")
  }),
  define("takes the end of a call that went well, whatever came before", (retry) => {
    const run = retry.begin(policyOf())
    goOn(run, outcome(503), "the first attempt")
    run.succeeded()
    retry.begin(policyOf()).succeeded()
  }),
  define("takes a call that names its target", (retry) => {
    const run = retry.begin(policyOf(), { url: "https://service.test/", operation: "list_things" })
    goOn(run, outcome(503), "the first attempt")
  }),
]
