import type { Invocation } from "../call/execute.ts"
import { RunningFuture } from "./running-future.ts"
import type { Submission } from "./submission.ts"
import { withPolls } from "./with-polls.ts"

/**
 * The way of a call that is finished later: one request, then polls through the same pipeline. With what was submitted
 * before, or its id, it starts with the polls.
 */
export function executeFuture(invocation: Invocation, begun?: Submission | string): RunningFuture<unknown> {
  return new RunningFuture((work) =>
    withPolls(invocation, work, typeof begun === "object" ? begun.startedAt : undefined, async (polls) => {
      if (typeof begun === "object") return polls.run(begun)
      return polls.run(begun === undefined ? await polls.submit() : polls.resumed(begun))
    }),
  )
}
