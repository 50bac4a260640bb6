import { isPristineError } from "../errors/is-pristine-error.ts"
import type { RetryPolicy } from "../ports/retry.ts"
import type { Release } from "../ports/rate-limit.ts"
import { attempt, type Receive } from "./attempt.ts"
import { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "./call.ts"
import { callPolicies } from "./call-policies.ts"
import { beginLogicalCall, prepare } from "./prepare.ts"

/** What is left to do when a call is over. Calling it twice does nothing. */
export type Finish = (failure?: unknown) => void

/**
 * The one way of every call: prepare, admission, retry( breaker( transport ) ), and what `receive` makes of the answer.
 * Returns how to end the call too: a stream ends it later.
 */
export async function runCall<Result>(
  call: Call,
  receive: Receive<Result>,
): Promise<{ readonly result: Result; readonly finish: Finish }> {
  let release: Release | undefined
  let finished = false
  const finish: Finish = (failure) => {
    if (finished) return
    finished = true
    release?.()
    call.lifetime.dispose()
    const error = failure === undefined ? {} : { error: isPristineError(failure) ? failure.code : "aborted" }
    call.emit("call:end", {
      attempt: call.attempts,
      durationMs: call.plan.client.clock.now() - call.startedAt,
      ...error,
    })
  }
  call.emit("call:start")
  try {
    const preparing = prepare(call)
    if (preparing !== undefined || call.plan.limit !== undefined) {
      call.lifetime.limit(Infinity, "total")
      await preparing
      if (call.plan.limit !== undefined) release = await admit(call)
    }
    const result = await repeat(call, callPolicies(call), 0, receive, call.lifetime.deadline)
    if (result instanceof AttemptFailure) throw result.outcome.error
    return { result, finish }
  } catch (thrown) {
    const error = call.explain(thrown)
    finish(error)
    throw error
  }
}

async function admit(call: Call): Promise<Release | undefined> {
  const { lifetime, plan, weight } = call
  if (plan.limit === undefined) return undefined
  return lifetime.race(plan.limit.acquire(weight, lifetime.signal), (release) => release())
}

/**
 * Attempts under the policy of this level, each of which is a call under those further in. No wait is begun that would
 * not end before `before`, on the clock's scale: outer limits bound inner waits.
 */
async function repeat<Result>(
  call: Call,
  policies: readonly RetryPolicy[],
  level: number,
  receive: Receive<Result>,
  before: number,
): Promise<Result | AttemptFailure> {
  const { client } = call.plan
  const policy = policies[level]
  const run = policy === undefined ? undefined : client.retry?.begin(policy)
  const innermost = level >= policies.length - 1
  const innerBefore = innermost ? before : Math.min(before, client.clock.now() + (policy?.maxElapsedMs ?? Infinity))
  if (innermost) beginLogicalCall(call)
  for (;;) {
    const result = await (innermost ? attempt(call, receive) : repeat(call, policies, level + 1, receive, innerBefore))
    if (!(result instanceof AttemptFailure)) {
      run?.succeeded()
      return result
    }
    const delay = delayBefore(call, result, innermost, () => run?.next(result.outcome))
    if (delay === undefined || client.clock.now() + delay >= before) return result
    call.emit("retry", { attempt: call.attempts, delayMs: delay, error: result.outcome.error.code })
    if (delay > 0) {
      call.lifetime.limit(Infinity, "total")
      await call.lifetime.sleep(delay)
    }
    if (innermost) call.scope.attempt += 1
  }
}

/** Milliseconds until the next attempt, or `undefined` if there must be none. */
function delayBefore(
  call: Call,
  failure: AttemptFailure,
  innermost: boolean,
  ask: () => number | undefined,
): number | undefined {
  if (!call.replayable || call.options.retry === false || call.plan.client.options.retry === false) return undefined
  const forced = innermost ? failure.forcedDelayMs : undefined
  if (forced === undefined && failure.outcome.error.maybeExecuted && !call.repeatable) return undefined
  const delay = forced ?? ask()
  if (delay === undefined || call.polling === undefined) return delay
  const nextPoll = call.attemptedAt + call.polling.spacingMs(failure.answer)
  return Math.max(delay, nextPoll - call.plan.client.clock.now())
}
