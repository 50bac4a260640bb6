import type { PristineError } from "../../errors/pristine-error.ts"
import type { FailedAnswer, FailureFacts, FailureReader } from "../../ports/failure-reader.ts"
import { AttemptFailure } from "../response/attempt-failure.ts"
import type { Call } from "../call/call.ts"

/** A service that says something in its own words, at work in the pipeline. Others link nothing of it. */
export interface Provider {
  requestId(headers: Headers): string | undefined
  /** What the answer of a failed request means beyond its status. Closes the operation's rate limit where it says so. */
  judge(call: Call, answer: FailedAnswer, failure: AttemptFailure): AttemptFailure
}

/** Words of a service, by who reads them. */
export interface ProviderWords {
  /** Headers that name a request, the first that an answer has. Default: `x-request-id`, `request-id`. */
  readonly requestId?: readonly string[]
  /** Each reads another thing. */
  readonly failure?: readonly FailureReader[]
}

/** Puts the words of a manifest's `provider` to work. */
export function provider({ requestId = ["x-request-id", "request-id"], failure = [] }: ProviderWords): Provider {
  return {
    requestId: (headers) => requestId.map((name) => headers.get(name)).find(Boolean) ?? undefined,
    judge(call, answer, { outcome }) {
      const { client, limit } = call.plan
      const now = client.clock.wallTime()
      const facts = Object.assign({}, ...failure.map((read) => read(answer, now))) as FailureFacts
      const { throttleMs, shouldRetry } = facts
      if (throttleMs !== undefined && limit) {
        limit.throttle(throttleMs)
        call.observer?.throttled(call, throttleMs)
      }
      const retryAfterMs = outcome.retryAfterMs ?? facts.retryAfterMs
      describe(outcome.error, { ...facts, retryAfterMs })
      const asked = {
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        ...(shouldRetry !== undefined && { shouldRetry }),
      }
      return new AttemptFailure({ ...outcome, ...asked }, answer)
    },
  }
}

/** Puts what was read on an error. Payload is not enumerable. */
function describe(error: PristineError, facts: FailureFacts): void {
  const { retryAfterMs, serviceCode, detail, problem, shouldRetry = error.retryable } = facts
  Object.assign(error, { retryAfterMs, retryable: shouldRetry, ...(serviceCode !== undefined && { serviceCode }) })
  if (detail !== undefined) Object.defineProperty(error, "detail", { value: detail })
  if (problem !== undefined) Object.defineProperty(error, "problem", { value: problem })
}
