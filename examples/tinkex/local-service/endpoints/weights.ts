import type { Exchange } from "../http/exchange.ts"
import type { Fields } from "../http/fields.ts"
import { json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { OperationError } from "../operation-error.ts"
import { submitCreation, submitToRun } from "../operations.ts"
import { Sampler } from "../sampling/sampler.ts"
import {
  accountOf,
  loadedTrainer,
  requireCheckpoint,
  requireRun,
  requireSession,
  type ServiceState,
} from "../service-state.ts"
import type { Checkpoint } from "../store/checkpoint.ts"
import type { FutureResult } from "../store/futures.ts"
import { type CheckpointKind, formatTinkerPath, isCheckpointName, parseTinkerPath } from "../store/tinker-path.ts"
import type { TrainingRun } from "../store/training-run.ts"
import { openRun, readMetadata } from "./models.ts"
import { registerSampler } from "./samplers.ts"

/** Saving weights, to go on or to sample from, and loading them. */
export function weightRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "POST", path: "/api/v1/save_weights", handle: (exchange) => saveWeights(state, exchange) },
    {
      method: "POST",
      path: "/api/v1/save_weights_for_sampler",
      handle: (exchange) => saveWeightsForSampler(state, exchange),
    },
    { method: "POST", path: "/api/v1/load_weights", handle: (exchange) => loadWeights(state, exchange) },
    { method: "POST", path: "/api/v1/weights_info", handle: (exchange) => describeWeights(state, exchange) },
  ]
}

/** How a checkpoint is to be saved. */
interface SaveOrder {
  readonly seqId: number
  readonly kind: CheckpointKind
  readonly name: string
  readonly ttlSeconds: number | undefined
  readonly overwrite: boolean
}

async function saveWeights(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const run = requireRun(state, body.string("model_id"))
  return submitToRun(state, exchange, run, { seqId: body.integer("seq_id"), name: "save_weights" }, async () => {
    const order = readSaveOrder(body, "weights", body.optionalString("path"))
    const checkpoint = await saveCheckpoint(state, run, order)
    return { json: { path: formatTinkerPath(checkpoint.path), type: "save_weights" } }
  })
}

async function saveWeightsForSampler(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const run = requireRun(state, body.string("model_id"))
  return submitToRun(
    state,
    exchange,
    run,
    { seqId: body.integer("seq_id"), name: "save_weights_for_sampler" },
    async () => {
      const type = "save_weights_for_sampler"
      const samplerSeqId = body.optionalInteger("sampling_session_seq_id")
      const name = body.optionalString("path")
      const order = readSaveOrder(body, "sampler_weights", name)
      if (name === undefined && samplerSeqId !== undefined)
        return { json: { ...(await ephemeral(state, run, samplerSeqId)), type } }
      const checkpoint = await saveCheckpoint(state, run, order)
      return { json: { path: formatTinkerPath(checkpoint.path), type } }
    },
  )
}

async function ephemeral(state: ServiceState, run: TrainingRun, samplerSeqId: number) {
  const trainer = loadedTrainer(run)
  const sampler = new Sampler(trainer.base, trainer.snapshot().weights, state.random, state.closing)
  const sessionId = run.sessionId ?? ""
  const id = await registerSampler(state, { sessionId, seqId: samplerSeqId, baseModel: run.baseModel, sampler })
  return { path: null, sampling_session_id: id }
}

/** A request that names no checkpoint gets one named after its place in the sequence. */
function readSaveOrder(body: Fields, kind: CheckpointKind, name: string | undefined): SaveOrder {
  return {
    seqId: body.integer("seq_id"),
    kind,
    name: name ?? String(body.integer("seq_id")).padStart(4, "0"),
    ttlSeconds: body.optionalInteger("ttl_seconds"),
    overwrite: body.boolean("overwrite", false),
  }
}

async function saveCheckpoint(state: ServiceState, run: TrainingRun, order: SaveOrder): Promise<Checkpoint> {
  const { kind, name, ttlSeconds } = order
  if (!isCheckpointName(name))
    throw new OperationError("A checkpoint name is one to 200 letters, digits, dots, hyphens and underscores")
  if (ttlSeconds !== undefined && ttlSeconds < 1) throw new OperationError("ttl_seconds must be positive")
  const path = { modelId: run.id, kind, name }
  const before = state.checkpoints.find(path)
  // The same operation may have saved it, and the service died before that was noted.
  if (!order.overwrite && before !== undefined && before.seqId !== order.seqId)
    throw new OperationError(`${formatTinkerPath(path)} exists already; overwrite would replace it`)
  const { weights, optimizer } = loadedTrainer(run).snapshot()
  const savedAt = state.clock.wallTime()
  const checkpoint = await state.checkpoints.save({
    path,
    baseModel: run.baseModel,
    ...(run.userMetadata === undefined ? {} : { userMetadata: run.userMetadata }),
    savedAt,
    seqId: order.seqId,
    ...(ttlSeconds === undefined ? {} : { expiresAt: savedAt + ttlSeconds * 1000 }),
    isPublic: false,
    weights,
    ...(kind === "weights" ? { optimizer } : {}),
  })
  state.usage.add(accountOf(state, run.baseModel, run.sessionId), { type: "checkpoint", count: 1 })
  state.audit.add({ event: "checkpoint_saved", model_id: run.id, tinker_path: formatTinkerPath(path) })
  return checkpoint
}

/** Into an existing model, or (with `session_id` and `model_seq_id`) into a new one that takes sequence id 0. */
async function loadWeights(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  if (body.has("model_id")) {
    const run = requireRun(state, body.string("model_id"))
    return submitToRun(state, exchange, run, { seqId: body.integer("seq_id"), name: "load_weights" }, () => {
      const checkpoint = requireCheckpoint(state, parseTinkerPath(body.string("path")))
      return restore(state, run, checkpoint, body.boolean("optimizer", false))
    })
  }
  const path = body.string("path")
  const withOptimizer = body.boolean("optimizer", false)
  const session = requireSession(state, body.string("session_id"))
  const checkpoint = requireCheckpoint(state, parseTinkerPath(path))
  const run = openRun(state, session, body.integer("model_seq_id"), {
    baseModel: body.optionalString("base_model") ?? checkpoint.baseModel,
    config: checkpoint.weights.config,
    userMetadata: readMetadata(body),
  })
  return submitCreation(state, run, () => restore(state, run, checkpoint, withOptimizer))
}

function restore(state: ServiceState, run: TrainingRun, checkpoint: Checkpoint, withOptimizer: boolean): FutureResult {
  if (checkpoint.path.kind !== "weights")
    throw new OperationError("Only checkpoints saved for training can be loaded into a model")
  const trainer = loadedTrainer(run)
  const { config } = checkpoint.weights
  const isFitting =
    config.rank === run.config.rank &&
    config.train.attn === run.config.train.attn &&
    config.train.mlp === run.config.train.mlp &&
    config.train.unembed === run.config.train.unembed &&
    checkpoint.weights.tokenOfRow.length === trainer.base.vocabulary.rows
  if (!isFitting) throw new OperationError("The checkpoint was saved from a model of another LoRA configuration")
  trainer.restore(checkpoint.weights, withOptimizer ? checkpoint.optimizer : undefined)
  const path = formatTinkerPath(checkpoint.path)
  state.audit.add({ event: "checkpoint_loaded", model_id: run.id, tinker_path: path })
  return { json: { path, model_id: run.id, type: "load_weights" } }
}

async function describeWeights(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const { weights, baseModel } = requireCheckpoint(
    state,
    parseTinkerPath((await exchange.fields()).string("tinker_path")),
  )
  return json({
    base_model: baseModel,
    is_lora: true,
    lora_rank: weights.config.rank,
    train_unembed: weights.config.train.unembed,
    train_mlp: weights.config.train.mlp,
    train_attn: weights.config.train.attn,
  })
}
