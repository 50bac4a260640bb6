import type { TrainingRun } from "#tinker.pristine.json"
import { InvalidArgumentError } from "commander"
import { formatTime } from "../output/format-time.ts"
import { loraText, statusText } from "./describe-run.ts"

interface RunColumn {
  readonly heading: string
  /** `now` in milliseconds since 1970. */
  readonly cell: (run: TrainingRun, now: number) => string
}

/** What `run list --columns` names. */
export const runColumns = {
  id: { heading: "Run ID", cell: (run) => run.training_run_id },
  model: { heading: "Base Model", cell: (run) => run.base_model },
  owner: { heading: "Owner", cell: (run) => run.model_owner },
  lora: { heading: "LoRA", cell: loraText },
  updated: { heading: "Last Update", cell: (run, now) => formatTime(run.last_request_time, now) },
  status: { heading: "Status", cell: statusText },
  checkpoint: { heading: "Last Checkpoint", cell: (run) => latest(run)?.tinker_path ?? "None" },
  checkpoint_time: { heading: "Checkpoint Time", cell: (run, now) => formatTime(latest(run)?.time, now) },
} as const satisfies Readonly<Record<string, RunColumn>>

export type RunColumnName = keyof typeof runColumns

export const defaultRunColumns: readonly RunColumnName[] = ["id", "model", "lora", "updated", "status"]

/** Reads names between commas. */
export function readRunColumns(text: string): readonly RunColumnName[] {
  const known = Object.keys(runColumns) as RunColumnName[]
  return text.split(",").map((part) => {
    const found = known.find((name) => name === part.trim())
    if (found === undefined) throw new InvalidArgumentError(`The columns are ${known.join(", ")}.`)
    return found
  })
}

/** The later of a run's last checkpoints. */
function latest({ last_checkpoint: one, last_sampler_checkpoint: other }: TrainingRun): TrainingRun["last_checkpoint"] {
  if (!one || !other) return one ?? other
  return Date.parse(other.time) > Date.parse(one.time) ? other : one
}
