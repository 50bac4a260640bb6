import { readLoraConfig } from "../codec/lora-config.ts"
import type { Exchange } from "../http/exchange.ts"
import type { Fields } from "../http/fields.ts"
import { json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { namedUuid } from "../identifiers.ts"
import type { LoraConfig } from "../model/lora-weights.ts"
import { submitCreation } from "../operations.ts"
import { hashText } from "../seeded-random.ts"
import { requireBase, requireRun, requireSession, type ServiceState } from "../service-state.ts"
import { keepModel, keepResult } from "../state/keep.ts"
import { OperationLane } from "../store/operation-lane.ts"
import type { Session } from "../store/session.ts"
import type { TrainingRun } from "../store/training-run.ts"
import { LoraTrainer } from "../training/lora-trainer.ts"

/** Models in training: creation, description, unloading. */
export function modelRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "POST", path: "/api/v1/create_model", handle: (exchange) => createModel(state, exchange) },
    { method: "POST", path: "/api/v1/get_info", handle: (exchange) => getInfo(state, exchange) },
    { method: "POST", path: "/api/v1/unload_model", handle: (exchange) => unloadModel(state, exchange) },
  ]
}

async function createModel(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const session = requireSession(state, body.string("session_id"))
  const modelSeqId = body.integer("model_seq_id")
  const baseModel = body.string("base_model")
  requireBase(state, baseModel)
  const config = readLoraConfig(body.optionalObject("lora_config"), defaultSeed(state, modelSeqId))
  const run = openRun(state, session, modelSeqId, { baseModel, config, userMetadata: readMetadata(body) })
  return submitCreation(state, run, () => ({ json: { model_id: run.id, type: "create_model" } }))
}

/** `user_metadata` of a request that makes a model. */
export function readMetadata(body: Fields): Readonly<Record<string, unknown>> | undefined {
  return body.optionalObject("user_metadata")?.record()
}

/** The seed of an adapter that names none: the service's own, another one for each model of a session. */
export function defaultSeed(state: ServiceState, modelSeqId: number): number {
  return hashText(`${state.settings.seed}:${modelSeqId}`)
}

/** Makes the model number `modelSeqId` of a session, or finds it when the request came before. */
export function openRun(
  state: ServiceState,
  session: Session,
  modelSeqId: number,
  model: {
    readonly baseModel: string
    readonly config: LoraConfig
    readonly userMetadata: Readonly<Record<string, unknown>> | undefined
  },
): TrainingRun {
  const id = `${session.id}:train:${modelSeqId}`
  const known = state.runs.get(id)
  if (known !== undefined) return known
  const run: TrainingRun = {
    id,
    sessionId: session.id,
    baseModel: model.baseModel,
    config: model.config,
    ...(model.userMetadata === undefined ? {} : { userMetadata: model.userMetadata }),
    lane: new OperationLane(),
    trainer: new LoraTrainer(requireBase(state, model.baseModel), model.config, state.closing),
    lastRequestAt: state.clock.wallTime(),
  }
  state.runs.set(id, run)
  session.modelIds.push(id)
  state.audit.add({ event: "model_created", model_id: id })
  return run
}

async function getInfo(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const run = requireRun(state, (await exchange.fields()).string("model_id"))
  return json({
    type: "get_info",
    model_id: run.id,
    is_lora: true,
    lora_rank: run.config.rank,
    model_name: run.baseModel,
    model_data: { arch: "tanh-window", model_name: run.baseModel, tokenizer_id: run.baseModel },
  })
}

/** Frees the weights once everything that was handed in before has run. */
async function unloadModel(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const run = requireRun(state, (await exchange.fields()).string("model_id"))
  const requestId = namedUuid(`${run.id}/unload`)
  if (state.futures.open(requestId))
    run.lane.append(() =>
      state.futures.settleWith(
        requestId,
        () => {
          run.trainer = undefined
          return { json: { model_id: run.id, type: "unload_model" } }
        },
        async (settlement) => {
          await keepResult(state, requestId, settlement)
          await keepModel(state, run, run.lane.last)
          return true
        },
      ),
    )
  return json({ request_id: requestId, model_id: run.id })
}
