import type { LoraWeights } from "../model/lora-weights.ts"
import type { AdamState } from "../training/adam.ts"
import { formatTinkerPath, type TinkerPath } from "./tinker-path.ts"

/** Saved weights and what is known about them. Times are milliseconds since 1970. */
export interface Checkpoint {
  readonly path: TinkerPath
  readonly baseModel: string
  readonly userMetadata?: Readonly<Record<string, unknown>>
  readonly savedAt: number
  /** The number of the operation that saved it; absent in files of older services. */
  readonly seqId?: number
  readonly expiresAt?: number
  readonly isPublic: boolean
  readonly sizeBytes: number
  readonly weights: LoraWeights
  /** Absent in checkpoints to sample from. */
  readonly optimizer?: AdamState
}

/** The checkpoint as the REST endpoints describe it. */
export function describeCheckpoint(checkpoint: Checkpoint) {
  const { path } = checkpoint
  return {
    checkpoint_id: `${path.kind}/${path.name}`,
    checkpoint_type: path.kind === "weights" ? "training" : "sampler",
    time: new Date(checkpoint.savedAt).toISOString(),
    tinker_path: formatTinkerPath(path),
    size_bytes: checkpoint.sizeBytes,
    public: checkpoint.isPublic,
    expires_at: checkpoint.expiresAt === undefined ? null : new Date(checkpoint.expiresAt).toISOString(),
  }
}
