import { HttpError } from "./http/http-error.ts"
import { namedUuid } from "./identifiers.ts"
import { json, type Reply } from "./http/reply.ts"
import type { ServiceState } from "./service-state.ts"
import type { FutureResult } from "./store/futures.ts"
import type { TrainingRun } from "./store/training-run.ts"

/** What an operation does when its turn comes. */
export type Operation = () => FutureResult | Promise<FutureResult>

/**
 * Hands an operation of a model in under its sequence id and answers with its future. The same model and sequence id always
 * get the same request id, and run once.
 *
 * @throws HttpError 400 for a sequence id below 1: 0 is the creation of the model.
 */
export function submitToRun(
  state: ServiceState,
  run: TrainingRun,
  seqId: number,
  name: string,
  operation: Operation,
): Reply {
  if (seqId < 1) throw new HttpError(400, "seq_id of an operation must be 1 or more")
  const requestId = namedUuid(`${run.id}/${seqId}`)
  run.lastRequestAt = state.clock.wallTime()
  if (state.futures.open(requestId))
    run.lane.submit(seqId, () => state.futures.settleWith(requestId, () => traced(state, run, name, operation)))
  return json({ request_id: requestId, model_id: run.id })
}

/**
 * Starts an operation that waits for no other, under a name that identifies the request. A name seen before starts nothing
 * and finds the first request.
 *
 * @returns the request id.
 */
export function submitInBackground(state: ServiceState, requestName: string, operation: Operation): string {
  const requestId = namedUuid(requestName)
  if (state.futures.open(requestId)) {
    const work = state.futures.settleWith(requestId, operation).finally(() => state.background.delete(work))
    state.background.add(work)
  }
  return requestId
}

async function traced(
  state: ServiceState,
  run: TrainingRun,
  name: string,
  operation: Operation,
): Promise<FutureResult> {
  const startedAt = state.clock.wallTime()
  try {
    return await operation()
  } finally {
    if (run.sessionId !== undefined)
      state.sessions.trace(run.sessionId, { name, track: run.id, startedAt, endedAt: state.clock.wallTime() })
  }
}
