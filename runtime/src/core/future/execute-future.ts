import type { Client } from "../client/client.ts"
import { clientOf, type Invocation } from "../call/execute.ts"
import { Lifetime } from "../call/lifetime.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"
import { Polls } from "./polls.ts"
import { RunningFuture } from "./running-future.ts"
import { sharedSignal } from "../call/shared-signal.ts"

/**
 * The way of a call that is finished later: one request, then polls through the same pipeline. With a `requestId`, of
 * work that was begun before, it starts with the polls.
 */
export function executeFuture(invocation: Invocation, requestId?: string): RunningFuture<unknown> {
  return new RunningFuture(async (work) => {
    const client = clientOf(invocation)
    const { signal } = invocation.options
    const totalMs = totalOf(invocation, client) ?? Infinity
    const lifetime = new Lifetime(client.clock, sharedSignal(client, signal), totalMs, client.calls)
    work.cancel = (reason) => lifetime.end(reason)
    // What it waits for is under way at the service.
    lifetime.maybeExecuted = true
    lifetime.limit(Infinity, "total")
    const polls = new Polls(invocation, client, lifetime, work)
    try {
      return await polls.run(requestId)
    } catch (thrown) {
      throw polls.explain(thrown)
    } finally {
      for (const release of polls.held) release()
      lifetime.dispose()
    }
  })
}

/** Only a total that somebody asked for bounds a future: the service may take as long as it wants. */
function totalOf({ spec, options }: Invocation, client: Client): number | undefined {
  const given = [options.timeout, client.options.timeout, spec.timeouts]
  const found = given.find((one): one is TimeoutSpec => typeof one === "object" && one.totalMs !== undefined)
  return found?.totalMs
}
