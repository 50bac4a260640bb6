import { clientOf, type Invocation } from "../call/execute.ts"
import { Lifetime } from "../call/lifetime.ts"
import { sharedSignal } from "../call/shared-signal.ts"
import type { Client } from "../client/client.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"
import { Polls } from "./polls.ts"
import type { FutureWork } from "./running-future.ts"

/** Does a part of a future's work within its lifetime, which began at `startedAt` on the client's clock, or now. */
export async function withPolls<Result>(
  invocation: Invocation,
  work: FutureWork,
  startedAt: number | undefined,
  run: (polls: Polls) => Promise<Result>,
): Promise<Result> {
  const client = clientOf(invocation)
  const { clock } = client
  const { signal } = invocation.options
  const spentMs = startedAt === undefined ? 0 : clock.now() - startedAt
  const totalMs = (totalOf(invocation, client) ?? Infinity) - spentMs
  const lifetime = new Lifetime(clock, sharedSignal(client, signal), totalMs, client.calls)
  work.cancel = (reason) => lifetime.end(reason)
  // What it waits for is under way at the service.
  lifetime.maybeExecuted = true
  lifetime.limit(Infinity, "total")
  const polls = new Polls(invocation, client, lifetime, work)
  try {
    return await run(polls)
  } catch (thrown) {
    throw polls.explain(thrown)
  } finally {
    for (const release of polls.held) release()
    lifetime.dispose()
  }
}

/** Only a total that somebody asked for bounds a future: the service may take as long as it wants. */
function totalOf({ spec, options }: Invocation, client: Client): number | undefined {
  const given = [options.timeout, client.options.timeout, spec.timeouts]
  const found = given.find((one): one is TimeoutSpec => typeof one === "object" && one.totalMs !== undefined)
  return found?.totalMs
}
