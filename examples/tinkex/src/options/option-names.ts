import type { AdamParamsInput, SamplingParamsInput } from "#tinker.pristine.json"
import type { PageOptions, RequestOptions, ScopeOptions } from "../clients/rest-client.ts"
import type { SampleOptions, SamplingClientOptions } from "../clients/sampling-client.ts"
import type { FromStateOptions } from "../clients/create-model-from-state.ts"
import type { LoraOptions, ServiceClientOptions } from "../clients/service-client.ts"
import type { LoadOptions, LossOptions, SaveOptions } from "../clients/training-options.ts"
import type { OptionNames } from "./check-options.ts"

// Written out without spreading one into another: only so does the compiler see a name that an interface gave up.

export const requestNames = { signal: true } as const satisfies OptionNames<RequestOptions>

export const scopeNames = { signal: true, accessScope: true } as const satisfies OptionNames<ScopeOptions>

export const pageNames = { signal: true, limit: true, offset: true } as const satisfies OptionNames<PageOptions>

export const lossNames = { signal: true, lossFnConfig: true } as const satisfies OptionNames<LossOptions>

export const saveNames = { signal: true, ttlSeconds: true } as const satisfies OptionNames<SaveOptions>

export const loadNames = {
  signal: true,
  optimizer: true,
  weightsAccessToken: true,
} as const satisfies OptionNames<LoadOptions>

export const adapterNames = {
  signal: true,
  rank: true,
  seed: true,
  trainUnembed: true,
  trainMlp: true,
  trainAttn: true,
  userMetadata: true,
} as const satisfies OptionNames<LoraOptions>

export const fromStateNames = {
  signal: true,
  optimizer: true,
  weightsAccessToken: true,
  baseModel: true,
  userMetadata: true,
} as const satisfies OptionNames<FromStateOptions>

export const samplerNames = { retry: true } as const satisfies OptionNames<SamplingClientOptions>

export const sampleNames = {
  signal: true,
  numSamples: true,
  promptLogprobs: true,
  topkPromptLogprobs: true,
} as const satisfies OptionNames<SampleOptions>

/** Named as the service names them. */
export const samplingParamNames = {
  max_tokens: true,
  seed: true,
  stop: true,
  temperature: true,
  top_k: true,
  top_p: true,
} as const satisfies OptionNames<SamplingParamsInput>

/** Named as the service names them. */
export const adamParamNames = {
  learning_rate: true,
  beta1: true,
  beta2: true,
  eps: true,
  weight_decay: true,
  grad_clip_norm: true,
} as const satisfies OptionNames<AdamParamsInput>

export const serviceNames = {
  apiKey: true,
  credentialCommand: true,
  baseUrl: true,
  projectId: true,
  tags: true,
  userMetadata: true,
  timeout: true,
  maxRetries: true,
  pollBackoff: true,
  headers: true,
  query: true,
  cfAccessClientId: true,
  cfAccessClientSecret: true,
  proxy: true,
  proxyHeaders: true,
  sendTelemetry: true,
  logLevel: true,
  logRequests: true,
  log: true,
  tokenizers: true,
  onQueueState: true,
  server: true,
  variables: true,
  transport: true,
  retry: true,
  retryPolicies: true,
  rateLimits: true,
  circuitBreaker: true,
  circuitBreakers: true,
  telemetry: true,
  hooks: true,
  validate: true,
  onWarning: true,
  compress: true,
  compression: true,
  userAgent: true,
  clock: true,
  random: true,
  env: true,
  maxResponseBytes: true,
  streamLimits: true,
} as const satisfies OptionNames<ServiceClientOptions>
