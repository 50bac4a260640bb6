import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { it } from "./test.ts"

// An import would give the module that is made of it.
const text = readFileSync(new URL("../src/manifest.pristine.json", import.meta.url), "utf8")
const manifest = JSON.parse(text) as { readonly types: Record<string, unknown> }

/**
 * The named types that the protocol's inventory needs. They are exported from the generated module, so that another name
 * breaks whoever imports one.
 */
const types: readonly [what: string, ...names: string[]][] = [
  ["the body of an error", "ErrorBody"],
  ["scalars", "AccessScope", "CheckpointId", "Measure", "TinkerPath", "Timestamp"],
  ["lists of scalars", "Int32s", "Strings"],
  ["flags of the service", "SdkVersion", "ClientConfig", "DynamicConfig", "ServerCapabilities"],
  ["sessions", "CreateSession", "Session", "SessionContents"],
  ["models", "LoraConfig", "CreateModel", "ModelCreated", "ModelInfo"],
  ["input of a model", "ModelInput", "Chunk", "EncodedText", "Image", "ImageAssetPointer", "Dmel"],
  ["training data", "TensorData", "Datum", "LossFn"],
  ["forward and backward passes", "ForwardBackward", "ForwardBackwardOutput"],
  ["optimizer steps", "AdamParams", "OptimStep", "OptimStepOutput"],
  ["saving", "SaveWeights", "WeightsSaved"],
  ["saving for a sampler", "SaveNamedForSampler", "SaveEphemeralForSampler", "SamplerWeightsSaved"],
  ["loading", "LoadIntoModel", "LoadIntoSession", "WeightsLoaded", "WeightsInfo"],
  ["samplers", "CreateSamplingSession", "SamplingSession", "Sampler"],
  ["sampling", "SamplingParams", "Sample", "SampledSequence", "SampleResponse", "RankedToken"],
  ["the older wire", "LegacyInput", "LegacyForwardBackward", "LegacyForward", "LegacySample", "SampleStreamChunk"],
  ["answers of futures", "TryAgain", "CompleteMetadata", "RequestFailed"],
  ["checkpoints", "Checkpoint", "Checkpoints", "CheckpointArchive", "Cursor"],
  ["training runs", "TrainingRun", "TrainingRuns"],
  ["exports of a session's trace", "TracePending", "TraceReady", "TraceFailed"],
  ["the audit log", "AuditLog"],
  ["billed usage", "BillingUsage", "UsageBucket", "UsageEvent"],
  ["telemetry", "TelemetryBatch", "TelemetryEvent"],
]

const declared = new Set(Object.keys(manifest.types))

it.each(types)("the manifest has the types for %s", (_, ...names) => {
  expect(names.filter((name) => !declared.has(name))).toEqual([])
})

it("the manifest has no other type, and the table none twice", () => {
  const known = types.flatMap(([, ...names]) => names)
  expect(known).toHaveLength(73)
  expect([...declared].toSorted()).toEqual(known.toSorted())
})
