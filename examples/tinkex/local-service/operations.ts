import type { Exchange } from "./http/exchange.ts"
import { HttpError } from "./http/http-error.ts"
import { namedUuid } from "./identifiers.ts"
import { json, type Reply } from "./http/reply.ts"
import type { ServiceState } from "./service-state.ts"
import { forgetRequest, keepModel, keepRequest, keepResult } from "./state/keep.ts"
import type { FutureResult, Settlement } from "./store/futures.ts"
import type { TrainingRun } from "./store/training-run.ts"

/** What an operation does when its turn comes. */
export type Operation = () => FutureResult | Promise<FutureResult>

/**
 * Hands an operation of a model in under its sequence id and answers with its future. The same model and sequence id always
 * get the same request id, and run once. With a state directory, the request is there before the answer, and the weights and
 * the result before the client hears of it.
 *
 * @throws HttpError 400 for a sequence id below 1: 0 is the creation of the model.
 */
export async function submitToRun(
  state: ServiceState,
  exchange: Exchange,
  run: TrainingRun,
  order: { readonly seqId: number; readonly name: string },
  operation: Operation,
): Promise<Reply> {
  const { seqId, name } = order
  if (seqId < 1) throw new HttpError(400, "seq_id of an operation must be 1 or more")
  const requestId = namedUuid(`${run.id}/${seqId}`)
  run.lastRequestAt = state.clock.wallTime()
  if (state.futures.open(requestId)) {
    try {
      await keepRequest(state, run, seqId, exchange)
    } catch (error) {
      state.futures.forget(requestId)
      throw error
    }
    const keep = (settlement: Settlement) => keepOutcome(state, run, seqId, { requestId, settlement })
    run.lane.submit(seqId, () => state.futures.settleWith(requestId, () => traced(state, run, name, operation), keep))
  }
  return json({ request_id: requestId, model_id: run.id })
}

/** An operation that the end of the service interrupted is not kept: it runs again after a restart. */
async function keepOutcome(
  state: ServiceState,
  run: TrainingRun,
  seqId: number,
  { requestId, settlement }: { readonly requestId: string; readonly settlement: Settlement },
): Promise<boolean> {
  if (state.disk === undefined) return true
  if (state.closing.aborted) return false
  // In this order: a service that dies in between runs the operation again, from the weights before it.
  await keepResult(state, requestId, settlement)
  await keepModel(state, run, seqId)
  await forgetRequest(state, run, seqId)
  return true
}

/**
 * Starts an operation that waits for no other, under a name that identifies the request. A name seen before starts nothing
 * and finds the first request.
 *
 * @returns the request id.
 */
export function submitInBackground(state: ServiceState, requestName: string, operation: Operation): string {
  return startInBackground(state, requestName, operation).requestId
}

/** The same for the creation of a model, which a state directory keeps: resolves when it has ended. */
export async function submitCreation(state: ServiceState, run: TrainingRun, operation: Operation): Promise<Reply> {
  const { requestId, work } = startInBackground(state, `${run.id}/0`, operation, async (settlement) => {
    await keepModel(state, run, 0)
    await keepResult(state, requestId, settlement)
    return true
  })
  if (state.disk !== undefined) await work
  return json({ request_id: requestId, model_id: run.id })
}

function startInBackground(
  state: ServiceState,
  requestName: string,
  operation: Operation,
  keep?: (settlement: Settlement) => Promise<boolean>,
): { readonly requestId: string; readonly work: Promise<void> } {
  const requestId = namedUuid(requestName)
  if (!state.futures.open(requestId)) return { requestId, work: Promise.resolve() }
  const work = state.futures.settleWith(requestId, operation, keep).finally(() => state.background.delete(work))
  state.background.add(work)
  return { requestId, work }
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
