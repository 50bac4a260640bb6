import { PristineError } from "../../errors/pristine-error.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import { isPromise } from "../../values/is-promise.ts"
import { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "../call/call.ts"
import type { Classifier, Judge, Verdict } from "./classifier.ts"
import { connectionFailure, httpFailure } from "./http-failure.ts"
import { matchSuccess } from "./match-response.ts"
import { RawAnswer } from "./raw-answer.ts"
import { readAnswer, type ReadAnswer } from "./read-answer.ts"
import { decodeValue, parseValue } from "./decode-value.ts"

/** Puts a manifest's classifier to work: every answer of the operation is read whole and judged by it. */
export function classified(classify: Classifier): Judge {
  const judge: Judge["judge"] = (call, answer) => {
    const verdict = checkVerdict(ask(classify, call, answer) ?? {})
    if (verdict.throttleMs !== undefined && call.plan.limit) {
      call.plan.limit.throttle(verdict.throttleMs)
      call.observer?.throttled(call, verdict.throttleMs)
    }
    return { verdict, failure: failureOf(call, answer, verdict) }
  }
  return {
    judge,
    async receive(call, response) {
      const { success } = call.plan.spec
      const entry = matchSuccess(success, response.status)
      const answer = await readAnswer(call, response, entry !== undefined)
      const {
        verdict: { body },
        failure,
      } = judge(call, answer)
      if (failure) return failure
      if (!entry) return httpFailure(call, body === undefined ? answer : { ...answer, body })
      const replaced = body !== undefined || entry.readers.length === 0 || entry.build !== undefined
      const value = replaced ? decodeValue(call, answer, entry, body) : parseValue(call, answer, entry, answer.bytes)
      return new RawAnswer(call, response, await value)
    },
  }
}

function ask(classify: Classifier, call: Call, { status, headers, body, bytes }: ReadAnswer): Verdict | undefined {
  const { spec, client } = call.plan
  try {
    return classify(
      { status, headers, body, bodyBytes: bytes.byteLength },
      {
        operation: spec.id,
        client,
        input: call.input,
        attempt: call.scope.attempt,
        weight: call.weight,
        state: (key, create) => client.state(`classifier:${key}`, create),
      },
    )
  } catch (thrown) {
    // Not a failure of the connection, which would be tried again.
    throw toPristineError(thrown, "config", "The classifier threw", { maybeExecuted: true })
  }
}

/** A delay that compares with nothing would be none, and a promise has no verdict yet. */
function checkVerdict(verdict: Verdict): Verdict {
  const { retryAfterMs = 0, throttleMs = 0 } = verdict
  if (isPromise(verdict)) verdict.then(undefined, () => undefined)
  else if (Number.isFinite(retryAfterMs) && Number.isFinite(throttleMs)) return verdict
  const message = "The classifier gave a promise, or a delay that is no finite number of milliseconds"
  throw new PristineError("config", message, { maybeExecuted: true })
}

/** The failure that a verdict makes of an answer, if it does. */
function failureOf(call: Call, answer: ReadAnswer, verdict: Verdict): AttemptFailure | undefined {
  const { as, retryAfterMs: forced } = verdict
  if (as !== "connection" && forced === undefined) return undefined
  const failure = as === "connection" ? connectionFailure(call, answer) : httpFailure(call, answer)
  return forced === undefined ? failure : new AttemptFailure(failure.outcome, answer, Math.max(0, forced))
}
