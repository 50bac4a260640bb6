import type { SubmittedFuture } from "../../ports/future.ts"
import type { Invocation } from "../call/execute.ts"
import { executeFuture } from "./execute-future.ts"
import type { FutureWork } from "./running-future.ts"
import { withPolls } from "./with-polls.ts"

const nobody: FutureWork = { submitted: () => undefined, progress: () => undefined, cancel: undefined }

/** The first request of a future alone; its polls begin when somebody wants the result. */
export async function submitFuture(invocation: Invocation): Promise<SubmittedFuture<unknown>> {
  const submission = await withPolls(invocation, nobody, undefined, (polls) => polls.submit())
  return { requestId: submission.requestId, result: () => executeFuture(invocation, submission) }
}
