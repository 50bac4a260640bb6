import type { LoraConfig } from "../model/lora-weights.ts"
import type { LoraTrainer } from "../training/lora-trainer.ts"
import type { OperationLane } from "./operation-lane.ts"

/** A model that was created for training, with its weights while it is loaded. Times are milliseconds since 1970. */
export interface TrainingRun {
  readonly id: string
  /** Absent for a run that only its checkpoints on disk remember. */
  readonly sessionId?: string
  readonly baseModel: string
  readonly config: LoraConfig
  readonly userMetadata?: Readonly<Record<string, unknown>>
  readonly lane: OperationLane
  /** Undefined once unloaded. */
  trainer: LoraTrainer | undefined
  lastRequestAt: number
}
