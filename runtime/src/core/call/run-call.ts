import { completeError } from "../../errors/complete-error.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import { attempt, type Receive, renewed } from "./attempt.ts"
import { AttemptFailure } from "../response/attempt-failure.ts"
import type { Call } from "./call.ts"
import { callPolicies } from "./call-policies.ts"
import { beginLogicalCall, prepare } from "../request/prepare.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"

/**
 * The one way of every call: prepare, admission, retry( breaker( transport ) ), and what `receive` makes of the answer.
 * A call that failed is finished; after a success whoever called finishes it, a stream later than others.
 */
export async function runCall<Result>(call: Call, receive: Receive<Result>): Promise<Result> {
  const { lifetime, observer, plan } = call
  const { limit } = plan
  const { hooks } = plan.client
  observer?.started(call)
  try {
    const preparing = prepare(call)
    if (preparing) {
      lifetime.limit(Infinity, "total")
      await preparing
    }
    if (limit) {
      call.release ??= limit.tryAcquire?.(call.weight)
      if (!call.release) {
        lifetime.limit(Infinity, "total")
        call.release = await lifetime.wait(limit.acquire(call.weight, lifetime.signal), (late) => late())
      }
    }
    const result = await repeat(call, callPolicies(call), 0, receive, lifetime.deadline)
    if (result instanceof AttemptFailure) throw result.outcome.error
    return result
  } catch (thrown) {
    let error = call.explain(thrown)
    if (hooks) error = await hooks.error(call, error)
    call.finish(error)
    throw error
  }
}

/** What a classifier forces comes out of no budget, so that it must not become a storm by itself. */
const shortestForcedMs = 100

/** Repeated attempts that an error tells of, at most. */
const mostRecords = 32

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
  const { clock, retry, hooks } = call.plan.client
  const policy = policies[level]
  const run = policy && retry?.begin(policy, { url: call.url, operation: call.plan.spec.id })
  const innermost = level >= policies.length - 1
  const innerBefore = Math.min(before, innermost ? before : clock.now() + (policy?.maxElapsedMs ?? Infinity))
  if (innermost) beginLogicalCall(call)
  for (;;) {
    let result = await (innermost ? attempt(call, receive) : repeat(call, policies, level + 1, receive, innerBefore))
    if (innermost && result instanceof AttemptFailure && result.answer?.status === 401) {
      result = await renewed(call, receive, result)
    }
    if (!(result instanceof AttemptFailure)) {
      run?.succeeded()
      return result
    }
    const { outcome, answer, forcedDelayMs } = result
    const forced = innermost ? forcedDelayMs : undefined
    let delay = mayRepeat(call, forced === undefined && outcome.error.maybeExecuted)
      ? forced === undefined
        ? run?.next(outcome)
        : Math.max(forced, shortestForcedMs)
      : undefined
    if (typeof delay === "number") {
      if (call.polling) delay = Math.max(delay, call.attemptedAt + call.polling.spacingMs(answer) - clock.now())
      // A policy's patience does not bound what a classifier asks for; the call's own time does.
      if (clock.now() + delay >= (forced === undefined ? before : call.lifetime.deadline)) {
        run?.withdrawn?.()
        delay = "deadline"
      }
    }
    if (typeof delay !== "number") {
      completeError(outcome.error, { reason: delay })
      return result
    }
    call.retries = [...(call.retries ?? []), { cause: outcome.cause, delayMs: delay }].slice(-mostRecords)
    call.observer?.retrying(call, delay, outcome.error)
    if (hooks) await hooks.retry(call, delay, outcome.error)
    if (delay > 0) {
      call.lifetime.limit(Infinity, "total")
      await call.lifetime.sleep(delay)
    }
    if (innermost) call.scope.attempt += 1
  }
}

/** Whether a request can be sent again at all, and without harm where it may have been carried out. */
function mayRepeat(call: Call, maybeExecuted: boolean): boolean {
  const { idempotent, spec, client } = call.plan
  if (!isReplayableBody(call.body) || call.options.retry === false || client.options.retry === false) return false
  return !maybeExecuted || idempotent || call.polling !== undefined || spec.idempotency !== undefined
}
