import { trainingOutputJson, trainingOutputProto } from "../codec/training-output.ts"
import { readTrainingRequestJson, type TrainingInputName } from "../codec/training-request-json.ts"
import { readTrainingRequestProto } from "../codec/training-request-proto.ts"
import type { Exchange } from "../http/exchange.ts"
import type { Fields } from "../http/fields.ts"
import type { Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { OperationError } from "../operation-error.ts"
import { submitToRun } from "../operations.ts"
import { accountOf, loadedTrainer, requireRun, type ServiceState } from "../service-state.ts"
import type { AdamParams } from "../training/adam.ts"
import type { TrainingOrder } from "../training/training-request.ts"

/** Losses and their gradients, and the optimizer's steps. */
export function trainingRoutes(state: ServiceState): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/api/v1/forward_backward",
      handle: async (exchange) =>
        submitTraining(state, exchange, await readRequest(exchange, "forward_backward_input")),
    },
    {
      method: "POST",
      path: "/api/v1/forward",
      handle: async (exchange) => submitTraining(state, exchange, await readRequest(exchange, "forward_input")),
    },
    { method: "POST", path: "/api/v1/optim_step", handle: (exchange) => submitStep(state, exchange) },
  ]
}

async function readRequest(exchange: Exchange, inputName: TrainingInputName): Promise<TrainingOrder> {
  const contentType = exchange.headers["content-type"] ?? ""
  if (contentType.includes("application/x-protobuf")) return readTrainingRequestProto(await exchange.body())
  return readTrainingRequestJson(await exchange.fields(), inputName)
}

function submitTraining(state: ServiceState, exchange: Exchange, order: TrainingOrder): Promise<Reply> {
  const run = requireRun(state, order.modelId)
  const name = order.forwardOnly ? "forward" : "forward_backward"
  return submitToRun(state, exchange, run, { seqId: order.seqId, name }, async () => {
    const request = order.read()
    const output = await loadedTrainer(run).run(request)
    const tokens = request.data.reduce((count, datum) => count + datum.tokens.length, 0)
    state.usage.add(accountOf(state, run.baseModel, run.sessionId), { type: "training", token_count: tokens })
    return { json: trainingOutputJson(output), proto: () => trainingOutputProto(output) }
  })
}

async function submitStep(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const run = requireRun(state, body.string("model_id"))
  return submitToRun(state, exchange, run, { seqId: body.integer("seq_id"), name: "optim_step" }, () => {
    const params = readAdamParams(body.optionalObject("adam_params"))
    checkAdamParams(params)
    return { json: { metrics: { "step:max": loadedTrainer(run).step(params) } } }
  })
}

function readAdamParams(params: Fields | undefined): AdamParams {
  const read = (name: string, fallback: number): number => params?.number(name, fallback) ?? fallback
  return {
    learningRate: read("learning_rate", 1e-4),
    beta1: read("beta1", 0.9),
    beta2: read("beta2", 0.95),
    eps: read("eps", 1e-12),
    weightDecay: read("weight_decay", 0),
    gradClipNorm: read("grad_clip_norm", 0),
  }
}

/** Checked when the step's turn comes: a refusal at the door would leave a gap in the sequence that stops the model. */
function checkAdamParams(params: AdamParams): void {
  const isFraction = (value: number): boolean => value >= 0 && value < 1
  const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0
  if (!isAmount(params.learningRate)) throw new OperationError("learning_rate must be a number from 0 on")
  if (!isFraction(params.beta1) || !isFraction(params.beta2)) throw new OperationError("betas must be in [0, 1)")
  if (!isAmount(params.eps) || params.eps === 0) throw new OperationError("eps must be positive")
  if (!isAmount(params.weightDecay) || !isAmount(params.gradClipNorm))
    throw new OperationError("weight_decay and grad_clip_norm must be numbers from 0 on")
}
