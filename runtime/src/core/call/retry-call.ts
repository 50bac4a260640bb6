import { completeError } from "../../errors/complete-error.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Interruption } from "../../ports/interruption.ts"
import type { AttemptOutcome, Retry, RetryPolicy } from "../../ports/retry.ts"
import { checkPolicy } from "./check-policy.ts"
import type { Client } from "../client/client.ts"
import { Lifetime } from "./lifetime.ts"
import { sharedSignal } from "./shared-signal.ts"

/** One try of a whole operation. */
export interface RetryAttempt {
  /** Pass it on to whatever the attempt does. */
  readonly signal: AbortSignal
  /** Tries before this one. */
  readonly number: number
}

/** Of calls of a client. */
export interface RetryCallOptions {
  /** Lends its retry engine, its clock and its overrides of the policy. Without an engine there is one attempt. */
  readonly client: Client
  readonly signal?: AbortSignal
}

/** Of work that no client does, such as requests through a bare transport. */
export interface RetryWorkOptions {
  /** Such as `defaultRetry({ clock, random })`. */
  readonly retry: Retry
  /** Measures the waits. */
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/**
 * Repeats a whole operation under a policy of the manifest, or one of its own: around calls that have retries of their own, with a new
 * idempotency key and new arguments for every attempt. Failures are told apart as in a call: by status, `connection` and
 * `timeout`; what is no `PristineError` is not repeated.
 *
 * `progressTimeoutMs` of the policy ends an attempt, too, when no call under it on this client has finished for so long.
 */
export async function retryCall<Output>(
  policy: RetryPolicy,
  operation: (attempt: RetryAttempt) => PromiseLike<Output>,
  options: RetryCallOptions | RetryWorkOptions,
): Promise<Output> {
  const { clock, retry, effective, caller, siblings, last } = environmentOf(policy, options)
  checkPolicy(effective)
  const run = retry?.begin(effective)
  const lifetime = new Lifetime(clock, caller, Infinity, siblings)
  const progress = watchProgress(clock, effective, lifetime, last)
  try {
    for (let number = 0; ; number += 1) {
      try {
        const output = await lifetime.race(Promise.resolve(operation({ signal: lifetime.signal, number })))
        run?.succeeded()
        progress.made()
        return output
      } catch (thrown) {
        if (lifetime.over !== undefined) throw lifetime.over.reason
        const outcome = outcomeOf(thrown)
        const delay = outcome && run?.next(outcome)
        if (typeof delay !== "number") {
          if (outcome) completeError(outcome.error, { reason: delay })
          throw thrown
        }
        await lifetime.sleep(delay)
      }
    }
  } finally {
    progress.stop()
    lifetime.dispose()
  }
}

/** When work under a policy last ended well. */
interface LastProgress {
  at: number
}

/** What the work is repeated with. */
interface RetryEnvironment {
  readonly clock: Clock
  readonly retry: Retry | undefined
  readonly effective: RetryPolicy
  readonly caller: Interruption | undefined
  readonly siblings?: Set<Lifetime> | undefined
  readonly last: LastProgress
}

function environmentOf(policy: RetryPolicy, options: RetryCallOptions | RetryWorkOptions): RetryEnvironment {
  const never = (): LastProgress => ({ at: -Infinity })
  if (!("client" in options)) return { ...options, effective: policy, caller: options.signal, last: never() }
  const { client, signal } = options
  return {
    clock: client.clock,
    retry: client.retry,
    effective: client.policy(policy),
    caller: sharedSignal(client, signal),
    siblings: client.calls,
    last: client.state(`pristine:progress:${policy.name}`, never),
  }
}

function outcomeOf(thrown: unknown): AttemptOutcome | undefined {
  if (!isPristineError(thrown)) return undefined
  const { code, status, retryAfterMs } = thrown
  const cause = code === "connection" || code === "timeout" ? code : status
  if (cause === undefined) return undefined
  return { cause, error: thrown, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Ends the lifetime when nothing under the policy has finished for too long. */
function watchProgress(
  clock: Clock,
  { name, progressTimeoutMs }: RetryPolicy,
  lifetime: Lifetime,
  last: LastProgress,
): { made(): void; stop(): void } {
  if (progressTimeoutMs === undefined) return { made: () => undefined, stop: () => undefined }
  const begunAt = clock.now()
  let cancel = (): void => undefined
  const arm = (): void => {
    const left = Math.max(last.at, begunAt) + progressTimeoutMs - clock.now()
    if (left > 0) cancel = clock.schedule(left, arm, { background: true })
    else lifetime.end(stuck(name, progressTimeoutMs))
  }
  arm()
  return {
    made: () => (last.at = clock.now()),
    stop: () => cancel(),
  }
}

function stuck(name: string, limitMs: number): PristineError {
  const message = `No call under retry policy ${name} finished within ${limitMs} milliseconds`
  return new PristineError("timeout", message, { phase: "progress", maybeExecuted: true })
}
