import type { TransportResponse } from "../ports/transport.ts"
import type { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "./call.ts"
import { classify, failureOf } from "./classify.ts"
import { httpFailure } from "./http-failure.ts"
import { matchSuccess } from "./match-response.ts"
import { RawAnswer } from "./raw-answer.ts"
import { readAnswer } from "./read-answer.ts"
import { decodeValue, parseValue, readValue } from "./read-value.ts"

/** The answer of an operation that has one: its value, or the failure it means. */
export async function receiveValue(call: Call, response: TransportResponse): Promise<RawAnswer | AttemptFailure> {
  const { spec } = call.plan
  const entry = matchSuccess(spec.success, response.status)
  if (spec.classify === undefined && entry !== undefined) {
    return new RawAnswer(call, response, await readValue(call, response, entry))
  }
  const answer = await readAnswer(call, response, entry !== undefined)
  const verdict = spec.classify === undefined ? undefined : classify(call, answer)
  const failure = failureOf(call, answer, verdict)
  if (failure !== undefined) return failure
  const body = verdict?.body
  if (entry === undefined) return httpFailure(call, body === undefined ? answer : { ...answer, body })
  const replaced = body !== undefined || entry.readers.length === 0 || entry.build !== undefined
  const value = replaced ? decodeValue(call, answer, entry, body, false) : parseValue(call, answer, entry, answer.bytes)
  return new RawAnswer(call, response, await value)
}
