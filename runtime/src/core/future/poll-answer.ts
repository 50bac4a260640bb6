import type { TransportResponse } from "../../ports/transport.ts"
import type { AttemptFailure } from "../response/attempt-failure.ts"
import type { AnswerSeen, Call } from "../call/call.ts"
import type { Verdict } from "../response/classifier.ts"
import { httpFailure } from "../response/http-failure.ts"
import { matchSuccess } from "../response/match-response.ts"
import type { PollSpec } from "../operation/operation-spec.ts"
import { readAnswer, type ReadAnswer } from "../response/read-answer.ts"
import { decodeValue, parseValue } from "../response/decode-value.ts"

/** An answer in the life of a future. */
export interface PollAnswer extends AnswerSeen {
  readonly state: "pending" | "failed" | "done" | "ticket"
  readonly verdict: Verdict | undefined
  /** When its request was sent, on the client's clock. */
  readonly sentAt: number
  /** Reads the result out of it. */
  result(): unknown
}

/** Reads the first answer: a ticket, unless what is asked is polled itself. */
export function receiveFirst(poll: PollSpec, sameOperation: boolean) {
  return (call: Call, response: TransportResponse): Promise<PollAnswer | AttemptFailure> =>
    receive(call, response, poll, sameOperation ? undefined : "ticket")
}

/** Reads the answer to a poll. */
export function receivePoll(poll: PollSpec) {
  return (call: Call, response: TransportResponse): Promise<PollAnswer | AttemptFailure> =>
    receive(call, response, poll, undefined)
}

async function receive(
  call: Call,
  response: TransportResponse,
  poll: PollSpec,
  known: PollAnswer["state"] | undefined,
): Promise<PollAnswer | AttemptFailure> {
  const { spec } = call.plan
  const success = matchSuccess(spec.success, response.status) !== undefined
  const read = await readAnswer(call, response, success)
  const { verdict, failure } = spec.classify?.judge(call, read) ?? {}
  if (failure) return failure
  const answer: ReadAnswer = verdict?.body === undefined ? read : { ...read, body: verdict.body }
  const state = verdict?.state ?? known ?? stateOf(poll, answer, success)
  // "Not yet" counts whatever its status, and a classifier's word does; a failure without it is one of the request.
  if (!success && verdict?.state === undefined && state !== "pending") return httpFailure(call, answer)
  return {
    state,
    verdict,
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    sentAt: call.attemptedAt,
    result: () =>
      verdict?.body === undefined
        ? parseValue(call, answer, poll.result, answer.bytes)
        : decodeValue(call, answer, poll.result, verdict.body),
  }
}

function stateOf(poll: PollSpec, { body }: ReadAnswer, success: boolean): PollAnswer["state"] {
  if (poll.pending(body)) return "pending"
  return success && poll.failed(body) ? "failed" : "done"
}
