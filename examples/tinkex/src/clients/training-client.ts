import api, {
  type AdamParamsInput,
  type ForwardBackwardOutput,
  type ModelInfo,
  type OptimStepOutput,
  type TrainingForwardBackwardInput,
  type WeightsSaved,
} from "#tinker.pristine.json"
import {
  mapFuture,
  OrderedRequests,
  PristineError,
  tryFuture,
  withoutUndefined,
  type ApiFuture,
  type CallOptions,
  type Sending,
  type SubmittedFuture,
} from "pristine-runtime"
import { checkPart } from "../training/check-part.ts"
import { refuseImagePointers } from "../training/refuse-image-pointers.ts"
import { chunksOf } from "../training/chunks.ts"
import { combineOutputs, type ForwardBackwardResult } from "../training/combine.ts"
import { logprobsOf, withGradients, withWeights, type CustomLoss } from "../training/custom-loss.ts"
import type { Datum } from "../data/datum.ts"
import { checkSamplerPath, parseTinkerPath } from "../data/tinker-path.ts"
import { checkOptions } from "../options/check-options.ts"
import { adamParamNames, loadNames, lossNames, requestNames, samplerNames, saveNames } from "../options/option-names.ts"
import { QueueWatch } from "./queue-watch.ts"
import { SamplingClient, type SamplingClientOptions } from "./sampling-client.ts"
import type { TinkerSession } from "./session.ts"
import type { Tokenizer } from "../tokenizers/tokenizer.ts"
import { followFuture } from "../telemetry/follow-future.ts"
import type {
  LoadedState,
  LoadOptions,
  LossFunction,
  LossOptions,
  NamedSamplerWeights,
  SaveOptions,
  TrainingOptions,
} from "./training-options.ts"

/**
 * Trains one model. Operations take their numbers at the call, so the service runs them in the order of the calls, and
 * none has to be awaited before the next is called: requests go out in that order while earlier results are computed.
 */
export class TrainingClient {
  /** The service's id of the model, which is also the id of its training run. */
  readonly modelId: string
  readonly #session: TinkerSession
  readonly #order: OrderedRequests
  readonly #queue: QueueWatch

  /** @internal Made by `ServiceClient`. `first`: the number of the first operation; the model's creation was number 0. */
  constructor(session: TinkerSession, modelId: string, first = 1) {
    this.modelId = modelId
    this.#session = session
    this.#order = new OrderedRequests(first, {
      onGap: (number) =>
        session.log.warn(
          `The service did not accept operation ${number} of ${modelId}. It runs operations by number, so that those called since ` +
            "may wait for ever; go on from a checkpoint with another training client.",
        ),
    })
    this.#queue = new QueueWatch(session, { work: "training", id: modelId })
  }

  /** Computes the loss of a batch and adds its gradient to the model's. */
  forwardBackward(
    data: readonly Datum[],
    lossFn: LossFunction,
    options: LossOptions = {},
  ): ApiFuture<ForwardBackwardResult> {
    return tryFuture(() => {
      checkOptions("forwardBackward", options, lossNames)
      return this.#loss(api.training.forwardBackward, data, lossFn, options)
    })
  }

  /** Computes the loss of a batch without a gradient. */
  forward(data: readonly Datum[], lossFn: LossFunction, options: LossOptions = {}): ApiFuture<ForwardBackwardResult> {
    return tryFuture(() => {
      checkOptions("forward", options, lossNames)
      return this.#loss(api.training.forward, data, lossFn, options)
    })
  }

  /**
   * Adds the gradient of a loss of your own to the model's. The service computes the log-probability of each target token,
   * `loss` turns them into a number and its gradients, and those go back as the weights of a cross entropy. Both passes hold
   * one place in the order.
   *
   * What `loss` awaits must not be a training operation of this client: those wait until it is done.
   *
   * The loss gets the examples with all their inputs; `target_tokens` and `weights` alone are sent. Rejects with a `TypeError`
   * when an example has no `target_tokens`, and when the gradients do not fit or are not finite.
   */
  forwardBackwardCustom(
    data: readonly Datum[],
    loss: CustomLoss,
    options: TrainingOptions = {},
  ): ApiFuture<ForwardBackwardResult> {
    return tryFuture(() => {
      checkOptions("forwardBackwardCustom", options, requestNames)
      const given = withWeights(data)
      const count = 2 * this.#chunks(given).length
      const work = async (
        order: OrderedRequests,
        signal: AbortSignal,
      ): Promise<{ last: ApiFuture<ForwardBackwardResult> }> => {
        const during = { ...options, signal }
        const output = await this.#loss(api.training.forward, given, "cross_entropy", during, order)
        const { metrics, gradients } = await loss(data, logprobsOf(output, data.length))
        const weighted = withGradients(given, gradients)
        const last = this.#loss(api.training.forwardBackward, weighted, "cross_entropy", options, order)
        return { last: mapFuture(last, (result) => ({ ...result, metrics: { ...result.metrics, ...metrics } })) }
      }
      return this.#order.together(work, { count, signal: options.signal })
    })
  }

  /** Changes the weights by the collected gradient, and clears it. */
  optimStep(adamParams: AdamParamsInput = {}, options: TrainingOptions = {}): ApiFuture<OptimStepOutput> {
    return tryFuture(() => {
      checkOptions("adamParams of optimStep", adamParams, adamParamNames)
      checkOptions("optimStep", options, requestNames)
      // As they are now: it may be sent when the caller has gone on.
      const adam_params = { ...adamParams }
      return this.#inTurn(options, (seq_id, call) =>
        api.training.optimStep.submit({ model_id: this.modelId, seq_id, adam_params }, call),
      )
    })
  }

  /** Saves weights and optimizer state as `tinker://<model>/weights/<name>`, to train on from there. */
  saveState(name: string, options: SaveOptions & { readonly overwrite?: boolean } = {}): ApiFuture<WeightsSaved> {
    return tryFuture(() => {
      checkOptions("saveState", options, { ...saveNames, overwrite: true })
      const { overwrite = false } = options
      return this.#inTurn(options, (seq_id, call) =>
        api.training.saveWeights.submit(
          { model_id: this.modelId, path: name, seq_id, ...ttl(options), overwrite },
          call,
        ),
      )
    })
  }

  /** Replaces the weights by those of a checkpoint. */
  loadState(path: string, options: LoadOptions = {}): ApiFuture<LoadedState> {
    return tryFuture(() => {
      checkOptions("loadState", options, loadNames)
      parseTinkerPath(path, "weights")
      const { optimizer = false, weightsAccessToken } = options
      const access = withoutUndefined({ weights_access_token: weightsAccessToken })
      const loading = this.#inTurn(options, (seq_id, call) =>
        api.training.loadWeights.submit({ model_id: this.modelId, seq_id, path, optimizer, ...access }, call),
      )
      return mapFuture(loading, (loaded) => ({ ...loaded, path: loaded.path ?? path }))
    })
  }

  /** Saves the weights as `tinker://<model>/sampler_weights/<name>`, to sample from. */
  saveWeightsForSampler(name: string, options: SaveOptions = {}): ApiFuture<NamedSamplerWeights> {
    return tryFuture(() => {
      checkOptions("saveWeightsForSampler", options, saveNames)
      const saving = this.#inTurn(options, (seq_id, call) =>
        api.training.saveWeightsForSampler.submit(
          { model_id: this.modelId, path: name, seq_id, ...ttl(options) },
          call,
        ),
      )
      return mapFuture(saving, (saved) => {
        if (saved.path !== undefined) return { ...saved, path: saved.path }
        throw new PristineError("decode", "The service saved the weights under a name without saying where")
      })
    })
  }

  /** A client that samples from the weights as they are in this place of the order. They are kept for it alone. */
  async saveWeightsAndGetSamplingClient(options: SaveOptions & SamplingClientOptions = {}): Promise<SamplingClient> {
    checkOptions("saveWeightsAndGetSamplingClient", options, { ...saveNames, ...samplerNames })
    // Samplers are told apart by their numbers, not waited for: one that is given up leaves a gap that harms nobody.
    const sampling_session_seq_id = this.#session.numbers.nextSampler()
    const saved = await this.#inTurn(options, (seq_id, call) => {
      const input = { model_id: this.modelId, sampling_session_seq_id, seq_id, ...ttl(options) }
      return api.training.saveWeightsForSampler.submit(input, call)
    })
    if (saved.sampling_session_id === undefined)
      throw new PristineError("decode", "The service saved the weights without a sampler")
    return new SamplingClient(this.#session, saved.sampling_session_id, options)
  }

  /** A client that samples from a saved checkpoint. */
  async createSamplingClient(
    modelPath: string,
    options: TrainingOptions & SamplingClientOptions = {},
  ): Promise<SamplingClient> {
    checkOptions("createSamplingClient", options, { ...requestNames, ...samplerNames })
    checkSamplerPath(modelPath)
    return SamplingClient.open(this.#session, this.#session.numbers.nextSampler(), { model_path: modelPath }, options)
  }

  /** Frees the model, behind everything that was called before. It is of no use afterwards; its checkpoints stay. */
  async unloadModel(options: TrainingOptions = {}): Promise<void> {
    checkOptions("unloadModel", options, requestNames)
    const unload = (): Promise<{ readonly last: ApiFuture<unknown> }> => {
      return Promise.resolve({ last: api.training.unloadModel({ model_id: this.modelId }, this.#session.call()) })
    }
    // It has a place in the order and, unlike the others, no number.
    await this.#follow(this.#order.together(unload, { signal: options.signal }))
  }

  /** What the model is; `tokenizer_id` without its revision. */
  async getInfo(options: TrainingOptions = {}): Promise<ModelInfo> {
    checkOptions("getInfo", options, requestNames)
    const info = await api.training.getInfo({ model_id: this.modelId }, this.#session.call(options.signal))
    const tokenizer = info.model_data.tokenizer_id?.split(":")[0]
    return { ...info, model_data: { ...info.model_data, ...(tokenizer && { tokenizer_id: tokenizer }) } }
  }

  /** The model's tokenizer, loaded once for all clients of the service client. */
  async getTokenizer(options: TrainingOptions = {}): Promise<Tokenizer> {
    checkOptions("getTokenizer", options, requestNames)
    const { client, tokenizers } = this.#session
    const { model_name, model_data } = await this.getInfo(options)
    const model = model_data.model_name ?? model_name ?? ""
    return tokenizers.get(model, model_data.tokenizer_id, client, options.signal)
  }

  #loss(
    operation: typeof api.training.forwardBackward,
    data: readonly Datum[],
    lossFn: LossFunction,
    options: LossOptions,
    order = this.#order,
  ): ApiFuture<ForwardBackwardResult> {
    const chunks = this.#chunks(data)
    const call = this.#session.call()
    const config = options.lossFnConfig && { loss_fn_config: { ...options.lossFnConfig } }
    const inputOf = (index: number, seq_id: number): TrainingForwardBackwardInput => ({
      model_id: this.modelId,
      seq_id,
      data: chunks[index] ?? [],
      loss_fn: lossFn,
      ...config,
    })
    const sending: Sending = {
      count: chunks.length,
      // A request is built to be checked, and once more to be sent: all of them together would not fit into memory.
      check: (index) => checkPart(chunks, index, () => operation.request(inputOf(index, 0), call)),
      // The service starts no later chunk before the first.
      order: this.#session.flags.parallel_fwdbwd_chunks ? "first last" : "one by one",
      signal: options.signal,
    }
    const outputs = order.run<ForwardBackwardOutput>(sending, (index, seq_id) =>
      operation.submit(inputOf(index, seq_id), call),
    )
    return mapFuture(this.#follow(outputs), combineOutputs)
  }

  #follow<Output>(outputs: ApiFuture<Output>): ApiFuture<Output> {
    return followFuture(this.#session.telemetry, this.#queue.follow(outputs))
  }

  #chunks(data: readonly Datum[]): Datum[][] {
    const { flags } = this.#session
    refuseImagePointers(data)
    return chunksOf(data, { maxLength: flags.fwdbwd_max_chunk_len, maxBytes: flags.fwdbwd_max_chunk_bytes_count })
  }

  #inTurn<Output>(
    options: TrainingOptions,
    submit: (seqId: number, call: CallOptions) => Promise<SubmittedFuture<Output>>,
  ): ApiFuture<Output> {
    const outputs = this.#order.run({ signal: options.signal }, (_, seqId) => submit(seqId, this.#session.call()))
    return mapFuture(this.#follow(outputs), ([output]) => output as Output)
  }
}

function ttl({ ttlSeconds }: SaveOptions): { ttl_seconds?: number } {
  return withoutUndefined({ ttl_seconds: ttlSeconds })
}
