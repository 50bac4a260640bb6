import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { BreakerOutcome } from "../../ports/circuit-breaker.ts"
import { AttemptFailure } from "../response/attempt-failure.ts"

/**
 * What an attempt says of a service's health. A service is healthy as long as it answers; only its own failures count
 * against it. That it wants fewer requests, or wants them sooner or later, says neither.
 *
 * @param result `undefined` where there is none and the attempt is not to be repeated: a certificate, the last limit of
 * time, an answer nobody can read.
 * @param failure What the attempt failed of, once it went on the wire; `undefined` otherwise.
 */
export function breakerOutcome(result: unknown, failure: unknown): BreakerOutcome {
  if (result === undefined) return outcomeOfFailure(failure)
  if (!(result instanceof AttemptFailure)) return "success"
  const { cause } = result.outcome
  return typeof cause === "string" ? "failure" : outcomeOfStatus(cause)
}

function outcomeOfFailure(failure: unknown): BreakerOutcome {
  if (isPristineError(failure, "timeout") || isPristineError(failure, "connection")) return "failure"
  const { status } = isPristineError(failure) ? failure : {}
  return status === undefined ? "ignored" : outcomeOfStatus(status)
}

function outcomeOfStatus(status: number): BreakerOutcome {
  return status >= 500 ? "failure" : [408, 425, 429].includes(status) ? "ignored" : "success"
}
