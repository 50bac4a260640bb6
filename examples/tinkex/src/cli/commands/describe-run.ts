import type { Checkpoint, TrainingRun } from "#tinker.pristine.json"
import { formatExpiry, formatTime } from "../output/format-time.ts"

/** `Rank 32`, `Yes`, `No`, or `Unknown` where the service does not say. */
export function loraText({ is_lora: isLora, lora_rank: rank }: Pick<TrainingRun, "is_lora" | "lora_rank">): string {
  if (isLora === undefined) return "Unknown"
  if (!isLora) return "No"
  return rank === undefined ? "Yes" : `Yes (rank ${rank})`
}

export function statusText({ corrupted }: TrainingRun): string {
  return corrupted ? "Failed" : "Active"
}

/** A training run as facts. `now` in milliseconds since 1970. */
export function runFacts(run: TrainingRun, now: number): readonly (readonly [string, string])[] {
  const metadata = Object.entries(run.user_metadata ?? {})
  return [
    ["Run ID", run.training_run_id],
    ["Base model", run.base_model],
    ["Owner", run.model_owner],
    ["LoRA", loraText(run)],
    ["Status", statusText(run)],
    ["Last update", formatTime(run.last_request_time, now)],
    ...checkpointFacts("Last training checkpoint", run.last_checkpoint, now),
    ...checkpointFacts("Last sampler checkpoint", run.last_sampler_checkpoint, now),
    ...metadata.map(([key, value]): readonly [string, string] => [
      `Metadata ${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ]
}

function checkpointFacts(
  label: string,
  checkpoint: Checkpoint | undefined,
  now: number,
): readonly (readonly [string, string])[] {
  if (!checkpoint) return []
  return [
    [label, checkpoint.tinker_path],
    ["  Saved", formatTime(checkpoint.time, now)],
    ["  Expires", formatExpiry(checkpoint.expires_at, now)],
  ]
}

/** A training run with every field of it, null where the service says nothing. */
export function runJson(run: TrainingRun): object {
  return {
    training_run_id: run.training_run_id,
    base_model: run.base_model,
    model_owner: run.model_owner,
    is_lora: run.is_lora ?? null,
    corrupted: run.corrupted,
    lora_rank: run.lora_rank ?? null,
    last_request_time: run.last_request_time ?? null,
    last_checkpoint: run.last_checkpoint ? checkpointJson(run.last_checkpoint) : null,
    last_sampler_checkpoint: run.last_sampler_checkpoint ? checkpointJson(run.last_sampler_checkpoint) : null,
    user_metadata: run.user_metadata ?? null,
  }
}

/** A checkpoint with every field of it, null where the service says nothing. */
export function checkpointJson(checkpoint: Checkpoint): object {
  return {
    checkpoint_id: checkpoint.checkpoint_id,
    checkpoint_type: checkpoint.checkpoint_type,
    time: checkpoint.time,
    tinker_path: checkpoint.tinker_path,
    size_bytes: checkpoint.size_bytes ?? null,
    public: checkpoint.public,
    expires_at: checkpoint.expires_at ?? null,
  }
}
