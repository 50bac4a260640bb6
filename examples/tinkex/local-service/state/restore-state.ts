import type { ServiceState } from "../service-state.ts"
import { Sampler } from "../sampling/sampler.ts"
import { OperationLane } from "../store/operation-lane.ts"
import type { TrainingRun } from "../store/training-run.ts"
import { LoraTrainer } from "../training/lora-trainer.ts"
import type { ModelHead, ResultHead, SamplerHead, SessionHead } from "./keep.ts"
import { decodeTrainer, decodeWeights } from "./trainer-arrays.ts"

/**
 * Fills a state that starts with what lies in its directory.
 *
 * @throws Error naming the file that is foreign, torn or damaged, or belongs to a base model that is not offered.
 */
export async function restoreState(state: ServiceState): Promise<void> {
  if (state.disk === undefined) return
  const sessions: SessionHead[] = []
  for await (const { head } of state.disk.read<SessionHead>("session")) sessions.push(head)
  sessions.sort((left, right) => left.createdAt - right.createdAt)
  for (const head of sessions) restoreSession(state, head)
  for await (const { head, payload, path } of state.disk.read<ModelHead>("model"))
    explained(path, () => restoreModel(state, head, payload))
  orderRuns(state)
  for await (const { head, payload, path } of state.disk.read<SamplerHead>("sampler"))
    explained(path, () => restoreSampler(state, head, payload))
  for (const session of state.sessions.list()) {
    session.modelIds.sort(byNumber)
    session.samplerIds.sort(byNumber)
  }
  for await (const { head, payload } of state.disk.read<ResultHead>("result")) restoreResult(state, head, payload)
}

function restoreSession(state: ServiceState, head: SessionHead): void {
  const { projectId, ...rest } = head
  const heartbeatAt = state.clock.wallTime()
  state.sessions.add({ ...rest, projectId, heartbeatAt, modelIds: [], samplerIds: [], spans: [] })
}

function restoreModel(state: ServiceState, head: ModelHead, payload: Buffer): void {
  const { completed, step, ...rest } = head
  const base = offeredBase(state, head.baseModel)
  let trainer: LoraTrainer | undefined
  if (step !== undefined) {
    trainer = new LoraTrainer(base, head.config, state.closing)
    trainer.revive(decodeTrainer(base, head.config, step, payload))
  }
  const run: TrainingRun = { ...rest, lane: new OperationLane(completed + 1), trainer }
  state.runs.set(run.id, run)
  if (run.sessionId !== undefined) state.sessions.find(run.sessionId)?.modelIds.push(run.id)
}

/** In the order in which they were made, as far as sessions and numbers tell. */
function orderRuns({ runs, sessions }: ServiceState): void {
  const begun = ({ sessionId }: TrainingRun): number => sessions.find(sessionId ?? "")?.createdAt ?? 0
  const ordered = [...runs.values()].sort((left, right) => begun(left) - begun(right) || byNumber(left.id, right.id))
  runs.clear()
  for (const run of ordered) runs.set(run.id, run)
}

function restoreSampler(state: ServiceState, head: SamplerHead, payload: Buffer): void {
  const { config, ...rest } = head
  const base = offeredBase(state, head.baseModel)
  const weights = config === undefined ? undefined : decodeWeights(base, config, payload)
  state.samplers.set(head.id, { ...rest, sampler: new Sampler(base, weights, state.random, state.closing) })
  state.sessions.find(head.sessionId)?.samplerIds.push(head.id)
}

function restoreResult(state: ServiceState, head: ResultHead, payload: Buffer): void {
  const { settlement } = head
  const restored = settlement.ok
    ? {
        ok: true as const,
        result: { json: settlement.json, ...(settlement.hasProto ? { proto: () => payload } : {}) },
      }
    : settlement
  state.futures.restore(head.requestId, restored, head.settledAt)
}

/** Models are unusable without their base. */
function offeredBase(state: ServiceState, name: string) {
  const base = state.catalogue.base(name)
  if (base === undefined) throw new Error(`the base model ${JSON.stringify(name)} is not offered`)
  return base
}

function explained(path: string, restore: () => void): void {
  try {
    restore()
  } catch (error) {
    throw new Error(`${path} cannot be restored: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** By the number at an id's end: files come in the order of their names. */
function byNumber(left: string, right: string): number {
  const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf(":") + 1))
  return numberOf(left) - numberOf(right)
}
