import type { AttemptFailure } from "./attempt-failure.ts"
import { AttemptFailure as Failure } from "./attempt-failure.ts"
import type { Call } from "./call.ts"
import type { Verdict } from "./classifier.ts"
import { connectionFailure, httpFailure } from "./http-failure.ts"
import type { ReadAnswer } from "./read-answer.ts"

/** Asks the operation's classifier about an answer, and does what it says about the rate limit. */
export function classify(call: Call, answer: ReadAnswer): Verdict | undefined {
  const { spec, client, limit } = call.plan
  const verdict = spec.classify?.(
    { status: answer.status, headers: answer.headers, body: answer.body, bodyBytes: answer.bytes.byteLength },
    {
      operation: spec.id,
      client,
      input: call.input,
      attempt: call.scope.attempt,
      weight: call.weight,
      state: (key, create) => client.state(`classifier:${key}`, create),
    },
  )
  if (verdict?.throttleMs !== undefined && limit !== undefined) {
    limit.throttle(verdict.throttleMs)
    call.emit("throttle", { attempt: call.attempts, delayMs: verdict.throttleMs })
  }
  return verdict
}

/** The failure that a verdict makes of an answer, if it does. */
export function failureOf(call: Call, answer: ReadAnswer, verdict: Verdict | undefined): AttemptFailure | undefined {
  if (verdict === undefined) return undefined
  const forced = verdict.retryAfterMs
  if (verdict.as !== "connection" && forced === undefined) return undefined
  const failure = verdict.as === "connection" ? connectionFailure(call, answer) : httpFailure(call, answer)
  return forced === undefined ? failure : new Failure(failure.outcome, answer, Math.max(0, forced))
}
