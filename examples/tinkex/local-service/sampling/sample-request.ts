import type { StopCondition } from "./stop-rule.ts"

/** `sampling_params` with its defaults applied. */
export interface SamplingParams {
  /** Tokens of one sequence at most. Absent on the wire: 16. */
  readonly maxTokens: number
  /** Makes the sequences repeatable; absent, every request samples anew. */
  readonly seed?: string
  readonly stop?: StopCondition
  readonly temperature: number
  readonly topK: number
  readonly topP: number
}

/** What an `asample` request asks of the weights it samples from. */
export interface SampleRequest {
  readonly prompt: Int32Array
  readonly count: number
  readonly params: SamplingParams
  readonly promptLogprobs: boolean
  readonly topkPromptLogprobs: number
}

export type StopReason = "stop" | "length"

/** One sequence; `logprobs` are those of the weights themselves, before temperature and cuts. */
export interface SampledSequence {
  readonly stopReason: StopReason
  readonly tokens: readonly number[]
  readonly logprobs: readonly number[]
}

/** The k most probable tokens of one prompt position, the best first. */
export type RankedTokens = readonly (readonly [token: number, logprob: number])[]

/** The result of an `asample` request. The first prompt position has no prediction, hence no logprob. */
export interface SampleResult {
  readonly sequences: readonly SampledSequence[]
  readonly promptLogprobs?: readonly (number | undefined)[]
  readonly topkPromptLogprobs?: readonly (RankedTokens | undefined)[]
}
