import { PristineError, type ErrorFacts } from "../../errors/pristine-error.ts"
import { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "../call/call.ts"
import { matchResponse } from "./match-response.ts"
import { isJson, mediaType, pickReader } from "./media-type.ts"
import { pageHead } from "./page-head.ts"
import type { ReadAnswer } from "./read-answer.ts"
import { requestIdOf } from "./request-id-of.ts"
import { parseRetryAfter } from "./parse-retry-after.ts"

/** Statuses after which the same request may succeed. */
const transient: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/** The failure that an answer outside the success statuses means. */
export function httpFailure(call: Call, answer: ReadAnswer): AttemptFailure {
  const { status, headers } = answer
  const { spec, client } = call.plan
  const retryAfterMs = parseRetryAfter(headers, client.clock.wallTime())
  const error = new PristineError("http", `${spec.id} (${spec.method} ${spec.route}) answered ${status}`, {
    ...factsOf(call, answer, declaredBody(call, answer)),
    retryAfterMs,
    retryable: transient.includes(status),
  })
  const failure = new AttemptFailure({ cause: status, error, retryAfterMs }, answer)
  return client.service.spec.provider?.judge(call, answer, failure) ?? failure
}

/** The failure that a classifier makes of an answer: as if the connection had broken. */
export function connectionFailure(call: Call, answer: ReadAnswer): AttemptFailure {
  const message = `${call.plan.spec.id} answered ${answer.status}, which counts as no answer`
  const error = new PristineError("connection", message, factsOf(call, answer))
  return new AttemptFailure({ cause: "connection", error }, answer)
}

function factsOf(call: Call, answer: ReadAnswer, body = pageHead(answer)): ErrorFacts {
  const { status, headers } = answer
  return {
    status,
    headers,
    body,
    requestId: requestIdOf(call, headers),
    operation: call.plan.spec.id,
    attempts: call.attempts,
    // A service that says it is busy has not begun.
    maybeExecuted: status >= 500 && status !== 503,
    phase: "headers",
  }
}

/** Typed as declared for the status; `undefined` where the answer is not of that form. */
function declaredBody(call: Call, { status, headers, bytes }: ReadAnswer): unknown {
  const entry = matchResponse(call.plan.spec.errors ?? [], status)
  const type = mediaType(headers)
  const reader = entry && pickReader(entry.readers, type)
  if (!reader || bytes.byteLength === 0) return undefined
  if (reader.accept === "application/json" && type !== "" && !isJson(type)) return undefined
  try {
    const wire = reader.read(bytes)
    return entry.decode && !reader.final ? entry.decode(wire, call.scope) : wire
  } catch {
    // The service failed; that its error is malformed too must not hide how.
    return undefined
  }
}
