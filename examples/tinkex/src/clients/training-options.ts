import type { SamplerWeightsSaved, WeightsLoaded } from "#tinker.pristine.json"

export interface TrainingOptions {
  /** Stops waiting. What was sent is not taken back. */
  readonly signal?: AbortSignal
}

/** Names of the losses that the service is known to have; it may have others. */
export type LossFunction = "cross_entropy" | "importance_sampling" | "ppo" | "cispo" | "dro" | (string & {})

export interface LossOptions extends TrainingOptions {
  /** Numbers that the loss takes, such as `clip_low_threshold` of `ppo`. */
  readonly lossFnConfig?: Readonly<Record<string, number>>
}

export interface SaveOptions extends TrainingOptions {
  /** The service deletes the checkpoint after so long. Default: never. */
  readonly ttlSeconds?: number
}

/** Where a checkpoint for sampling lies. */
export interface NamedSamplerWeights extends SamplerWeightsSaved {
  readonly path: string
}

/** What a model was loaded from. */
export interface LoadedState extends WeightsLoaded {
  /** As the service names it, else as it was asked for. */
  readonly path: string
}

export interface LoadOptions extends TrainingOptions {
  /** Also restores the optimizer's state. Default false. */
  readonly optimizer?: boolean
  /** A credential that may read the checkpoint, when it is somebody else's. */
  readonly weightsAccessToken?: string
}
