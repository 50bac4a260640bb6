import type { Exchange } from "../http/exchange.ts"
import type { LoraConfig } from "../model/lora-weights.ts"
import type { SamplingSession, ServiceState } from "../service-state.ts"
import type { Settlement } from "../store/futures.ts"
import type { Session } from "../store/session.ts"
import type { TrainingRun } from "../store/training-run.ts"
import { encodeTrainer, encodeWeights } from "./trainer-arrays.ts"

/** A session without what its models and samplers say about it. */
export interface SessionHead extends Pick<
  Session,
  "id" | "tags" | "userMetadata" | "sdkVersion" | "createdAt" | "idempotencyKey"
> {
  readonly projectId?: string
}

export interface ModelHead extends Pick<TrainingRun, "id" | "sessionId" | "baseModel" | "config" | "userMetadata"> {
  readonly lastRequestAt: number
  /** The number of the last operation whose effect is in the weights. */
  readonly completed: number
  /** Steps of the optimizer; absent once the model is unloaded. */
  readonly step?: number
}

export interface SamplerHead extends Pick<SamplingSession, "id" | "sessionId" | "baseModel" | "modelPath"> {
  /** Absent: it samples from the base model. */
  readonly config?: LoraConfig
}

export interface ResultHead {
  readonly requestId: string
  readonly settledAt: number
  readonly settlement:
    { readonly ok: true; readonly json: unknown; readonly hasProto: boolean } | Extract<Settlement, { ok: false }>
}

/** An operation that was accepted and has not run. */
export interface RequestHead {
  readonly modelId: string
  readonly seqId: number
  readonly path: string
  readonly contentType: string
}

/** Each of these writes one thing into the state's directory; without one they do nothing. */
export async function keepSession(state: ServiceState, session: Session): Promise<void> {
  const { id, tags, userMetadata, sdkVersion, createdAt, projectId, idempotencyKey } = session
  const head: SessionHead = {
    ...{ id, tags, userMetadata, sdkVersion, createdAt },
    ...(projectId === undefined ? {} : { projectId }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
  await state.disk?.write("session", id, head)
}

export async function keepModel(state: ServiceState, run: TrainingRun, completed: number): Promise<void> {
  if (state.disk === undefined) return
  const { id, sessionId, baseModel, config, userMetadata, lastRequestAt } = run
  const trainer = run.trainer?.dump()
  const head: ModelHead = {
    ...{ id, baseModel, config, lastRequestAt, completed },
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(userMetadata === undefined ? {} : { userMetadata }),
    ...(trainer === undefined ? {} : { step: trainer.optimizer.step }),
  }
  await state.disk.write("model", id, head, trainer === undefined ? undefined : encodeTrainer(trainer))
}

export async function keepSampler(state: ServiceState, session: SamplingSession): Promise<void> {
  if (state.disk === undefined) return
  const { id, sessionId, baseModel, modelPath, sampler } = session
  const { weights } = sampler
  const head: SamplerHead = {
    ...{ id, sessionId, baseModel },
    ...(modelPath === undefined ? {} : { modelPath }),
    ...(weights === undefined ? {} : { config: weights.config }),
  }
  await state.disk.write("sampler", id, head, weights === undefined ? undefined : encodeWeights(weights))
}

export async function keepResult(state: ServiceState, requestId: string, settlement: Settlement): Promise<void> {
  if (state.disk === undefined) return
  const proto = settlement.ok ? settlement.result.proto?.() : undefined
  const head: ResultHead = {
    requestId,
    settledAt: state.clock.wallTime(),
    settlement: settlement.ok ? { ok: true, json: settlement.result.json, hasProto: proto !== undefined } : settlement,
  }
  await state.disk.write("result", requestId, head, proto)
}

export async function keepRequest(
  state: ServiceState,
  run: TrainingRun,
  seqId: number,
  exchange: Exchange,
): Promise<void> {
  if (state.disk === undefined) return
  const contentType = exchange.headers["content-type"] ?? ""
  const head: RequestHead = { modelId: run.id, seqId, path: exchange.path, contentType }
  await state.disk.write("request", requestFile(run, seqId), head, await exchange.body())
}

export async function forgetRequest(state: ServiceState, run: TrainingRun, seqId: number): Promise<void> {
  await state.disk?.remove("request", requestFile(run, seqId))
}

function requestFile(run: TrainingRun, seqId: number): string {
  return `${run.id}/${seqId}`
}
