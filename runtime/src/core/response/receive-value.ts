import type { TransportResponse } from "../../ports/transport.ts"
import type { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "../call/call.ts"
import { httpFailure } from "./http-failure.ts"
import { matchSuccess } from "./match-response.ts"
import { RawAnswer } from "./raw-answer.ts"
import { readAnswer } from "./read-answer.ts"
import { bodyOf, decodeValue, parseValue } from "./decode-value.ts"

/** The answer of an operation that has one: its value, or the failure it means. */
export async function receiveValue(call: Call, response: TransportResponse): Promise<RawAnswer | AttemptFailure> {
  const { classify, success } = call.plan.spec
  if (classify) return classify.receive(call, response)
  const entry = matchSuccess(success, response.status)
  if (entry) {
    const bytes = bodyOf(call, response, entry)
    const value = bytes
      ? parseValue(call, response, entry, await call.lifetime.race(bytes))
      : decodeValue(call, response, entry, undefined)
    return new RawAnswer(call, response, value instanceof Promise ? await value : value)
  }
  return httpFailure(call, await readAnswer(call, response, false))
}
