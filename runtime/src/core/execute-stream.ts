import { PristineError } from "../errors/pristine-error.ts"
import type { TransportResponse } from "../ports/transport.ts"
import type { AttemptFailure } from "./attempt-failure.ts"
import { Call } from "./call.ts"
import { EventStream } from "./event-stream.ts"
import { clientOf, type Invocation } from "./execute.ts"
import { httpFailure } from "./http-failure.ts"
import { matchSuccess } from "./match-response.ts"
import { mediaType } from "./media-type.ts"
import { planFor } from "./plan.ts"
import { readAnswer } from "./read-answer.ts"
import { requestIdOf } from "./request-id.ts"
import { runCall } from "./run-call.ts"

/**
 * The way of a call whose answer is a stream: settled once the status is known to be a success. Until then it is retried
 * like any other; afterwards never, for events would come twice.
 */
export async function executeStream(invocation: Invocation): Promise<EventStream> {
  const call = new Call(planFor(clientOf(invocation), invocation.spec), invocation.input, invocation.options)
  const { result, finish } = await runCall(call, receiveStream)
  return new EventStream(call, result, finish)
}

async function receiveStream(call: Call, response: TransportResponse): Promise<TransportResponse | AttemptFailure> {
  const { spec, accept } = call.plan
  if (matchSuccess(spec.success, response.status) === undefined) {
    const answer = await readAnswer(call, response, false)
    const { verdict, failure } = spec.classify?.judge(call, answer) ?? {}
    return failure ?? httpFailure(call, verdict?.body === undefined ? answer : { ...answer, body: verdict.body })
  }
  const type = mediaType(response.headers)
  // Servers agree on the type of SSE, but not on that of lines of JSON; without a type the framing has to show.
  if (accept !== "text/event-stream" || type === "" || type === accept || response.status === 204) return response
  const { status, headers, body } = await readAnswer(call, response, false)
  throw new PristineError("stream", `${spec.id} answered with something other than a stream of events`, {
    status,
    headers,
    body,
    requestId: requestIdOf(headers),
    maybeExecuted: true,
    phase: "headers",
  })
}
