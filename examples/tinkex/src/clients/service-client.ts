import api, { type ServerCapabilities } from "#tinker.pristine.json"
import { guardListener, PristineError, readEnv, waitFor } from "pristine-runtime"
import { connect, type Connection, type ConnectionOptions } from "./connection.ts"
import { createModel, type ModelOptions } from "./create-model.ts"
import { createModelFromState, type FromStateOptions } from "./create-model-from-state.ts"
import { resolveConfig, type Config } from "../config/resolve-config.ts"
import { guardedLog } from "../logging/guarded-log.ts"
import { atLevel, type Log } from "../logging/log.ts"
import { retryLog } from "../logging/retry-log.ts"
import { loraConfig, type AdapterOptions } from "../data/lora-config.ts"
import type { QueueState } from "./queue-watch.ts"
import { RestClient, type RequestOptions } from "./rest-client.ts"
import { checkSamplerPath, parseTinkerPath } from "../data/tinker-path.ts"
import { checkOptions } from "../options/check-options.ts"
import { adapterNames, fromStateNames, requestNames, samplerNames } from "../options/option-names.ts"
import { SamplingClient, type SamplingClientOptions } from "./sampling-client.ts"
import { openSession, type SessionTools, type TinkerSession } from "./session.ts"
import { SessionNumbers } from "./session-numbers.ts"
import type { TelemetryReporter } from "../telemetry/telemetry-reporter.ts"
import { TokenizerCache } from "../tokenizers/tokenizer-cache.ts"
import type { TokenizerOptions } from "../tokenizers/tokenizer-options.ts"
import type { TrainingClient } from "./training-client.ts"

export interface ServiceClientOptions extends ConnectionOptions {
  /** Default: the console. `logLevel` says what is logged. One that throws disturbs nothing: `onWarning` is told, once. */
  readonly log?: Log
  /** Where tokenizers come from, such as `{ load: hubLoader() }` of `tinkex/tokenizers`. Default: from nowhere. */
  readonly tokenizers?: TokenizerOptions
  /** Told when work begins to wait in the service's queue, for another reason, or no more. One that throws disturbs nothing. */
  readonly onQueueState?: (state: QueueState) => void
}

export interface LoraOptions extends AdapterOptions, ModelOptions {}

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
  readonly #tools: SessionTools
  #connection: Promise<Connection> | undefined
  #session: Promise<TinkerSession> | undefined
  /** Gives up what is being set up. */
  readonly #stop = new AbortController()
  #closing: Promise<void> | undefined

  constructor(options: ServiceClientOptions = {}) {
    this.config = resolveConfig(options, options.env ?? readEnv)
    const { onQueueState, onWarning } = options
    const level = this.config.logLevel ?? (options.log ? "debug" : "warn")
    const log = guardedLog(atLevel(options.log ?? console, level), onWarning)
    this.#tools = {
      log,
      numbers: new SessionNumbers(),
      tokenizers: new TokenizerCache(options.tokenizers ?? {}, this.#stop.signal),
      observeQueue: onQueueState && guardListener("The observer of the queue", onQueueState, onWarning),
    }
    // Hooks cost a little with every request: there are none for what nobody reads.
    const hooks = [retryLog(log), ...[options.hooks ?? []].flat()]
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
    const number = this.#tools.numbers.nextModel()
    return createModel(await this.#open(options.signal), number, baseModel, lora, options)
  }

  /** A client that trains on from a checkpoint of kind `weights`. Its model takes its place in the session at the call. */
  async createTrainingClientFromState(path: string, options: FromStateOptions = {}): Promise<TrainingClient> {
    checkOptions("createTrainingClientFromState", options, fromStateNames)
    parseTinkerPath(path, "weights")
    const number = this.#tools.numbers.nextModel()
    return createModelFromState(await this.#open(options.signal), number, path, options)
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
    const number = this.#tools.numbers.nextSampler()
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
   * Ends the heartbeat and closes connections, at once; only what telemetry still has to say is waited for, two seconds of
   * the client's clock at most. Calls under way fail with code `aborted`.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** A failure is not kept: the next call tries again. */
  #connect(): Promise<Connection> {
    if (this.#closing) return Promise.reject(new PristineError("config", "The service client is closed"))
    this.#connection ??= connect(this.config, this.#options, this.#tools.log, this.#stop.signal).catch(
      (error: unknown) => {
        this.#connection = undefined
        throw error
      },
    )
    return this.#connection
  }

  #open(signal: AbortSignal | undefined): Promise<TinkerSession> {
    this.#session ??= this.#connect()
      .then((connection) => openSession(connection, this.config, this.#tools, this.#stop.signal))
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
