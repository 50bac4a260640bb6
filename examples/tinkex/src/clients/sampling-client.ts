import api, {
  samplePolicy,
  type SampleInput,
  type SampleResponse,
  type SampleStreamChunk,
  type SamplingParamsInput,
} from "#tinker.pristine.json"
import {
  createCountingSemaphore,
  PristineError,
  retryCall,
  type RetryPolicy,
  type Semaphore,
  type Stream,
} from "pristine-runtime"
import { checkModelInput } from "../data/check-model-input.ts"
import type { ModelInput } from "../data/model-input.ts"
import { type SampleResult, withRankedTokens } from "../data/ranked-tokens.ts"
import { checkOptions } from "../options/check-options.ts"
import { requestNames, sampleNames, samplingParamNames } from "../options/option-names.ts"
import { QueueWatch } from "./queue-watch.ts"
import type { TinkerSession } from "./session.ts"
import type { Tokenizer } from "../tokenizers/tokenizer.ts"
import { followFuture } from "../telemetry/follow-future.ts"

export interface SamplingClientOptions {
  /** `sample` tries a failed sample again until it succeeds. Default: as the server's flag says, which is to try. */
  readonly retry?: boolean
}

export interface SampleOptions {
  readonly signal?: AbortSignal
  /** Continuations of the prompt. Default 1. */
  readonly numSamples?: number
  /** Also gives the log-probability of each prompt token. Default false. */
  readonly promptLogprobs?: boolean
  /** Also gives so many of the likeliest tokens at each place of the prompt. Default 0. */
  readonly topkPromptLogprobs?: number
}

/** Samples from one set of weights. */
export class SamplingClient {
  /** The service's id of the sampler. */
  readonly samplingSessionId: string
  readonly #session: TinkerSession
  readonly #permits: Semaphore
  readonly #retry: boolean
  readonly #queue: QueueWatch
  #next = 0

  /** @internal Made by `ServiceClient` and `TrainingClient`. */
  constructor(session: TinkerSession, samplingSessionId: string, options: SamplingClientOptions = {}) {
    this.samplingSessionId = samplingSessionId
    this.#session = session
    this.#permits = createCountingSemaphore(session.flags.sample_max_concurrent_requests)
    this.#retry = options.retry ?? !session.flags.sample_no_retries
    this.#queue = new QueueWatch(session, { work: "sampling", id: samplingSessionId })
  }

  /** @internal Has the service set a sampler up. `number`: its place within the session. */
  static async open(
    session: TinkerSession,
    number: number,
    weights: { readonly base_model: string } | { readonly model_path: string },
    options: SamplingClientOptions & { readonly signal?: AbortSignal },
  ): Promise<SamplingClient> {
    const input = { session_id: session.id, sampling_session_seq_id: number, ...weights }
    const { sampling_session_id } = await api.sessions.createSampling(input, session.call(options.signal))
    return new SamplingClient(session, sampling_session_id, options)
  }

  /** Continues a prompt. */
  async sample(
    prompt: ModelInput,
    samplingParams: SamplingParamsInput = {},
    options: SampleOptions = {},
  ): Promise<SampleResult> {
    checkModelInput("The prompt of sample", prompt)
    checkOptions("samplingParams of sample", samplingParams, samplingParamNames)
    checkOptions("sample", options, sampleNames)
    return withRankedTokens(await this.#sample(prompt, samplingParams, options, this.#retry))
  }

  /**
   * Continues a prompt token by token, over the service's older streaming endpoint, which newer services need not have. Nothing
   * is tried again. The last chunk has a `finish_reason`, or an `error`.
   */
  async sampleStream(
    prompt: ModelInput,
    samplingParams: SamplingParamsInput = {},
    options: Pick<SampleOptions, "signal" | "numSamples"> = {},
  ): Promise<Stream<SampleStreamChunk>> {
    checkModelInput("The prompt of sampleStream", prompt)
    checkOptions("samplingParams of sampleStream", samplingParams, samplingParamNames)
    checkOptions("sampleStream", options, { ...requestNames, numSamples: true })
    const input = {
      sampling_session_id: this.samplingSessionId,
      seq_id: this.#next++,
      prompt,
      sampling_params: copyOf(samplingParams),
      num_samples: options.numSamples ?? 1,
    }
    // oxlint-disable-next-line typescript/no-deprecated -- the official SDK gave streaming up; there is no newer form
    return api.legacy.streamSample(input, this.#session.call(options.signal))
  }

  /**
   * Log-probability of each prompt token; null for the first. A failure is always tried again, whatever `retry` says, as the
   * official SDK does.
   */
  async computeLogprobs(
    prompt: ModelInput,
    options: Pick<SampleOptions, "signal"> = {},
  ): Promise<readonly (number | null)[]> {
    checkModelInput("The prompt of computeLogprobs", prompt)
    checkOptions("computeLogprobs", options, requestNames)
    const asked = { ...options, promptLogprobs: true }
    const response = await this.#sample(prompt, { max_tokens: 1 }, asked, true)
    if (!response.prompt_logprobs)
      throw new PristineError("decode", "The service answered without the prompt's log-probabilities")
    return response.prompt_logprobs
  }

  /** Name of the base model under the sampler. */
  async getBaseModel(options: Pick<SampleOptions, "signal"> = {}): Promise<string> {
    checkOptions("getBaseModel", options, requestNames)
    const input = { sampler_id: this.samplingSessionId }
    return (await api.sampling.getSampler(input, this.#session.call(options.signal))).base_model
  }

  /** The base model's tokenizer, loaded once for all clients of the service client. */
  async getTokenizer(options: Pick<SampleOptions, "signal"> = {}): Promise<Tokenizer> {
    checkOptions("getTokenizer", options, requestNames)
    const { client, tokenizers } = this.#session
    return tokenizers.get(await this.getBaseModel(options), undefined, client, options.signal)
  }

  async #sample(
    prompt: ModelInput,
    samplingParams: SamplingParamsInput,
    options: SampleOptions,
    retry: boolean,
  ): Promise<SampleResponse> {
    const { client } = this.#session
    const { signal } = options
    const input: SampleInput = {
      num_samples: options.numSamples ?? 1,
      prompt,
      sampling_params: copyOf(samplingParams),
      sampling_session_id: this.samplingSessionId,
      prompt_logprobs: options.promptLogprobs ?? false,
      topk_prompt_logprobs: options.topkPromptLogprobs ?? 0,
    }
    // A number per attempt: the service answers the same number with the same result, also a lost one.
    let number: number | undefined = this.#next++
    const attempt = (during: AbortSignal | undefined): PromiseLike<SampleResponse> => {
      const seq_id = number ?? this.#next++
      number = undefined
      const sampled = api.sampling.sample({ ...input, seq_id }, this.#session.call(during))
      return followFuture(this.#session.telemetry, this.#queue.follow(sampled), "sample")
    }

    const release = await this.#permits.acquire(1, signal)
    try {
      if (!retry) return await attempt(signal)
      return await retryCall(this.#policy(), (each) => attempt(each.signal), { client, ...(signal && { signal }) })
    } finally {
      release()
    }
  }

  #policy(): RetryPolicy {
    const { progressTimeoutMs, ...policy } = samplePolicy
    const detects = this.#session.flags.sample_enable_stuck_detection && progressTimeoutMs !== undefined
    return detects ? { ...policy, progressTimeoutMs } : policy
  }
}

/** The parameters as they are now: they may be sent when the caller has gone on. */
function copyOf({ stop, ...params }: SamplingParamsInput): SamplingParamsInput {
  return { ...params, ...(stop !== undefined && { stop: structuredClone(stop) }) }
}
