import { Call } from "../call/call.ts"
import { EventStream } from "./event-stream.ts"
import { clientOf, type Invocation } from "../call/execute.ts"
import { planFor } from "../call/plan.ts"
import { receiveStream } from "./receive-stream.ts"
import { runCall } from "../call/run-call.ts"
import { StreamHold } from "./stream-hold.ts"

/**
 * The way of a call whose answer is a stream: settled once the status is known to be a success. Until then it is retried
 * like any other; afterwards only an operation that declares `resume` connects again, and never repeats an event.
 */
export async function executeStream(invocation: Invocation): Promise<EventStream> {
  const call = new Call(planFor(clientOf(invocation), invocation.spec), invocation.input, invocation.options)
  return new EventStream(call, new StreamHold(call, await runCall(call, receiveStream)))
}
