import { parseRetryAfter, parseShouldRetry } from "./retry-after.ts"
import { PristineError } from "../errors/pristine-error.ts"
import type { AttemptOutcome } from "../ports/retry.ts"
import { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "./call.ts"
import { matchResponse } from "./match-response.ts"
import { isJson, mediaType, pickReader } from "./media-type.ts"
import type { ReadAnswer } from "./read-answer.ts"
import { requestIdOf } from "./request-id.ts"

const transientStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** The failure that an answer outside the success statuses means. */
export function httpFailure(call: Call, answer: ReadAnswer): AttemptFailure {
  const { status, headers } = answer
  const { id, method, route } = call.plan.spec
  const retryAfterMs = parseRetryAfter(headers, call.plan.client.clock.wallTime())
  const shouldRetry = parseShouldRetry(headers)
  const error = new PristineError("http", `${id} (${method} ${route}) answered ${status}`, {
    ...answerFacts(call, answer),
    body: errorBody(call, answer),
    retryAfterMs,
    retryable: shouldRetry ?? transientStatuses.has(status),
  })
  return new AttemptFailure(outcomeOf(status, error, retryAfterMs, shouldRetry), answer)
}

/** The failure that a classifier makes of an answer: as if the connection had broken. */
export function connectionFailure(call: Call, answer: ReadAnswer): AttemptFailure {
  const error = new PristineError(
    "connection",
    `${call.plan.spec.id} answered ${answer.status}, which counts as no answer`,
    {
      ...answerFacts(call, answer),
      body: answer.body,
    },
  )
  return new AttemptFailure({ cause: "connection", error }, answer)
}

function answerFacts(call: Call, { status, headers }: ReadAnswer): ConstructorParameters<typeof PristineError>[2] {
  return {
    status,
    headers,
    requestId: requestIdOf(headers),
    operation: call.plan.spec.id,
    attempts: call.attempts,
    // A service that says it is busy has not begun.
    maybeExecuted: status >= 500 && status !== 503,
    phase: "headers",
  }
}

function outcomeOf(
  cause: number,
  error: PristineError,
  retryAfterMs: number | undefined,
  shouldRetry: boolean | undefined,
): AttemptOutcome {
  return {
    cause,
    error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(shouldRetry !== undefined && { shouldRetry }),
  }
}

/** Typed as declared for the status where the answer is of that form, else as it was read. */
function errorBody(call: Call, { status, headers, body, bytes }: ReadAnswer): unknown {
  const entry = matchResponse(call.plan.spec.errors ?? [], status)
  if (entry === undefined || entry.readers.length === 0 || bytes.byteLength === 0) return body
  const type = mediaType(headers)
  const reader = pickReader(entry.readers, type)
  if (reader === undefined || (reader.accept === "application/json" && type !== "" && !isJson(type))) return body
  try {
    const wire = reader.read(bytes)
    return reader.final === true || entry.decode === undefined ? wire : entry.decode(wire, call.scope)
  } catch {
    // The service failed; that its error is malformed too must not hide how.
    return body
  }
}
