import { Call } from "./call.ts"
import type { CallOptions } from "../client/call-options.ts"
import type { Client } from "../client/client.ts"
import type { OperationSpec } from "../operation/operation-spec.ts"
import type { PreparedRequest } from "../operation/operation.ts"
import { planFor } from "./plan.ts"
import { beginLogicalCall, prepare } from "../request/prepare.ts"
import { preparedRequest } from "../request/prepared-request.ts"
import type { RawAnswer } from "../response/raw-answer.ts"
import { receiveValue } from "../response/receive-value.ts"
import { runCall } from "./run-call.ts"

/** What an operation was called with. */
export interface Invocation {
  readonly spec: OperationSpec
  readonly input: unknown
  readonly options: CallOptions
  /** The client that the operation is bound to. */
  readonly bound: Client | undefined
}

export function clientOf({ spec, options, bound }: Invocation): Client {
  return options.client ?? bound ?? spec.service.defaultClient()
}

/** The way of a call with one answer. */
export async function execute(invocation: Invocation): Promise<RawAnswer> {
  const { spec, input, options } = invocation
  const call = new Call(planFor(clientOf(invocation), spec), input, options)
  const answer = await runCall(call, receiveValue)
  call.finish()
  return answer
}

/** The request of a call, which is not sent. */
export async function buildRequest(invocation: Invocation): Promise<PreparedRequest> {
  const { spec, input, options } = invocation
  const call = new Call(planFor(clientOf(invocation), spec), input, options)
  try {
    await prepare(call)
    beginLogicalCall(call)
    return preparedRequest(call)
  } catch (thrown) {
    throw call.explain(thrown)
  } finally {
    call.lifetime.dispose()
  }
}
