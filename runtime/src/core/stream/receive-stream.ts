import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import type { AttemptFailure } from "../response/attempt-failure.ts"
import type { Call } from "../call/call.ts"
import { httpFailure } from "../response/http-failure.ts"
import { matchSuccess } from "../response/match-response.ts"
import { mediaType } from "../response/media-type.ts"
import type { StreamSpec } from "../operation/operation-spec.ts"
import { readAnswer } from "../response/read-answer.ts"
import { requestIdOf } from "../response/request-id-of.ts"

/** The answer of an operation that streams, its body unread, or the failure it means. */
export async function receiveStream(
  call: Call,
  response: TransportResponse,
): Promise<TransportResponse | AttemptFailure> {
  const { spec } = call.plan
  if (matchSuccess(spec.success, response.status) === undefined) {
    const answer = await readAnswer(call, response, false)
    const { verdict, failure } = spec.classify?.judge(call, answer) ?? {}
    return failure ?? httpFailure(call, verdict?.body === undefined ? answer : { ...answer, body: verdict.body })
  }
  const { framing } = spec as StreamSpec
  const type = mediaType(response.headers)
  // Without a type the framing has to show.
  if (!framing.exact || type === "" || type === framing.accept || response.status === 204) return response
  const { status, headers, body } = await readAnswer(call, response, false)
  throw new PristineError("stream", `${spec.id} answered with something other than a stream of events`, {
    status,
    headers,
    body,
    requestId: requestIdOf(call, headers),
    maybeExecuted: true,
    phase: "headers",
  })
}
