import type { BreakerOutcome, BreakerReport, CircuitBreaker } from "../../ports/circuit-breaker.ts"
import { claim, claimError } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

/** A closed breaker that opens on failures in a row and lets one attempt probe. */
export interface CircuitBreakerSubject {
  readonly breaker: CircuitBreaker
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open the first time, in milliseconds. */
  readonly openMs: number
  /** Moves the breaker's time, and lets it take notice of what was reported. */
  readonly advance: (ms: number) => Promise<void>
}

const target = { url: "https://service.test/things", operation: "list_things" }

function isRefused({ breaker }: CircuitBreakerSubject): boolean {
  try {
    breaker.enter(target)("ignored")
    return false
  } catch {
    return true
  }
}

async function report(subject: CircuitBreakerSubject, given: BreakerReport, outcome: BreakerOutcome): Promise<void> {
  given(outcome)
  await subject.advance(0)
}

async function fail(subject: CircuitBreakerSubject, count: number): Promise<void> {
  for (let failed = 0; failed < count; failed++) await report(subject, subject.breaker.enter(target), "failure")
}

async function openAndWait(subject: CircuitBreakerSubject): Promise<void> {
  await fail(subject, subject.failures)
  claim(isRefused(subject), "failures in a row must open the circuit")
  await subject.advance(subject.openMs)
}

function define(
  name: string,
  check: (subject: CircuitBreakerSubject) => Promise<void>,
): ContractCase<CircuitBreakerSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `CircuitBreaker` promises. */
export const circuitBreakerContract: readonly ContractCase<CircuitBreakerSubject>[] = [
  define("lets any number of attempts in while closed", async (subject) => {
    const reports = Array.from({ length: 50 }, () => subject.breaker.enter(target))
    for (const each of reports) await report(subject, each, "success")
    claim(!isRefused(subject), "a closed circuit must let attempts in")
  }),
  define("takes attempts that name no target", async (subject) => {
    await report(subject, subject.breaker.enter(), "success")
  }),
  define("stays closed one failure below its threshold", async (subject) => {
    await fail(subject, subject.failures - 1)
    claim(!isRefused(subject), `${subject.failures - 1} failures must not open the circuit`)
  }),
  define("opens at its threshold, and says so at once with a typed error", async (subject) => {
    await fail(subject, subject.failures)
    let thrown: unknown
    try {
      subject.breaker.enter(target)
    } catch (error) {
      thrown = error
    }
    claimError(thrown, "circuit_open", "what an open circuit throws")
    claim(thrown.retryable && !thrown.maybeExecuted, "the error must be retryable, and nothing was executed")
  }),
  define("never opens on ignored outcomes", async (subject) => {
    for (let count = 0; count < 3 * subject.failures; count++) {
      await report(subject, subject.breaker.enter(target), "ignored")
    }
    claim(!isRefused(subject), "ignored outcomes must not open the circuit")
  }),
  define("does not take an ignored outcome for a success", async (subject) => {
    await fail(subject, subject.failures - 1)
    await report(subject, subject.breaker.enter(target), "ignored")
    await fail(subject, 1)
    claim(isRefused(subject), "an ignored outcome must not interrupt failures in a row")
  }),
  define("begins to count anew after a success", async (subject) => {
    await fail(subject, subject.failures - 1)
    await report(subject, subject.breaker.enter(target), "success")
    await fail(subject, subject.failures - 1)
    claim(!isRefused(subject), "a success must interrupt failures in a row")
  }),
  define("counts a report once", async (subject) => {
    const given = subject.breaker.enter(target)
    for (let count = 0; count < subject.failures; count++) await report(subject, given, "failure")
    claim(subject.failures === 1 || !isRefused(subject), "only the first report of an attempt may count")
  }),
  define("refuses until the open time is over", async (subject) => {
    await fail(subject, subject.failures)
    await subject.advance(subject.openMs - 1)
    claim(isRefused(subject), "the circuit must stay open for all of its open time")
  }),
  define("lets one attempt probe, and refuses the others meanwhile", async (subject) => {
    await openAndWait(subject)
    const probe = subject.breaker.enter(target)
    for (let count = 0; count < 20; count++) claim(isRefused(subject), "only one attempt may probe")
    await report(subject, probe, "success")
  }),
  define("closes after a probe that succeeds", async (subject) => {
    await openAndWait(subject)
    await report(subject, subject.breaker.enter(target), "success")
    const reports = [subject.breaker.enter(target), subject.breaker.enter(target)]
    for (const each of reports) await report(subject, each, "success")
  }),
  define("starts with a clean count once closed", async (subject) => {
    await openAndWait(subject)
    await report(subject, subject.breaker.enter(target), "success")
    await fail(subject, subject.failures - 1)
    claim(!isRefused(subject), "failures from before must not count")
  }),
  define("opens again after a probe that fails", async (subject) => {
    await openAndWait(subject)
    await report(subject, subject.breaker.enter(target), "failure")
    claim(isRefused(subject), "a failed probe must open the circuit")
    await subject.advance(subject.openMs - 1)
    claim(isRefused(subject), "and for no less than its first open time")
  }),
  define("gives the place of an ignored probe to the next", async (subject) => {
    await openAndWait(subject)
    for (let count = 0; count < 3; count++) {
      const probe = subject.breaker.enter(target)
      claim(isRefused(subject), "only one attempt may probe")
      await report(subject, probe, "ignored")
    }
    await report(subject, subject.breaker.enter(target), "success")
    claim(!isRefused(subject), "a probe must close the circuit after others were given up")
  }),
  define("ignores outcomes of attempts from before it opened", async (subject) => {
    const late = Array.from({ length: subject.failures + 1 }, () => subject.breaker.enter(target))
    const [first, ...rest] = late
    await fail(subject, subject.failures)
    if (first !== undefined) await report(subject, first, "success")
    claim(isRefused(subject), "a late success must not close an open circuit")
    await subject.advance(subject.openMs)
    const probe = subject.breaker.enter(target)
    for (const each of rest) await report(subject, each, "failure")
    await report(subject, probe, "success")
    claim(!isRefused(subject), "late failures must not open a circuit that probes")
  }),
]
