import api, { type LoraConfigInput, type ServerCapabilities } from "#tinker.pristine.json"
import { PristineError, readEnv, waitFor, type ApiFuture } from "pristine-runtime"
import { connect, type Connection, type ConnectionOptions } from "./connection.ts"
import { resolveConfig, type Config } from "../config/resolve-config.ts"
import { guardedLog } from "../logging/guarded-log.ts"
import { guardedObserver } from "../logging/guarded-observer.ts"
import { atLevel, type Log } from "../logging/log.ts"
import { retryLog } from "../logging/retry-log.ts"
import { loraConfig, type AdapterOptions } from "../data/lora-config.ts"
import { QueueWatch, type QueueState } from "./queue-watch.ts"
import { RestClient, type RequestOptions } from "./rest-client.ts"
import { checkSamplerPath, parseTinkerPath } from "../data/tinker-path.ts"
import { checkOptions } from "../options/check-options.ts"
import { adapterNames, fromStateNames, requestNames, samplerNames } from "../options/option-names.ts"
import { SamplingClient, type SamplingClientOptions } from "./sampling-client.ts"
import { openSession, type TinkerSession } from "./session.ts"
import { SessionNumbers } from "./session-numbers.ts"
import { followFuture } from "../telemetry/follow-future.ts"
import type { TelemetryReporter } from "../telemetry/telemetry-reporter.ts"
import { TokenizerCache } from "../tokenizers/tokenizer-cache.ts"
import type { TokenizerOptions } from "../tokenizers/tokenizer-options.ts"
import { TrainingClient } from "./training-client.ts"

export interface ServiceClientOptions extends ConnectionOptions {
  /** Default: the console. `logLevel` says what is logged. One that throws disturbs nothing: `onWarning` is told, once. */
  readonly log?: Log
  /** Where tokenizers come from, such as `{ load: hubLoader() }` of `tinkex/tokenizers`. Default: from nowhere. */
  readonly tokenizers?: TokenizerOptions
  /** Told when work begins to wait in the service's queue, for another reason, or no more. One that throws disturbs nothing. */
  readonly onQueueState?: (state: QueueState) => void
}

export interface LoraOptions extends AdapterOptions, RequestOptions {
  readonly userMetadata?: Readonly<Record<string, unknown>>
}

export interface FromStateOptions extends RequestOptions {
  /** Also restores the optimizer's state. Default false. */
  readonly optimizer?: boolean
  /** Default: the checkpoint's own. */
  readonly baseModel?: string
  readonly userMetadata?: Readonly<Record<string, unknown>>
  /** A credential that may read the checkpoint, when it is somebody else's. */
  readonly weightsAccessToken?: string
}

/**
 * The way into the service. Making one sends nothing; the first call asks for the server's flags, and the first training
 * or sampling client opens a session that is kept alive until `close`.
 *
 * The constructor throws a `PristineError` with code `config` that tells of every setting that cannot be used.
 *
 * @example
 * await using service = new ServiceClient({ apiKey })
 * const training = await service.createLoraTrainingClient("Qwen/Qwen3-8B", { rank: 16 })
 */
export class ServiceClient implements AsyncDisposable {
  /** What was made of options and environment. Printed, it shows no secret. */
  readonly config: Config
  readonly #options: ServiceClientOptions
  readonly #log: Log
  readonly #numbers = new SessionNumbers()
  readonly #tokenizers: TokenizerCache
  readonly #observeQueue: TinkerSession["observeQueue"]
  #connection: Promise<Connection> | undefined
  #session: Promise<TinkerSession> | undefined
  /** Gives up what is being set up. */
  readonly #stop = new AbortController()
  #closing: Promise<void> | undefined

  constructor(options: ServiceClientOptions = {}) {
    this.config = resolveConfig(options, options.env ?? readEnv)
    this.#tokenizers = new TokenizerCache(options.tokenizers ?? {}, this.#stop.signal)
    const { onQueueState } = options
    this.#observeQueue = onQueueState && guardedObserver(onQueueState, options.onWarning)
    const level = this.config.logLevel ?? (options.log ? "debug" : "warn")
    this.#log = guardedLog(atLevel(options.log ?? console, level), options.onWarning)
    // Hooks cost a little with every request: there are none for what nobody reads.
    const hooks = [retryLog(this.#log), ...[options.hooks ?? []].flat()]
    this.#options = level === "debug" ? { ...options, hooks } : options
  }

  /** Models that can be trained and sampled. */
  async getServerCapabilities(options: RequestOptions = {}): Promise<ServerCapabilities> {
    checkOptions("getServerCapabilities", options, requestNames)
    const { signal } = options
    const { client } = await waitFor(this.#connect(), signal)
    return api.service.getServerCapabilities({}, { client, ...(signal && { signal }) })
  }

  /**
   * A client that trains a new adapter of a base model. The model takes its place in the session at the call.
   *
   * Rejects with a `TypeError` when no part is to be trained.
   */
  async createLoraTrainingClient(baseModel: string, options: LoraOptions = {}): Promise<TrainingClient> {
    checkOptions("createLoraTrainingClient", options, adapterNames)
    if (typeof baseModel !== "string" || baseModel.trim() === "") {
      throw new PristineError("input", "createLoraTrainingClient: baseModel must be the name of a model")
    }
    const lora = loraConfig(options)
    const number = this.#numbers.nextModel()
    return this.#createModel(await this.#open(options.signal), number, baseModel, lora, options)
  }

  /** A client that trains on from a checkpoint of kind `weights`. Its model takes its place in the session at the call. */
  async createTrainingClientFromState(path: string, options: FromStateOptions = {}): Promise<TrainingClient> {
    checkOptions("createTrainingClientFromState", options, fromStateNames)
    parseTinkerPath(path, "weights")
    const number = this.#numbers.nextModel()
    const session = await this.#open(options.signal)
    return session.flags.create_model_via_load_weights
      ? this.#createByLoading(session, number, path, options)
      : this.#createAndLoad(session, number, path, options)
  }

  /**
   * A client that samples from a base model or from a checkpoint of kind `sampler_weights`. The sampler takes its place
   * in the session at the call.
   */
  async createSamplingClient(
    weights: { readonly baseModel: string } | { readonly modelPath: string },
    options: SamplingClientOptions & RequestOptions = {},
  ): Promise<SamplingClient> {
    checkOptions("createSamplingClient", options, { ...requestNames, ...samplerNames })
    const wire = samplerOf(weights)
    const number = this.#numbers.nextSampler()
    return SamplingClient.open(await this.#open(options.signal), number, wire, options)
  }

  /** A client that reads and manages runs, checkpoints and sessions. Opens no session. */
  async createRestClient(options: RequestOptions = {}): Promise<RestClient> {
    checkOptions("createRestClient", options, requestNames)
    return new RestClient(await waitFor(this.#connect(), options.signal))
  }

  /** What tells the service of failures, for events of your own; `undefined` where `sendTelemetry` is false. */
  async getTelemetry(options: RequestOptions = {}): Promise<TelemetryReporter | undefined> {
    checkOptions("getTelemetry", options, requestNames)
    return (await waitFor(this.#connect(), options.signal)).telemetry
  }

  /**
   * Ends the heartbeat and closes connections, at once; only what telemetry still has to say is waited for, two seconds at most.
   * Calls under way fail with code `aborted`.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #createModel(
    session: TinkerSession,
    model_seq_id: number,
    baseModel: string,
    lora_config: LoraConfigInput,
    { userMetadata, signal }: FromStateOptions | LoraOptions,
  ): Promise<TrainingClient> {
    const model = await this.#follow(
      session,
      baseModel,
      api.training.createModel(
        {
          session_id: session.id,
          model_seq_id,
          base_model: baseModel,
          ...(userMetadata && { user_metadata: userMetadata }),
          lora_config,
        },
        session.call(signal),
      ),
    )
    return new TrainingClient(session, model.model_id)
  }

  async #createByLoading(
    session: TinkerSession,
    model_seq_id: number,
    path: string,
    { optimizer = false, baseModel, userMetadata, weightsAccessToken, signal }: FromStateOptions,
  ): Promise<TrainingClient> {
    await this.#follow(
      session,
      baseModel ?? path,
      api.training.loadWeights(
        {
          session_id: session.id,
          model_seq_id,
          ...(baseModel !== undefined && { base_model: baseModel }),
          ...(userMetadata && { user_metadata: userMetadata }),
          path,
          optimizer,
          ...(weightsAccessToken !== undefined && { weights_access_token: weightsAccessToken }),
        },
        session.call(signal),
      ),
    )
    return new TrainingClient(session, `${session.id}:train:${model_seq_id}`)
  }

  async #createAndLoad(
    session: TinkerSession,
    number: number,
    path: string,
    options: FromStateOptions,
  ): Promise<TrainingClient> {
    const { signal, optimizer, weightsAccessToken } = options
    const info = await api.training.weightsInfo({ tinker_path: path }, session.call(signal))
    const lora = loraConfig({
      ...(info.lora_rank !== undefined && { rank: info.lora_rank }),
      trainUnembed: info.train_unembed ?? true,
      trainMlp: info.train_mlp ?? true,
      trainAttn: info.train_attn ?? true,
    })
    const training = await this.#createModel(session, number, options.baseModel ?? info.base_model, lora, options)
    await training.loadState(path, {
      ...(signal && { signal }),
      ...(optimizer !== undefined && { optimizer }),
      ...(weightsAccessToken !== undefined && { weightsAccessToken }),
    })
    return training
  }

  #follow<Output>(session: TinkerSession, model: string, work: ApiFuture<Output>): ApiFuture<Output> {
    const { client, observeQueue } = session
    const queue = new QueueWatch({ work: "model creation", id: model }, this.#log, client.clock, observeQueue)
    return followFuture(session.telemetry, queue.follow(work))
  }

  /** A failure is not kept: the next call tries again. */
  #connect(): Promise<Connection> {
    if (this.#closing) return Promise.reject(new PristineError("config", "The service client is closed"))
    this.#connection ??= connect(this.config, this.#options, this.#log, this.#stop.signal).catch((error: unknown) => {
      this.#connection = undefined
      throw error
    })
    return this.#connection
  }

  #open(signal: AbortSignal | undefined): Promise<TinkerSession> {
    this.#session ??= this.#connect()
      .then((connection) =>
        openSession(
          connection,
          this.config,
          this.#numbers,
          this.#tokenizers,
          this.#observeQueue,
          this.#log,
          this.#stop.signal,
        ),
      )
      .catch((error: unknown) => {
        this.#session = undefined
        throw error
      })
    return waitFor(this.#session, signal)
  }

  async #close(): Promise<void> {
    this.#stop.abort(new PristineError("aborted", "The service client was closed"))
    const [session, connection] = await Promise.allSettled([this.#session, this.#connection])
    if (session.status === "fulfilled") await session.value?.[Symbol.asyncDispose]()
    if (connection.status === "fulfilled") await connection.value?.[Symbol.asyncDispose]()
  }
}

/** Programs without types may give neither, or both. */
function samplerOf(weights: {
  readonly baseModel?: string
  readonly modelPath?: string
}): { readonly base_model: string } | { readonly model_path: string } {
  checkOptions("weights of createSamplingClient", weights, { baseModel: true, modelPath: true })
  const { baseModel, modelPath } = weights
  if ((baseModel === undefined) === (modelPath === undefined)) {
    throw new TypeError("A sampling client needs a baseModel or a modelPath, and not both")
  }
  if (modelPath === undefined) return { base_model: baseModel ?? "" }
  checkSamplerPath(modelPath)
  return { model_path: modelPath }
}
