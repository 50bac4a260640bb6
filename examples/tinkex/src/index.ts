export type { FromStateOptions } from "./clients/create-model-from-state.ts"
export { ServiceClient, type LoraOptions, type ServiceClientOptions } from "./clients/service-client.ts"
export { TrainingClient } from "./clients/training-client.ts"
export type {
  LoadedState,
  LoadOptions,
  LossFunction,
  LossOptions,
  NamedSamplerWeights,
  SaveOptions,
  TrainingOptions,
} from "./clients/training-options.ts"
export type { SampleResult, TokenLogprob } from "./data/ranked-tokens.ts"
export { SamplingClient, type SampleOptions, type SamplingClientOptions } from "./clients/sampling-client.ts"
export {
  RestClient,
  type CheckpointArchiveUrl,
  type CheckpointReference,
  type PageOptions,
  type RequestOptions,
  type ScopeOptions,
} from "./clients/rest-client.ts"
export type { ConnectionOptions } from "./clients/connection.ts"
export type { ConfigOptions } from "./config/config-options.ts"
export type { Config } from "./config/resolve-config.ts"
export type { QueueState } from "./clients/queue-watch.ts"
export type { Log, LogLevel } from "./logging/log.ts"
export { ClientMetrics, type HistogramSnapshot, type MetricsSnapshot } from "./telemetry/client-metrics.ts"
export { isUserError } from "./telemetry/describe-error.ts"
export type { Severity, TelemetryReporter } from "./telemetry/telemetry-reporter.ts"
export {
  ModelInput,
  type DmelChunk,
  type EncodedTextChunk,
  type ImageAssetPointerChunk,
  type ImageChunk,
  type ModelInputChunk,
} from "./data/model-input.ts"
export { datum, type Datum, type TensorLike } from "./data/datum.ts"
export { compressRows, float32, int64, toNumbers, type TensorData } from "./data/tensors.ts"
export type { TokenizerId } from "./tokenizers/tokenizer-id.ts"
export type { DecodeOptions, EncodeOptions, Tokenizer } from "./tokenizers/tokenizer.ts"
export type { LoadContext, LoadTokenizer, TokenizerOptions } from "./tokenizers/tokenizer-options.ts"
export { datumBytes, promptBytes } from "./data/weights.ts"
export { chunksOf, type ChunkLimits } from "./training/chunks.ts"
export type { ForwardBackwardResult } from "./training/combine.ts"
export type { Autodiff, Derivatives, DifferentiatedInput, LossOfTensors } from "./training/autodiff.ts"
export type { CustomLoss, CustomLossResult } from "./training/custom-loss.ts"
export { differentiatedLoss, type TensorLoss } from "./training/differentiated-loss.ts"
export { explain } from "./errors/explain.ts"
export { parseTinkerPath, type TinkerPath } from "./data/tinker-path.ts"
export { default as api, createClient } from "#tinker.pristine.json"
export { isPristineError, PristineError, type ApiFuture, type Pages, type Stream } from "pristine-runtime"
export type {
  AdamParamsInput,
  Checkpoint,
  Checkpoints,
  ForwardBackwardOutput,
  ModelInfo,
  OptimStepOutput,
  SampledSequence,
  SampleResponse,
  SampleStreamChunk,
  SamplerWeightsSaved,
  SamplingParamsInput,
  ServerCapabilities,
  SessionContents,
  TrainingRun,
  TrainingRuns,
  WeightsInfo,
  WeightsLoaded,
  WeightsSaved,
} from "#tinker.pristine.json"
